#!/usr/bin/env bash
# Two builds of the shipped study from clean trees, on one core and on two, must be the same byte for byte.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for cores in 1 2; do
    mkdir "$work/$cores"
    (cd "$root" && git ls-files -z | grep -zv '^tests/' | xargs -0 tar -cf - -- 2>/dev/null) | tar -xf - -C "$work/$cores"
    (cd "$work/$cores" && PYTHONPATH="$work/$cores/workflow/lib" PYTHONDONTWRITEBYTECODE=1 \
        "$root/.venv/bin/snakemake" --cores "$cores" --quiet all)
done
diff -r --exclude=.snakemake_timestamp "$work/1/results" "$work/2/results"
echo "two builds, on 1 and on 2 cores: $(find "$work/1/results/gp-leadership" -type f | wc -l) files, byte for byte the same"
