"""Provenance, T25 to T27: who settled an identifier, what a checklist is answered with, and what the manifest holds."""

from __future__ import annotations

import hashlib
import json

import pandas as pd
import pytest
from multicase import frames
from multicase.contracts import CONTRACTS
from multicase.figures import catalogue as figures
from multicase.study import files
from multicase.tables import build, catalogue, t25, t26, t27

# T25

UNREAD = pd.DataFrame(columns=list(CONTRACTS["rereading"].columns))


def log(*rows):
    """rows: kind, layer, by, n."""
    return pd.DataFrame(rows, columns=["kind", "layer", "by", "n"])


def t25_rows(*rows):
    return t25.build({"log": log(*rows), "rereading": UNREAD}).frame.set_index("kind")


@pytest.mark.parametrize("by", ["structure", "register", "decision"])
def test_t25_counts_as_reviewed_what_structure_register_or_a_decision_settled(by):
    assert t25_rows(("person", "pattern", by, 3)).loc["person", ["reviewer", "residual"]].tolist() == [3, 0]


@pytest.mark.parametrize("by", ["rule", "nobody"])
def test_t25_counts_as_residual_what_a_rule_or_nobody_settled(by):
    assert t25_rows(("person", "pattern", by, 3)).loc["person", ["reviewer", "residual"]].tolist() == [0, 3]


@pytest.mark.parametrize("layer", ["register", "structure", "decision"])
def test_t25_asks_who_settled_an_identifier_and_not_what_found_it(layer):
    assert t25_rows(("person", layer, "rule", 3)).loc["person", ["reviewer", "residual"]].tolist() == [0, 3]


def test_t25_parts_each_kind_into_what_was_reviewed_and_the_rest_and_adds_them_up():
    frame = t25_rows(
        ("place", "truecase", "nobody", 1), ("person", "register", "register", 4), ("person", "truecase", "decision", 2),
        ("person", "truecase", "nobody", 5), ("date", "pattern", "rule", 7),
    )  # fmt: skip
    assert frame[["n", "reviewer", "residual"]].to_dict("index") == {
        "date": {"n": 7, "reviewer": 0, "residual": 7},
        "person": {"n": 11, "reviewer": 6, "residual": 5},
        "place": {"n": 1, "reviewer": 0, "residual": 1},
        "all": {"n": 19, "reviewer": 6, "residual": 13},
    }


def test_t25_has_kinds_by_the_alphabet_and_the_total_last():
    frame = t25_rows(("url", "pattern", "rule", 1), ("able", "pattern", "rule", 1))
    assert frame.index.tolist() == ["able", "url", "all"]


def test_t25_counts_mentions_by_the_layer_that_found_them():
    frame = t25_rows(
        ("person", "truecase", "rule", 2), ("person", "register", "register", 3), ("person", "truecase", "nobody", 4)
    )
    assert frame["rule"].to_dict() == {"person": "register 3; truecase 6", "all": "register 3; truecase 6"}


def test_t25_of_an_empty_log_is_a_total_of_nothing():
    frame = t25.build({"log": log().astype({"n": "int64"}), "rereading": UNREAD}).frame
    assert frame.to_numpy().tolist() == [["all", 0, "", 0, 0]]


def reread(missed, **more):
    """The counts of rereading, a number of misses for each class."""
    whole = {"readers": 2, "passages": 21, "words": 5000, "low": 1.24, "high": 9.96, "per_10000": 4, "outdated": 0}
    whole |= {"shared_words": -1, "first": -1, "second": -1, "both": -1, "estimated": -1, "unseen": -1}
    rows = [
        whole | {"class": cls, "missed": n} | more for cls, n in zip(("all", "direct", "quasi"), missed, strict=True)
    ]
    return t25.build({"log": log(("person", "pattern", "rule", 3)), "rereading": pd.DataFrame(rows)})


def test_t25_says_that_nobody_has_reread():
    table = t25.build({"log": log(("person", "pattern", "rule", 3)), "rereading": UNREAD})
    assert table.note == "Nobody has reread the texts as they stand: what is left in them has not been measured."


def test_t25_says_what_was_read_and_what_was_left_by_class_and_keeps_its_rows():
    table = reread((2, 0, 2))
    assert table.note == (
        "Reread by 2 readers: 5,000 words in 21 passages. Identifiers left per 10,000 words, with the exact 95% interval: "
        "direct 4.0 (1.2 to 10.0; 0 found); quasi 4.0 (1.2 to 10.0; 2 found); all 4.0 (1.2 to 10.0; 2 found)."
    )
    assert table.frame["kind"].tolist() == ["person", "all"]


def test_t25_says_what_two_readers_found_and_what_neither_saw_and_what_has_changed():
    note = reread((2, 0, 2), shared_words=900, first=3, second=2, both=1, estimated=5, unseen=1.04, outdated=3).note
    assert (
        "Of 900 words that two read, one found 3, the other 2, both 1: by Chapman's estimate 5.0 were there, 1.0 of"
        in note
    )
    assert note.endswith("Not counted, since the source has changed or is closed: 3 readings.")


def test_t25_writes_what_it_says_of_rereading_before_what_every_note_says(tmp_path):
    for name, rows in {"log": [], "rereading": []}.items():
        frames.write(rows, tmp_path / f"{name}.parquet", name)
    inputs = {name: str(tmp_path / f"{name}.parquet") for name in ("log", "rereading")}
    _, about = build.build(catalogue.as_mapping(catalogue.core()["T25"]), inputs, {}, {"synthetic": True})
    assert about["note"] == f"{t25.NOBODY} {build.SYNTHETIC}"


# T26

ITEMS = [entry for items in files.parse_yaml(t26.CHECKLISTS.read_text(encoding="utf-8")).values() for entry in items]
SHOWN = next(entry for entry in ITEMS if entry.get("shown"))
UNSHOWN = next(entry for entry in ITEMS if not entry.get("shown"))


def t26_rows(**reporting):
    told = {name.replace("_", "-"): text for name, text in reporting.items()}
    return t26.build({"study": {"reporting": told}}).frame.set_index("item")


def answer(entry):
    """The row of an item that people have answered."""
    return t26.build({"study": {"reporting": {entry["id"]: "Two of us."}}}).frame.set_index("item").loc[entry["id"]]


def test_t26_has_every_item_of_both_checklists_once_and_in_order():
    frame = t26_rows().reset_index()
    assert frame[["item", "asks"]].to_numpy().tolist() == [[entry["id"], entry["item"]] for entry in ITEMS]
    assert frame["item"].is_unique and {name.partition("-")[0] for name in frame["item"]} == {"COREQ", "SRQR"}


def test_t26_tells_an_item_that_tables_show_and_where():
    row = t26_rows().loc[SHOWN["id"]]
    assert row[["status", "evidence", "location"]].tolist() == ["shown", "", "; ".join(SHOWN["shown"])]


def test_t26_tells_an_item_that_nothing_answers_as_open():
    assert t26_rows().loc[UNSHOWN["id"], ["status", "evidence", "location"]].tolist() == ["open", "", ""]


def test_t26_tells_an_item_that_people_answered_with_their_words():
    assert answer(UNSHOWN)[["status", "evidence", "location"]].tolist() == ["answered", "Two of us.", "study.yaml"]


def test_t26_names_the_tables_beside_an_answer_where_both_are_there():
    row = answer(SHOWN)
    assert row[["status", "evidence"]].tolist() == ["answered", "Two of us."]
    assert row["location"] == "; ".join(["study.yaml", *SHOWN["shown"]])


@pytest.mark.parametrize("study", [{}, {"reporting": {}}, {"reporting": {"COREQ-1": ""}}])
def test_t26_takes_an_empty_answer_for_none(study):
    assert "answered" not in set(t26.build({"study": study}).frame["status"])


def test_t26_leaves_other_items_as_they_are_where_one_is_answered():
    before, after = t26_rows(), t26_rows(**{UNSHOWN["id"].replace("-", "_"): "Yes."})
    others = before.index != UNSHOWN["id"]
    assert after[others].equals(before[others])


def test_t26_takes_what_a_study_cannot_fill_for_no_answer():
    shown = SHOWN["shown"]
    assert t26_row(SHOWN, empty=shown) == ["open", "", ""]
    several = next(entry for entry in ITEMS if len(entry.get("shown", [])) > 1)
    left = several["shown"][1:]
    assert t26_row(several, empty=several["shown"][:1]) == ["shown", "", "; ".join(left)]


def t26_row(entry, empty):
    frame = t26.build({"study": {}}, empty=empty).frame.set_index("item")
    return frame.loc[entry["id"], ["status", "evidence", "location"]].tolist()


@pytest.mark.parametrize("entry", ITEMS, ids=lambda entry: entry["id"])
def test_t26_names_tables_and_figures_that_every_study_has_each_once(entry):
    named = entry.get("shown", [])
    assert set(named) <= {*catalogue.core(), *figures.core()} and len(named) == len(set(named))
    assert named == sorted(named, key=lambda name: (name[0] != "T", name))


# T27


@pytest.fixture
def results(tmp_path):
    """A results folder with what two jobs wrote; their records lie in its logs."""
    root = tmp_path / "results/small"
    for name, text in {
        "tables/T01.csv": "case\n", "texts/a.txt": "A", "texts/sub/b.txt": "B", "texts/.hidden": "x",
        "private/register.parquet": "secret",
    }.items():  # fmt: skip
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def record(root, name, rule, outputs, inputs=()):
    """The path of a job's record, as the journal writes it."""
    path = root / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"rule": rule, "inputs": list(inputs), "outputs": list(outputs)}), encoding="utf-8")
    return str(path)


def manifest(*records):
    return t27.build({"records": list(records), "artefacts": []}).frame


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_t27_has_a_row_for_each_file_with_the_rule_that_made_it_its_inputs_and_its_hash(results):
    made = record(
        results, "logs/build/T01", "build_table", ["tables/T01.csv"], ["study:cases.csv", "workflow:tables/t01.py"]
    )
    frame = manifest(made)
    assert list(frame.columns) == ["artefact", "rule", "inputs", "sha256"]
    assert frame.to_numpy().tolist() == [
        ["tables/T01.csv", "build_table", "study:cases.csv; workflow:tables/t01.py", sha256("case\n")]
    ]


def test_t27_hashes_the_file_as_it_is(results):
    made = record(results, "logs/T01", "build_table", ["tables/T01.csv"])
    before = manifest(made)["sha256"].tolist()
    (results / "tables/T01.csv").write_text("cases\n", encoding="utf-8")
    assert [before, manifest(made)["sha256"].tolist()] == [[sha256("case\n")], [sha256("cases\n")]]


def test_t27_shows_a_directory_by_the_files_in_it_and_leaves_hidden_ones_out(results):
    frame = manifest(record(results, "logs/export", "export", ["texts"], ["segments.parquet"]))
    assert frame[["artefact", "inputs", "sha256"]].to_numpy().tolist() == [
        ["texts/a.txt", "segments.parquet", sha256("A")], ["texts/sub/b.txt", "segments.parquet", sha256("B")],
    ]  # fmt: skip


def test_t27_leaves_closed_outputs_out_also_beside_open_ones_and_in_a_closed_directory(results):
    both = record(results, "logs/one", "anonymise", ["private/register.parquet", "tables/T01.csv"])
    closed = record(results, "logs/two", "seal", ["private/"])
    assert manifest(both, closed)["artefact"].tolist() == ["tables/T01.csv"]


def test_t27_of_a_closed_job_shows_its_open_outputs_from_the_same_results(results):
    made = record(
        results,
        "private/logs/anonymise/east",
        "anonymise",
        ["texts/a.txt", "private/register.parquet"],
        ["private/texts.parquet"],
    )
    assert manifest(made)[["artefact", "rule", "inputs"]].to_numpy().tolist() == [
        ["texts/a.txt", "anonymise", "private/texts.parquet"]
    ]


def test_t27_shows_inputs_as_they_are_recorded_in_order_though_they_are_gone(results):
    made = record(
        results, "logs/T01", "build_table", ["tables/T01.csv"], ["study:raw/b c.txt", "private/x", "audit/gone.csv"]
    )
    assert manifest(made)["inputs"].tolist() == ["audit/gone.csv; private/x; study:raw/b c.txt"]
    assert manifest(record(results, "logs/T02", "fetch", ["tables/T01.csv"]))["inputs"].tolist() == [""]


def test_t27_has_artefacts_in_the_order_of_their_paths_whatever_the_order_of_the_records(results):
    one = record(results, "logs/z", "z", ["tables/T01.csv"])
    two = record(results, "logs/a", "a", ["texts"])
    frames = [manifest(one, two), manifest(two, one)]
    assert frames[0].equals(frames[1])
    assert frames[0]["artefact"].tolist() == ["tables/T01.csv", "texts/a.txt", "texts/sub/b.txt"]


def test_t27_without_records_is_empty():
    assert manifest().empty and list(manifest().columns) == list(t27.COLUMNS)


def test_t27_does_not_pass_over_an_output_that_is_not_there(results):
    with pytest.raises(FileNotFoundError, match=r"T99\.csv"):
        manifest(record(results, "logs/T99", "build_table", ["tables/T99.csv"]))


def test_t26_ends_with_what_became_of_a_frozen_plan():
    row = {"item": "FROZEN-claims", "asks": "What became of it", "status": "changed", "evidence": "claim C1 changed"}
    frame = t26.build({"study": {}}, frozen=[row]).frame
    assert frame.iloc[-1].to_dict() == row | {"location": "frozen.yaml; T32"}
    assert len(frame) == len(ITEMS) + 1
    assert set(t26.asked_of_people()) == {entry["id"] for entry in ITEMS if not entry.get("shown")}
