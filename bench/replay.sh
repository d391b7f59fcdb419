#!/usr/bin/env bash
# Replays sixty weeks of 2021 and 2022, an issue each, and checks them.
# See bench/README.md.
set -euo pipefail
. "$(dirname "$0")/steps.sh"
port=${PORT:-8802}

build_tools
begin replay
site=$out/site
"$bin/corpus" site -replay -corpus "$corpus" -port "$port" "$site"
serve -replay -port "$port"

step fetch "$bin/weft" -C "$site" fetch --json >"$out/fetched.jsonl"
monday=2021-03-08 # of 2021-W10; the last week is 2022-W17
for n in $(seq 0 59); do
	week=$(date -u -d "$monday + $((7 * n)) days" +%G-W%V)
	sunday=$(date -u -d "$monday + $((7 * n + 6)) days" +%F)
	silent "draft-$week" "$bin/weft" -C "$site" draft "$week" --as-of "$sunday"
	silent "freeze-$week" "$bin/weft" -C "$site" freeze "$week" --as-of "$sunday" --by bench
done
silent first-build "$bin/weft" -C "$site" build --json
silent second-build "$bin/weft" -C "$site" build --json
mv "$site/public" "$out/before" # a build from nothing, in another zone, to compare with
TZ=Pacific/Auckland LC_ALL=C silent build-anew "$bin/weft" -C "$site" build --json
"$bin/weft" -C "$site" export entries --format jsonl >"$out/entries.jsonl"
"$bin/weft" -C "$site" export citations --format jsonl >"$out/citations.jsonl"

# One row for all drafts and one for all freezes: sums, and the highest peak.
awk -F'\t' -v OFS='\t' '
	NR == 1 { print; next }
	match($1, /^(draft|freeze)-/) {
		kind = substr($1, 1, RLENGTH - 1)
		if (!(kind in n)) order[++kinds] = kind
		n[kind]++; w[kind] += $2; u[kind] += $3; s[kind] += $4; if ($5 > p[kind]) p[kind] = $5
		next
	}
	{ rest[++rows] = $0 }
	END {
		print rest[1]
		for (i = 1; i <= kinds; i++) { k = order[i]; print n[k] " x " k, w[k], u[k], s[k], p[k] }
		for (i = 2; i <= rows; i++) print rest[i]
	}' "$out/figures.tsv" >"$out/sums.tsv"
mv "$out/figures.tsv" "$out/weeks.tsv"
mv "$out/sums.tsv" "$out/figures.tsv"
figures

echo
bad=0
"$bin/corpus" check -replay -corpus "$corpus" -port "$port" -fetched "$out/fetched.jsonl" -exported "$out/entries.jsonl" -cited "$out/citations.jsonl" -feeds 27 -entries 1348 -issues 60 -before "$out/before" "$site" || bad=1
if ! diff -rq "$out/before" "$site/public"; then
	echo "BAD a build from nothing differs"
	bad=1
else
	echo "ok  a build from nothing is the same byte for byte"
fi
if ! grep -q '"written":0,' "$out/second-build.log"; then
	echo "BAD the second build wrote something: $(cat "$out/second-build.log")"
	bad=1
else
	echo "ok  the second build wrote nothing"
fi
echo "the site is in $site/public"
exit "$bad"
