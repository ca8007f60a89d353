"""The profile for SLURM names rules that there are, and its groups hang together: told without a SLURM."""

from __future__ import annotations

import re

import small_study
import yaml

RULES = {
    name
    for path in (small_study.REPOSITORY / "workflow/rules").glob("*.smk")
    for name in re.findall(r"^rule (\w+):", path.read_text(encoding="utf-8"), re.M)
}
SNAKEFILE = (small_study.REPOSITORY / "Snakefile").read_text(encoding="utf-8")
LOCAL = set(re.search(r"^localrules:\n((?:    \w+,\n)+)", SNAKEFILE, re.M)[1].replace(",", "").split()) - {
    "all",
    "texts",
}
SLURM = yaml.safe_load((small_study.REPOSITORY / "profiles/slurm/config.yaml").read_text(encoding="utf-8"))
ALONE = {
    "ingest_sources",
    "train_names",
    "suggest_codes",
}  # each of their jobs is worth a submission, or must fail alone


def test_every_rule_is_done_at_the_front_or_in_a_group_or_alone():
    grouped = set(SLURM["groups"])
    assert grouped | LOCAL | ALONE == RULES
    assert not grouped & LOCAL and not ALONE & (grouped | LOCAL)
    assert set(SLURM["set-resources"]) <= RULES - LOCAL
    assert set(SLURM["group-components"]) == set(SLURM["groups"].values())


def test_groups_hang_together_and_plan_the_same_jobs(fresh):
    """Snakemake refuses a group that a job outside it stands between."""
    options = ("--profile", "profiles/default", "--workflow-profile", "profiles/slurm", "--executor", "local")

    def rules_of_jobs(*more: str) -> list[str]:
        told = fresh.snakemake("--dry-run", "--quiet", "host", *more).stdout
        return sorted(re.findall(r"^ *rule (\w+):$", told, re.M))

    grouped = rules_of_jobs(*options)
    assert grouped == rules_of_jobs() and len(grouped) > 100
