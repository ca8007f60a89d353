"""What the documents name is what there is: files, columns, keys and commands, held against schemas and command line."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
import spacy
import yaml
from multicase import claims
from multicase.anonymise import consulting
from multicase.claims import judge, units
from multicase.cli import COMMANDS, app
from multicase.figures import catalogue as figures
from multicase.study import attributes, checking, crosstables, files, study
from multicase.study.criterion import usual_criterion
from multicase.tables import catalogue as tables
from small_study import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
DECLARING = (REPOSITORY / "docs/declaring.md").read_text(encoding="utf-8")
DOCUMENTS = [
    REPOSITORY / name
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        "ARCHITECTURE.md",
        "docs/declaring.md",
        "docs/raters.md",
        "docs/coding.md",
        "docs/coding-sheet.md",
        "docs/coding-in-word.md",
        "docs/codebooks.md",
        "docs/exports.md",
        "docs/coding-by-program.md",
        "docs/claims.md",
        "docs/methods.md",
        "docs/results.md",
        "docs/audit.md",
        "docs/recounting.md",
        "docs/adjudicating.md",
        "docs/replicating.md",
        "docs/reliability.md",
        "docs/clusters.md",
    )
]
BLOCKS = re.findall(r"```yaml\n(.*?)```", DECLARING, re.S)


TOLD_BY = {
    "title": "study.yaml",
    "segment": "config.yaml",
    "exclusive": "codebook.yaml",
    "decisions": "codebook.yaml",
}  # the key that says which


def block(name: str) -> dict:
    """The document's example of a file, with all that it shows of it."""
    found: dict = {}
    for text in BLOCKS:
        content = yaml.safe_load(text)
        if name == next((TOLD_BY[key] for key in content if key in TOLD_BY), "tables.yaml"):
            found |= content
    return found


def test_readme_lists_every_file_that_people_supply_and_no_other():
    section = README[README.index("## Your own study") :]
    rows = re.findall(r"^\| (`.*?) \| ", section, re.M)
    named = {name for row in rows for name in re.findall(r"`([\w./]+)`", row)} - {"file"}
    there = (
        {path for path, _ in (study.TABLES | study.DOCUMENTS).values()}
        | {study.SETTINGS, "audits/"}
        | {f"{folder}/" for folder in study.CODING_FOLDERS.values()}
    )
    assert named == there


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_a_document_names_is_there(path):
    there = {command.__name__.rpartition(".")[2].replace("_", "-").strip("-") for command in COMMANDS}
    named = set(re.findall(r"multicase ([a-z][a-z-]+)", path.read_text(encoding="utf-8")))
    assert named - there - {"is", "knows", "text"} == set()


def test_the_command_line_has_the_commands_of_its_modules_and_readme_names_them_all():
    registered = {command.name for command in (*app.registered_commands, *app.registered_groups)}
    assert registered == {command.__name__.rpartition(".")[2].replace("_", "-").strip("-") for command in COMMANDS}
    assert {name for name in registered if f"multicase {name}" not in README} <= {"guard"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_a_document_names_is_there(path):
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (path.parent / name).exists(), name
    for name in re.findall(r"`((?:workflow|tests|docs|scripts)/[\w./]+)`", text):
        assert (REPOSITORY / name).exists(), name


def test_tables_and_figures_that_readme_names_are_there():
    shipped = yaml.safe_load((REPOSITORY / "data/gp-leadership/tables.yaml").read_text())
    there = {*tables.of_study(shipped), *figures.of_study(shipped)}
    rows = re.findall(r"^\| `(?:tables|figures)/` \| .*", README, re.M)
    spans = [
        (a[0], int(a[1:]), int((b or a)[1:]))
        for row in rows
        for a, b in re.findall(r"([TF]\d\d)(?: to ([TF]\d\d))?", row)
    ]
    assert {f"{kind}{n:02}" for kind, first, last in spans for n in range(first, last + 1)} == there


def test_the_worked_example_fits_the_schemas_and_what_it_declares():
    about, declared_tables = block("study.yaml"), block("tables.yaml")
    assert not list(checking.yaml_problems(about, "study", "study.yaml"))
    assert not list(checking.yaml_problems(declared_tables, "tables", "tables.yaml"))
    declared = attributes.declared(about)
    assert not list(crosstables.problems(declared_tables, declared, None, "tables.yaml"))
    assert not list(checking.yaml_problems(block("config.yaml"), "config", "config.yaml", partial=True))
    assert not list(checking.yaml_problems(block("codebook.yaml"), "codebook", "codebook.yaml", partial=True))


@pytest.mark.parametrize(
    ("definition", "heading"),
    [
        ("attribute", "## Attributes"),
        ("table", "## Cross-tables"),
        ("row", "## Cross-tables"),
        ("figure", "## Figures"),
    ],
)
def test_every_key_of_a_declaration_is_explained(definition, heading):
    keys = (files.schema("study") if definition == "attribute" else files.schema("tables"))["$defs"][definition][
        "properties"
    ]
    begin = DECLARING.index(heading)
    section = DECLARING[begin : DECLARING.find("\n## ", begin + 3)]
    assert [
        key for key in keys if f"`{key}`" not in section and f"{{{key}:" not in section and f"{key}:" not in section
    ] == []


def test_every_kind_of_drawing_is_explained_and_has_a_module():
    for kind in crosstables.DRAWINGS:
        assert f"| `{kind}` |" in DECLARING
        assert (Path(figures.__file__).parent / f"{kind}.py").is_file()


def test_every_setting_is_explained_in_config_yaml_and_in_its_schema():
    config = (REPOSITORY / "config.yaml").read_text(encoding="utf-8")
    held = yaml.safe_load(config)
    schema = files.schema("config")["properties"]
    assert set(held) == set(schema)
    for name, part in held.items():
        assert schema[name]["description"]
        if isinstance(part, dict):
            assert set(part) == set(schema[name]["properties"]), name


def test_the_example_of_a_program_answers_as_the_document_says(tmp_path):
    text = (REPOSITORY / "docs/anonymisation.md").read_text(encoding="utf-8")
    example = re.findall(r"```python\n(.*?)```", text, re.S)
    asked, answered = (json.loads(line) for line in re.findall(r"^    (\{\"id.*\})$", text, re.M))
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler", name="ner").add_patterns([{"label": "PERSON", "pattern": "Marsh"}])
    pipeline.to_disk(tmp_path / "pipeline")
    (tmp_path / "my_tagger.py").write_text(example[0], encoding="utf-8")
    command = f"{sys.executable} my_tagger.py pipeline"
    found = consulting.ask(command, "tagger", {asked["id"]: asked["text"]}, tmp_path, 60, tmp_path / "log")
    assert len(example) == 1 and [(f.source_id, f.start, f.end) for f in found] == [
        (answered["id"], answered["start"], answered["end"])
    ]
    settings = yaml.safe_load(re.findall(r"^    anonymise:\n(?:      .*\n)+", text, re.M)[0])
    assert not list(checking.yaml_problems(settings, "config", "config.yaml", partial=True))


def test_the_examples_of_a_replication_fit_the_schemas():
    text = (REPOSITORY / "docs/replicating.md").read_text(encoding="utf-8")
    said, changes, book = (yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.S))
    assert not list(checking.yaml_problems({"title": "Mine"} | said, "study", "study.yaml"))
    assert set(said["replicates"]) == set(files.schema("study")["properties"]["replicates"]["properties"])
    assert not list(checking.yaml_problems(changes, "migrations", "migrations.yaml"))
    book["themes"][0]["subthemes"] = [{"subtheme": "a", "label": "A", "codes": [{"code": "b", "label": "B"}]}]
    assert not list(checking.yaml_problems(book, "codebook", "codebook.yaml"))


CLAIMS = (REPOSITORY / "docs/claims.md").read_text(encoding="utf-8")


def test_the_example_of_claims_fits_its_schema_and_shows_every_key_with_what_holds_where_nothing_is_said():
    content = yaml.safe_load(re.search(r"```yaml\n(.*?)```", CLAIMS, re.S)[1])
    assert not list(checking.yaml_problems(content, "claims", "claims.yaml"))
    definitions = files.schema("claims")["$defs"]
    assert content["criterion"] == usual_criterion()
    shown = {key for claim in content["claims"] for key in claim} | {"unit", "criterion"}
    assert shown == set(definitions["claim"]["properties"])
    (claim,) = claims.parse(content)
    assert claim.narrower and claim.negative_cases[1]["segment"]


def test_the_verdicts_in_the_document_of_claims_are_those_of_the_rule():
    rows = re.findall(r"^\| (\d+) \| (\d+) \| (\d+) \| ([a-z ]+) \|", CLAIMS, re.M)
    (claim,) = claims.parse({"claims": [{"claim": "C1", "statement": "S.", "supports": ["x"]}]})
    assert {verdict for *_, verdict in rows} >= {
        "supported",
        "leaning for",
        "divided",
        "leaning against",
        "insufficient",
    }
    for n_for, n_mixed, n_against, verdict in rows:
        tally = units.Tally(int(n_for), 0, int(n_mixed), 0, int(n_against))
        assert judge.of_case(claim, tally).verdict == verdict, (n_for, n_mixed, n_against)
