#!/usr/bin/env bash
# From clean trees, on one core: the shipped study, where its replication has never been, must be byte for byte the build at
# hand, on two cores; its replication must be what was published.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
shipped=gp-leadership
replication=gp-leadership-north

without_replication() { grep -zv "$replication/"; }

# within STUDY COMMAND...: run a command in the tree of a study, on its own library
within() {
    (cd "$work/$1" && PYTHONPATH="$work/$1/workflow/lib" PYTHONDONTWRITEBYTECODE=1 "$root/.venv/bin/$2" "${@:3}")
}

# anew STUDY FILTER: build a study from the committed files that the filter lets through
anew() {
    mkdir "$work/$1"
    (cd "$root" && git ls-files -z | grep -zv '^tests/' | $2 | tar --null --files-from=- -cf - 2>/dev/null) | tar -xf - -C "$work/$1"
    within "$1" snakemake --cores 1 --quiet all --config "study=data/$1"
}

make --no-print-directory -C "$root" CORES=2 STUDY="data/$shipped" >/dev/null
anew "$shipped" without_replication &
original=$!
anew "$replication" cat
wait "$original"
# .of says where the study lies
diff -r --exclude=.snakemake_timestamp --exclude=.of "$work/$shipped/results/$shipped" "$root/results/$shipped" ||
    { echo "The builds differ. What only results/ has may be left from another build: make clean, then try again." >&2; exit 1; }
echo "two builds of $shipped, on 1 and on 2 cores: $(find "$work/$shipped/results/$shipped" -type f | wc -l) files, byte for byte the same"
within "$replication" multicase verify "data/$replication"
