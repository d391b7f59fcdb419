#!/usr/bin/env bash
# Makes a site of the collection's newest posts, twice, and checks it.
# See bench/README.md.
set -euo pipefail
. "$(dirname "$0")/steps.sh"
port=${PORT:-8801}

build_tools
begin corpus
site=$out/site
"$bin/corpus" site -corpus "$corpus" -port "$port" "$site"
serve -port "$port"

step first-fetch "$bin/weft" -C "$site" fetch --json >"$out/fetched.jsonl"
silent draft "$bin/weft" -C "$site" draft
issue=$(basename "$site"/content/digests/*.md .md)
silent freeze "$bin/weft" -C "$site" freeze "$issue" --by bench
silent first-build "$bin/weft" -C "$site" build --json
step second-fetch "$bin/weft" -C "$site" fetch --json >"$out/fetched-again.jsonl"
silent second-build "$bin/weft" -C "$site" build --json
silent run "$bin/weft" -C "$site" run
"$bin/weft" -C "$site" export entries --format jsonl >"$out/entries.jsonl"
"$bin/weft" -C "$site" export citations --format jsonl >"$out/citations.jsonl"
figures

echo
bad=0
"$bin/corpus" check -corpus "$corpus" -port "$port" -fetched "$out/fetched.jsonl" -exported "$out/entries.jsonl" -cited "$out/citations.jsonl" -feeds 31 -entries 1200 -issues 1 "$site" || bad=1
if grep -qv '"status":"unchanged"' "$out/fetched-again.jsonl"; then
	echo "BAD the second fetch read something"
	bad=1
else
	echo "ok  the second fetch read nothing"
fi
if ! grep -q '"written":0,' "$out/second-build.log"; then
	echo "BAD the second build wrote something: $(cat "$out/second-build.log")"
	bad=1
else
	echo "ok  the second build wrote nothing"
fi
echo "the site is in $site/public"
exit "$bad"
