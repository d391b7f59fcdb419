#!/usr/bin/env bash
# Measures how soon `weft serve` shows what was saved, in Chromium, on a copy of
# the site of sixty issues that replay.sh makes. See bench/README.md.
set -euo pipefail
. "$(dirname "$0")/steps.sh"

made=$PWD/bench/out/replay/site
if [ ! -f "$made/.weft/archive.db" ]; then
	bench/replay.sh
fi
build_tools
begin serve
cp -r "$made" "$out/site"
"$bin/corpus" saves -weft "$bin/weft" -times "${TIMES:-60}" "$out/site" | tee "$out/saves.tsv"
