#!/usr/bin/env bash
# Measures weft on generated feeds: bench/scale.sh [FEEDSxENTRIES…]
# See bench/README.md.
set -euo pipefail
. "$(dirname "$0")/steps.sh"
generators=${GENERATORS:-../shared/bench}
port=${PORT:-8800}
[ $# -gt 0 ] || set -- 100x100 100x1000 1000x100

if [ ! -d "$generators/cmd/gen-feeds" ]; then
	echo "$generators/cmd/gen-feeds is not there; GENERATORS=… names the folder of the generators" >&2
	exit 1
fi
build_tools
for tool in gen-feeds serve-feeds; do
	(cd "$generators" && go build -o "$bin/$tool" "./cmd/$tool")
done
ulimit -n 4096 # each feed has an address of its own

bad=0
for size in "$@"; do
	feeds=${size%x*} entries=${size#*x}
	begin "scale-$size"
	"$bin/gen-feeds" -o "$out/feeds" -port "$port" "$feeds" "$entries"
	site=$out/site
	"$bin/corpus" scale -urls "$out/feeds/urls.txt" "$site"
	"$bin/serve-feeds" -d "$out/feeds" >"$out/serve.log" 2>&1 &
	server=$!
	ready '^ready' 600

	step first-fetch "$bin/weft" -C "$site" fetch --json >"$out/fetched.jsonl" 2>"$out/first-fetch.log"
	silent draft "$bin/weft" -C "$site" draft
	issue=$(basename "$site"/content/digests/*.md .md)
	silent draft-again "$bin/weft" -C "$site" draft "$issue"
	silent freeze "$bin/weft" -C "$site" freeze "$issue" --by bench
	silent first-build "$bin/weft" -C "$site" build --json
	silent second-build "$bin/weft" -C "$site" build --json
	step second-fetch "$bin/weft" -C "$site" fetch --json >"$out/fetched-again.jsonl" 2>"$out/second-fetch.log"
	silent export "$bin/weft" -C "$site" export entries --format jsonl
	stop_server
	server=
	figures
	du -m "$site/.weft/archive.db" | awk '{print "archive: " $1 " MB"}'
	if ! grep -q '"written":0,' "$out/second-build.log"; then
		echo "BAD the second build wrote something: $(cat "$out/second-build.log")"
		bad=1
	fi
	if grep -qv '"status":"unchanged"' "$out/fetched-again.jsonl"; then
		echo "BAD the second fetch read something"
		bad=1
	fi
	"$bin/corpus" check -fetched "$out/fetched.jsonl" -exported "$out/export.log" -feeds "$feeds" -entries "$((feeds * entries))" -issues 1 "$site" || bad=1
	rm -rf "$out/feeds"
done
exit "$bad"
