"""What the workflow's catalogue shows: config/README.md lists the keys of config.yaml as they are.

After a change of config.yaml or its schema: python tests/lib/test_configuration.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from small_study import REPOSITORY

README = REPOSITORY / "config/README.md"
SCHEMA = REPOSITORY / "workflow/lib/multicase/study/schemas/config.yaml"
TABLE = re.compile(r"(<!-- keys -->\n).*?(\n<!-- /keys -->)", re.S)


def read(name: str) -> Any:
    return yaml.safe_load((REPOSITORY / name).read_text(encoding="utf-8"))


def keys(schema: Mapping[str, Any], values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str, Any]]:
    """Each key with what its schema says of it and the value that config.yaml gives it, in the order of the latter."""
    for key, value in values.items():
        about = schema["properties"][key]
        if isinstance(value, dict):
            yield from keys(about, value, f"{above}{key}.")
        else:
            yield above + key, about["description"], value


def table() -> str:
    rows = [
        f"| `{key}` | {description} | `{yaml.safe_dump(value, width=1000).splitlines()[0]}` |"
        for key, description, value in keys(yaml.safe_load(SCHEMA.read_text(encoding="utf-8")), read("config.yaml"))
    ]
    return "\n".join(["| key | what it says | as shipped |", "|---|---|---|", *rows])


def written(page: str) -> str:
    return TABLE.sub(lambda marks: marks[1] + table() + marks[2], page)


def test_configs_readme_lists_every_key_with_what_its_schema_says_of_it_and_no_other():
    page = README.read_text(encoding="utf-8")
    assert TABLE.search(page) and page == written(page)


def test_the_files_that_configs_readme_leads_to_are_there():
    page = README.read_text(encoding="utf-8")
    named = re.findall(r"\]\((?!http)([^)#]+)\)", page)
    assert "../config.yaml" in named
    assert all((README.parent / name).exists() for name in named)


def test_the_catalogue_is_told_how_the_workflow_is_used_and_that_it_has_a_report():
    usage = read(".snakemake-workflow-catalog.yml")["usage"]
    assert set(usage) == {"mandatory-flags", "software-stack-deployment", "report"}
    assert usage["mandatory-flags"]["desc"] and usage["mandatory-flags"]["flags"] == []
    told = (REPOSITORY / "Snakefile").read_text(encoding="utf-8")
    assert usage["report"] is True and (REPOSITORY / re.search(r'^report: "(.+)"$', told, re.M)[1]).is_file()


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
