"""Jobs in an environment that Snakemake makes from environment.yml: of it, and with the library of the repository.

A stand-in takes conda's place. Its environment has every package of this one, but not the library, and it is made the
way conda does: what environment.yml names by a path is looked for where Snakemake puts its copy of that file.
"""

from __future__ import annotations

import sys
import sysconfig

import small_study
from workspace import RESULTS

CONDA = """\
#!{python}
import json, os, sys, venv
from pathlib import Path
import yaml

words = sys.argv[1:]
if words[0] == "info":
    here = {home!r}
    print(json.dumps({{"conda_prefix": here, "root_prefix": here, "platform": "linux-64", "envs": []}}))
elif words[0] == "--version":
    print("conda 24.9.0")
elif words[0] == "config":
    print(json.dumps({{"get": {{"channel_priority": "strict"}}}}))
elif words[:2] == ["env", "create"]:
    file, prefix = (Path(words[words.index(option) + 1]) for option in ("--file", "--prefix"))
    (pip,) = (entry["pip"] for entry in yaml.safe_load(file.read_text())["dependencies"] if isinstance(entry, dict))
    paths = [entry.split()[-1] for entry in pip if entry.startswith("--editable")]
    assert all((file.parent / path / "pyproject.toml").is_file() for path in paths), f"no project in {{file.parent}}"
    venv.create(prefix, symlinks=True)
    (site,) = prefix.glob("lib/python*/site-packages")
    (site / "packages.pth").write_text({packages!r} + "\\n")
elif words[0] != "clean":
    sys.exit(f"the stand-in knows no conda {{words}}")
"""


def test_jobs_of_an_environment_made_from_environment_yml_find_the_library_from_any_directory(
    fresh, tmp_path, monkeypatch
):
    home, there = tmp_path / "conda", tmp_path / "elsewhere"
    (home / "bin").mkdir(parents=True)
    there.mkdir()
    packages = sysconfig.get_path("purelib")
    stand_in = home / "bin/conda"
    stand_in.write_text(CONDA.format(python=sys.executable, home=str(home), packages=packages), encoding="utf-8")
    stand_in.chmod(0o755)
    (home / "bin/activate").write_text('export PATH="$1/bin:$PATH"\n', encoding="utf-8")
    monkeypatch.setenv("PATH", f"{home / 'bin'}:/usr/bin:/bin")
    script = fresh.root / "scripts/record_settings.py"
    told = "import sys; from pathlib import Path; Path('where.txt').write_text(sys.prefix)\n"
    script.write_text(script.read_text(encoding="utf-8") + told, encoding="utf-8")
    study = small_study.write(tmp_path / "study")
    fresh.run(
        "snakemake", "-s", str(fresh.root / "Snakefile"), "--directory", str(there), "--cores", "2",
        "--software-deployment-method", "conda", "--config", f"study={study}",
        "--", f"{RESULTS.replace('small', 'study')}/audit/settings.csv",
    )  # fmt: skip
    assert (there / "where.txt").read_text().startswith(str(there / ".snakemake/conda/"))
