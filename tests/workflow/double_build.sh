#!/usr/bin/env bash
# The builds at hand, on two cores, must be the same byte for byte as those from clean trees on one core: of the shipped
# study, where its replication has never been, and of the replication.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
studies=(gp-leadership gp-leadership-north)

without_replication() { grep -zv 'gp-leadership-north/'; }

# anew STUDY FILTER: build a study from the committed files that the filter lets through
anew() {
    mkdir "$work/$1"
    (cd "$root" && git ls-files -z | grep -zv '^tests/' | $2 | tar --null --files-from=- -cf - 2>/dev/null) | tar -xf - -C "$work/$1"
    (cd "$work/$1" && PYTHONPATH="$work/$1/workflow/lib" PYTHONDONTWRITEBYTECODE=1 \
        "$root/.venv/bin/snakemake" --cores 1 --quiet all --config "study=data/$1")
}

for study in "${studies[@]}"; do
    make --no-print-directory -C "$root" CORES=2 STUDY="data/$study" >/dev/null
done
anew gp-leadership without_replication &
original=$!
anew gp-leadership-north cat
wait "$original"
for study in "${studies[@]}"; do
    # .of says where the study lies
    diff -r --exclude=.snakemake_timestamp --exclude=.of "$work/$study/results/$study" "$root/results/$study" ||
        { echo "The builds differ. What only results/ has may be left from another build: make clean, then try again." >&2; exit 1; }
    echo "two builds of $study, on 1 and on 2 cores: $(find "$work/$study/results/$study" -type f | wc -l) files, byte for byte the same"
done
