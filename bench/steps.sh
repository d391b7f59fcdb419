# What the scripts of this folder have in common; to be sourced.
#
# step NAME COMMAND…  runs a command under GNU time and appends a row to
#                     $out/figures.tsv: name, wall s, user s, system s, peak MB
# silent NAME COMMAND… the same, with the command's words kept in $out/NAME.log

cd "$(dirname "${BASH_SOURCE[0]}")/.."
corpus=${CORPUS:-../shared/corpus}
bin=$PWD/bench/out/bin

if [ ! -f "$corpus/manifest.json" ]; then
	echo "$corpus/manifest.json is not there; CORPUS=… names the folder of the collection" >&2
	exit 1
fi
if ! /usr/bin/time -f %e true 2>/dev/null; then
	echo "GNU time is missing; on Debian: apt-get install time" >&2
	exit 1
fi

server=
stop_server() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; }
trap stop_server EXIT

build_tools() {
	mkdir -p "$bin"
	go build -trimpath -o "$bin/weft" ./cmd/weft
	go build -trimpath -o "$bin/corpus" ./bench/corpus
}

# begin NAME: an empty folder for what a script makes.
begin() {
	out=$PWD/bench/out/$1
	rm -rf "$out"
	mkdir -p "$out"
	printf 'step\twall_s\tuser_s\tsystem_s\tpeak_mb\n' >"$out/figures.tsv"
}

# serve FLAG…: the feeds, until the script ends.
serve() {
	"$bin/corpus" serve -corpus "$corpus" "$@" >"$out/serve.log" 2>&1 &
	server=$!
	ready '^ready' 50
}

# ready WORDS TENTHS: waits until the server has said so.
ready() {
	for _ in $(seq "$2"); do
		if grep -q "$1" "$out/serve.log"; then return; fi
		kill -0 "$server" 2>/dev/null || break
		sleep 0.1
	done
	cat "$out/serve.log" >&2
	exit 1
}

step() {
	local name=$1 code=0
	shift
	/usr/bin/time -q -f '%e %U %S %M' -o "$out/time" "$@" || code=$?
	awk -v step="$name" -v OFS='\t' '{print step, $1, $2, $3, sprintf("%.1f", $4/1024)}' "$out/time" >>"$out/figures.tsv"
	return "$code"
}

silent() {
	if ! step "$@" >"$out/$1.log" 2>&1; then
		cat "$out/$1.log" >&2
		echo "$1 failed" >&2
		exit 1
	fi
}

# figures: the table, and the sum of the steps whose names begin alike.
figures() {
	echo
	column -t -s "$(printf '\t')" "$out/figures.tsv" 2>/dev/null || cat "$out/figures.tsv"
}
