#!/usr/bin/env bash
# The build at hand, on two cores, must be the same byte for byte as one from a clean tree on one core.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make --no-print-directory -C "$root" CORES=2 >/dev/null
(cd "$root" && git ls-files -z | grep -zv '^tests/' | xargs -0 tar -cf - -- 2>/dev/null) | tar -xf - -C "$work"
(cd "$work" && PYTHONPATH="$work/workflow/lib" PYTHONDONTWRITEBYTECODE=1 \
    "$root/.venv/bin/snakemake" --cores 1 --quiet all)
diff -r --exclude=.snakemake_timestamp "$work/results/gp-leadership" "$root/results/gp-leadership" ||
    { echo "The builds differ. What only results/ has may be left from another build: make clean, then try again." >&2; exit 1; }
echo "two builds, on 1 and on 2 cores: $(find "$work/results/gp-leadership" -type f | wc -l) files, byte for byte the same"
