"""What a job could take from its surroundings is the same wherever it runs, and on however many cores."""

from __future__ import annotations

import ast
import importlib.util
import json
import re

import small_study
from multicase import site
from multicase.anonymise import find
from multicase.code import tokens
from multicase.study import files
from workspace import RESULTS

FIXED = {
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "0",
    "MPLBACKEND": "Agg",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def test_a_job_sees_no_setting_of_a_person_nor_how_many_cores_it_has(fresh, monkeypatch):
    for name in FIXED:
        monkeypatch.setenv(name, "7")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    dump = "import json, os; from pathlib import Path; Path('seen.json').write_text(json.dumps(dict(os.environ)))\n"
    script = fresh.root / "scripts/record_settings.py"
    script.write_text(script.read_text(encoding="utf-8") + dump, encoding="utf-8")
    # Snakemake has a timer of a minute for each job, and doesn't wait for them
    target = ("--set-threads", "record_settings=2", "--", f"{RESULTS}/audit/settings.csv")
    fresh.run("snakemake", "--cores", "2", *target, timeout=50)
    seen = json.loads((fresh.root / "seen.json").read_text(encoding="utf-8"))
    assert {name: seen.get(name) for name in FIXED} == FIXED
    assert "PYTHONDONTWRITEBYTECODE" not in seen  # the library is compiled once, not by every job


def test_what_is_prepared_for_jobs_is_there():
    """What can't be prepared is passed over, and would cost time without a word."""
    rules = (small_study.REPOSITORY / "workflow/rules/run.smk").read_text(encoding="utf-8")
    later = ast.literal_eval(re.search(r"^IMPORTED_LATER = (\{.*?^\})", rules, re.M | re.S)[1])
    for module, names in later.items():
        assert all(importlib.util.find_spec(name) for name in (module, *names))
    assert all(map(callable, (find.ready, tokens.pipeline, site.ready, files.known)))
