"""Building one table: read what it needs, call its module, word its caption, write its files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from multicase import frames
from multicase.comparing import outcome
from multicase.contracts import CONTRACTS
from multicase.study import attributes, consent, files
from multicase.study import codebook as codebooks
from multicase.study.propositions import propositions
from multicase.tables import labels
from multicase.tables.table import Table

SYNTHETIC = "The material is synthetic: it was written for this study and says nothing about real people or places."
PATHS = {"artefacts", "records"}
RESULTS = {"original", "replication"}  # needs that are a whole study's results
OF_PROGRAMS = {"program_coders", "program_agreement"}  # what only studies have in which programs coded
NAMES = {"study": "study.yaml"}  # what a need is called where its own name would mislead
Inputs = Mapping[str, str | Sequence[str]]


def build(
    entry: Mapping[str, Any], inputs: Inputs, options: Mapping[str, Any], study: Mapping[str, Any]
) -> tuple[Table, dict[str, Any]]:
    """The table, and what stands around it: title, caption, note, labels, what is missing; beside themes and polarity
    what each theme proposes.

    entry: of `catalogue.as_mapping`. inputs: for each need of the entry, a path or a list of paths; an empty list for
    what the study hasn't got, in which case the table is empty and says so. options: parameters of the table's module.
    study: what study.yaml says that tables need: synthetic, school, attributes; of a replication judged, added and
    replicated (`study.replication.replicated`), inherited.
    """
    module = import_module(f"multicase.tables.{entry['module']}")
    declared = attributes.declared(study)
    needs = [need for need in entry["needs"] if need != "attributes"]
    optional = set(entry["optional"])
    absent = [need for need in needs if need not in PATHS | optional and not inputs[need]]
    there = [need for need in needs if need not in absent and (inputs[need] or need not in OF_PROGRAMS)]
    data = {need: load(need, inputs[need]) for need in there} | {"attributes": declared}
    if "participants" in data:
        data["participants"] = consent.heard(data["participants"], data["sources"].to_dict("records"))
    data |= {name: study[name] for name in ("judged", "replicated", "inherited") if name in study}
    if "codebook" in data and "added" in study:
        data["codebook"] = codebooks.marked(data["codebook"], study["added"])
    if entry["not_reflexive"] and study.get("school") == "reflexive":
        table = _empty(module, f"Not applicable. {entry['not_reflexive']}")
    elif absent:
        table = _empty(
            module, f"Not available: the study has no {' and no '.join(NAMES.get(need, need) for need in absent)}."
        )
    else:
        more = {"declaration": entry["declaration"]} if entry["declaration"] else {}
        table = _complete(module, module.build(data, **more, **options), data)
    about = {name: entry[name] for name in ("id", "title", "caption", "group", "lists", "matrix")}
    about |= {name: entry[name] for name in ("derived", "told_on", "sums") if entry[name]}
    about |= {
        "note": " ".join(filter(None, [table.note, _held_back(options), note(data, study)])),
        "missing": table.missing,
        "orders": dict(table.orders),
    }
    if {"theme", "polarity"} <= set(table.frame.columns) and inputs.get("codebook"):
        about["propositions"] = propositions(codebooks.read(inputs["codebook"][0]))
    return table, about | labels.of(table.frame, entry["declaration"], data.get("codebook"), declared)


def _empty(module: Any, missing: str) -> Table:
    return Table(pd.DataFrame(columns=list(module.COLUMNS)), missing=missing)


def _complete(module: Any, table: Table, data: Mapping[str, Any]) -> Table:
    """The table with its module's columns (unless these vary from study to study), and why it is empty, if it is."""
    frame = table.frame if getattr(module, "VARIES", False) else table.frame[list(module.COLUMNS)]
    missing = table.missing
    if frame.empty and not missing:
        coded = len(data.get("evidence", ())) > 0
        missing = (
            "Nothing to show: none of the codings analysed is what this table counts."
            if coded
            else "Nothing to show: no coding is analysed."
        )
    return Table(frame.reset_index(drop=True), table.evidence, missing, table.orders, table.note)


def _held_back(options: Mapping[str, Any]) -> str:
    """What k is, where a table withholds what fewer than k share."""
    if "k" not in options:
        return ""
    return "k is 1: nothing is withheld." if options["k"] == 1 else f"k is {options['k']}."


def note(data: Mapping[str, Any], study: Mapping[str, Any]) -> str:
    """What every caption must add: the origin of the codings it rests on, what it counts as read, and whether the
    material is synthetic.
    """
    parts = []
    if "analysed" in data:
        parts.append(data["analysed"]["sentence"])
        if "read_sources" in data and data["analysed"]["readings"] == "codings":
            parts.append("Read: a source in which somebody coded something, for the study has no readings.csv.")
    if study.get("synthetic"):
        parts.append(SYNTHETIC)
    return " ".join(parts)


def load(need: str, path: str | Sequence[str]) -> Any:
    """What a table needs, read: a frame for a table, a mapping for a YAML or JSON file, paths for the artefacts."""
    several = [path] if isinstance(path, str) else list(path)
    if need in PATHS:
        return several
    if need in RESULTS:
        return outcome.Outcome.of(several)
    if need in CONTRACTS:
        return frames.read(several, need)
    if need == "ratings":
        return pd.read_csv(several[0])
    if need == "codebook":
        return codebooks.told_apart(codebooks.codes(codebooks.read(several[0])))
    if not several:
        return files.frame([], need)
    first = Path(several[0])
    if first.suffix == ".csv":
        return _csv(first, need)
    if first.suffix == ".json":
        return json.loads(first.read_text(encoding="utf-8"))
    return files.mapping(several)


def _csv(path: Path, need: str) -> pd.DataFrame:
    """A file of the study, complete; or a table of the workflow."""
    if files.has_schema(need):
        return files.frame([str(path)], need)
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def write(table: Table, about: Mapping[str, Any], *, csv: str, evidence: str, about_path: str) -> None:
    """Write the table as CSV, its evidence as Parquet, and what stands around it as JSON."""
    table.frame.to_csv(csv, index=False, lineterminator="\n", float_format="%.6g")
    frames.write(table.evidence, evidence, "table_evidence")
    Path(about_path).write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
