"""Cross-tables that a study declares: codings grouped by attributes of their codes, speakers, sources and cases.

The grammar is that of study/schemas/tables.yaml; docs/declaring.md explains it. A row of the table is a combination of
values that occurs; every count is of the distinct segments, sources, participants and cases behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multicase.study import attributes
from multicase.study.attributes import Attributes
from multicase.study.crosstables import NO_SPEAKER, NONE, UNDATED
from multicase.study.disclosure import GIVEN_UP
from multicase.tables.table import Table, counted

CONVERSATIONS = ("interview", "group_interview")
Row = Mapping[str, Any]
VARIES = True  # columns: the declaration's


def build(data: Mapping[str, Any], declaration: Mapping[str, Any]) -> Table:
    """The table that a declaration describes. Needs cases, codebook, attributes and evidence.

    Columns: those of `rows`, those of `list`, the counts.
    """
    rows, names = declaration["rows"], list(declaration["rows"])
    counted_rows = _valued(_chosen(data, declaration), data, rows)
    frame = counted_rows[names].drop_duplicates()
    orders = {name: _in_order(_order(name, row, data), frame[name]) for name, row in rows.items()}
    for name, order in orders.items():
        frame[name] = pd.Categorical(frame[name], order, ordered=True)
    frame = frame.sort_values(names, kind="stable").astype(str).reset_index(drop=True)
    table = counted(frame, counted_rows, names)
    shown = table.frame
    for name in declaration["list"]:
        shown.insert(shown.columns.get_loc("n_segments"), name, _listed(name, shown[names], counted_rows, data))
    return Table(shown, table.evidence, orders=orders)


def _in_order(first: Sequence[str], values: pd.Series) -> list[str]:
    """The values that occur: those that come first, then the others by the alphabet."""
    there = set(values)
    return [value for value in dict.fromkeys([*first, *sorted(there)]) if value in there]


def _chosen(data: Mapping[str, Any], declaration: Mapping[str, Any]) -> pd.DataFrame:
    """The codings that the table counts, with their codes' attributes."""
    rows = _with_codes(data)
    of = [attributes.column("codes", name) for name in declaration["of"]]
    if of:
        rows = rows[(rows[[name for name in of if name in rows]] != "").any(axis=1)]
    return rows[rows["theme"].isin(declaration["themes"])] if declaration["themes"] else rows


def _with_codes(data: Mapping[str, Any]) -> pd.DataFrame:
    own = [column for column in data["codebook"].columns if column.startswith("code.")]
    return data["evidence"].merge(data["codebook"][["code", *own]], on="code")


def _valued(chosen: pd.DataFrame, data: Mapping[str, Any], rows: Mapping[str, Row]) -> pd.DataFrame:
    """The rows to count, with a column for each of the declaration's; a coding may give several rows."""
    over_segment = {name: row for name, row in rows.items() if row.get("over") == "segment"}
    values = {name: _own(name, row, chosen, data) for name, row in rows.items() if name not in over_segment}
    result = chosen.assign(**{name: column.to_numpy() for name, column in values.items()})
    for name, row in over_segment.items():
        given = _of_codes(chosen, row)
        given = given[given["value"] != ""][["segment_id", "value"]].drop_duplicates()
        result = result.merge(given.rename(columns={"value": name}), on="segment_id", how="left")
        result[name] = result[name].fillna(_none(row))
    return result


def _own(name: str, row: Row, found: pd.DataFrame, data: Mapping[str, Any]) -> pd.Series:
    """The values of a column, one a row of `found`."""
    if "code" in row:
        return _of_speakers(row, found, data) if row.get("over") == "speaker" else _of_coding(row, found)
    if "speaker" in row:
        return _of_speaker(row, found)
    if "source" in row:
        year = row["source"] == "year"
        column = attributes.column("sources", row["source"])
        given = found["date"].str[:4] if year else _column(found, column)
        return given.where(given != "", row.get("none", UNDATED if year else NONE["source"]))
    if "case" in row:
        given = _column(found, attributes.column("cases", row["case"]))
        return given.where(given != "", _none(row))
    return found["case_id"].map(_labels(data)) if name == "case" else found[name]


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    """A column, or empty text where nothing has the attribute."""
    return frame[name] if name in frame else pd.Series("", index=frame.index)


def _none(row: Row) -> str:
    return row.get("none") or next(text for source, text in NONE.items() if source in row)


def _of_speaker(row: Row, found: pd.DataFrame) -> pd.Series:
    name = row["speaker"]
    given = found[name] if name in attributes.CORE["participants"] else _column(found, f"speaker.{name}")
    if name == "role_group":
        given = given.where(given != "", found["role"])
    if name == "role":  # where it is withheld, its group may be told
        given = given.where(given != GIVEN_UP, found["role_group"])
    missing = pd.Series(row.get("none", NONE["speaker"]), index=found.index)
    if "none" not in row:
        missing = missing.where(found["participant_id"] != "", NO_SPEAKER)
    return given.where(given != "", missing)


def _of_codes(rows: pd.DataFrame, row: Row) -> pd.DataFrame:
    """Rows with a column `value`: the attribute of their code, marked where the code denies its theme's proposition."""
    value = _column(rows, attributes.column("codes", row["code"]))
    if row.get("denied"):
        denies = (rows["polarity"] == "contradicts") & (value != "")
        value = value.where(~denies, value + row["denied"])
    return rows.assign(value=value)


def _of_coding(row: Row, found: pd.DataFrame) -> pd.Series:
    value = _of_codes(found, row)["value"]
    return value.where(value != "", _none(row))


def _of_speakers(row: Row, found: pd.DataFrame, data: Mapping[str, Any]) -> pd.Series:
    """All values that the same speaker, or the same document, is coded with anywhere in the source, joined."""
    given, found = (_with_speakers(rows) for rows in (_of_codes(_with_codes(data), row), found))
    who = ["source_id", "owner"]
    joined = given[given["value"] != ""].groupby(who)["value"].agg(lambda all_: _joined(set(all_), row))
    told = found[who].merge(joined.rename("value").reset_index(), on=who, how="left")["value"]
    return pd.Series(told.fillna(_none(row)).to_numpy(), index=found.index)


def _with_speakers(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `owner`: who speaks. In a conversation nobody knows whether two unidentified turns are of the same
    person: each is of somebody of its own. What nobody speaks, as in a document, is the source's.
    """
    is_unknown = (rows["participant_id"] == "") & rows["kind"].isin(CONVERSATIONS)
    turn = rows["segment_id"].str.rpartition(".")[0]
    return rows.assign(owner=rows["participant_id"].where(~is_unknown, turn))


def _joined(values: set[str], row: Row) -> str:
    return row.get("join", "; ").join(sorted(values))


def _labels(data: Mapping[str, Any]) -> dict[str, str]:
    return dict(zip(data["cases"]["case_id"], data["cases"]["label"], strict=True))


def _order(name: str, row: Row, data: Mapping[str, Any]) -> Sequence[str]:
    """The values that come first, in this order; the others follow by the alphabet."""
    declared: Attributes = data["attributes"]
    if isinstance(row.get("order"), list):
        return row["order"]
    if "code" in row:
        column = attributes.column("codes", row["code"])
        if row.get("order") == "codebook":
            return [value for value in dict.fromkeys(data["codebook"].get(column, [])) if value]
        return [] if row.get("over") == "speaker" or row.get("denied") else _values(declared, "codes", row["code"])
    for source, of in (("speaker", "participants"), ("source", "sources"), ("case", "cases")):
        if source in row:
            return _values(declared, of, row[source])
    if name == "case":
        return list(data["cases"]["label"])
    return list(dict.fromkeys(data["codebook"][name])) if name in {"theme", "subtheme", "code"} else []


def _values(declared: Attributes, of: str, name: str) -> list[str]:
    return list(declared[of][name].values) if name in declared[of] else []


def _listed(name: str, keys: pd.DataFrame, rows: pd.DataFrame, data: Mapping[str, Any]) -> list[str]:
    """For each row the cases, or kinds of source, that it stands on, in their order."""
    column = "case_id" if name == "cases" else "kind"
    labels = _labels(data) if name == "cases" else {kind: kind.replace("_", " ") for kind in sorted(set(rows["kind"]))}
    place = {value: number for number, value in enumerate(labels)}
    between = " | " if any(";" in label for label in labels.values()) else "; "
    by = list(keys.columns)
    found = rows.groupby(by)[column].agg(lambda ids: between.join(labels[i] for i in sorted(set(ids), key=place.get)))
    names = [tuple(row) if len(by) > 1 else row[0] for row in keys.itertuples(index=False)]
    return [found[name] for name in names]
