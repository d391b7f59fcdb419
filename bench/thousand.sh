#!/usr/bin/env bash
# Measures a fetch of 1,000 feeds beside a bare loop: bench/thousand.sh [ROUNDS]
# See bench/README.md.
set -euo pipefail
. "$(dirname "$0")/steps.sh"
generators=${GENERATORS:-../shared/bench}
port=${PORT:-8800}
rounds=${1:-5}

if [ ! -d "$generators/cmd/gen-feeds" ]; then
	echo "$generators/cmd/gen-feeds is not there; GENERATORS=… names the folder of the generators" >&2
	exit 1
fi
build_tools
go build -trimpath -o "$bin/bare" ./bench/bare
for tool in gen-feeds serve-feeds; do
	(cd "$generators" && go build -o "$bin/$tool" "./cmd/$tool")
done
ulimit -n 4096 # each feed has an address of its own

begin thousand
"$bin/gen-feeds" -o "$out/feeds" -port "$port" 1000 20
"$bin/corpus" scale -urls "$out/feeds/urls.txt" "$out/listed"
"$bin/serve-feeds" -d "$out/feeds" -delay 50ms >"$out/serve.log" 2>&1 &
server=$!
ready '^ready' 600

for _ in $(seq "$rounds"); do
	silent bare "$bin/bare" "$out/feeds/urls.txt"
	rm -rf "$out/site"
	cp -r "$out/listed" "$out/site"
	step all-new "$bin/weft" -C "$out/site" fetch --json >"$out/fetched.jsonl" 2>"$out/all-new.log"
	silent first-look "$bin/weft" -C "$out/site" themes --json # finds the themes of all that came
	step unchanged "$bin/weft" -C "$out/site" fetch --json >"$out/fetched-again.jsonl" 2>"$out/unchanged.log"
done
stop_server
server=
figures

bad=0
wrong() {
	echo "BAD $1"
	bad=1
}
# median STEP COLUMN: of the rounds; the column may be a sum, as 3+4.
median() {
	awk -F'\t' -v step="$1" -v columns="$2" 'BEGIN { n = split(columns, c, "+") } $1 == step { sum = 0; for (i = 1; i <= n; i++) sum += $c[i]; print sum }' "$out/figures.tsv" |
		sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
highest() { awk -F'\t' -v step="$1" '$1 == step && $5 > m { m = $5 } END { print m }' "$out/figures.tsv"; }
# within VALUE BOUND WORDS
within() {
	printf '%-44s %8.2f   at most %s\n' "$3" "$1" "$2"
	awk -v v="$1" -v most="$2" 'BEGIN { exit !(v <= most) }' || wrong "$3: $1, at most $2"
}

echo
within "$(median unchanged 2)" 1.0 "nothing changed, wall s"
within "$(median unchanged 3+4)" 0.6 "nothing changed, processor s"
within "$(awk -v a="$(median all-new 2)" -v b="$(median bare 2)" 'BEGIN { print a / b }')" 2.0 "all new, wall, times the bare loop"
printf '%-44s %8.2f\n' "all new, processor, times the bare loop" "$(awk -v a="$(median all-new 3+4)" -v b="$(median bare 3+4)" 'BEGIN { print a / b }')"
printf '%-44s %8.2f\n' "first look at themes, processor s" "$(median first-look 3+4)"
within "$(highest first-look)" 300 "first look at themes, peak MB"
within "$(highest all-new)" 150 "all new, peak MB"
within "$(highest unchanged)" 150 "nothing changed, peak MB"
[ "$(grep -c '"status":"ok","parsed":1,"entries":20,"new":20,' "$out/fetched.jsonl")" = 1000 ] || wrong "not all 1,000 feeds brought 20 entries"
[ "$(grep -c '"status":"unchanged","parsed":0,' "$out/fetched-again.jsonl")" = 1000 ] || wrong "something was parsed though nothing had changed"
rm -rf "$out/feeds"
exit "$bad"
