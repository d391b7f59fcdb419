#!/usr/bin/env bash
# Holds weft against feeds and servers that mean it ill. See bench/README.md.
#
#     bench/hostile.sh [kit|own|hundred…] [-- FLAG…]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=$PWD/bench/out/bin
mkdir -p "$bin"
go build -trimpath -o "$bin/weft" ./cmd/weft
go build -trimpath -o "$bin/hostile" ./bench/hostile

which=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do which+=("$1") && shift; done
[ $# -eq 0 ] || shift
[ "${#which[@]}" -gt 0 ] || which=(kit own hundred)

bad=0
for what in "${which[@]}"; do
	begun=$SECONDS
	echo "== $what"
	"$bin/hostile" "$what" -weft "$bin/weft" -kit "${HOSTILE:-../shared/hostile}" -out "bench/out/hostile-$what" "$@" || bad=1
	echo "took $((SECONDS - begun)) s"
done
exit "$bad"
