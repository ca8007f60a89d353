"""T28, T98 and T99, and F16: a study beside the one it replicates; only what replicates has them."""

from __future__ import annotations

import json

import pytest
from multicase import frames
from multicase.comparing import outcome
from multicase.figures import catalogue as figures
from multicase.figures import f16
from multicase.figures.draw import draw
from multicase.study import codebook
from multicase.tables import build, catalogue, t28, t98, t99
from multicase.tables.table import row_key
from replicated import codes, said, write
from spoken import CLAIM

OTHER = {"claim": "C2", "statement": "T.", "supports": ["no"], "contradicts": ["yes"]}


@pytest.fixture
def both(tmp_path):
    """An original whose cases are for the claim, and a replication that is divided, and asks one claim more."""
    first = write(tmp_path / "first", ["fff", "ffm"])
    return {"original": first, "replication": write(tmp_path / "again", ["aaa", "fffm"], "n", register=(CLAIM, OTHER))}


def test_t28_has_three_rows_a_claim_and_says_how_the_replication_stands(both):
    frame = t28.build(both).frame
    assert frame[["claim", "study", "verdict", "concordance"]].to_numpy().tolist() == [
        ["C1", "original", "leaning for", ""],
        ["C1", "replication", "divided", "weaker"],
        ["C1", "pooled", "leaning for", ""],
        ["C2", "original", "not asked", ""],
        ["C2", "replication", "divided", "not testable"],
        ["C2", "pooled", "divided", ""],
    ]
    assert list(frame["n_for"]) == ["5", "3", "8", "", "3", "3"]
    assert list(frame["instrument"]) == ["", "the same", "", "", "asked by the replication alone", ""]
    assert list(frame["stands_in"][:4]) == [
        "first: tables/T23.csv, claim=C1;case=all cases",
        "again: tables/T23.csv, claim=C1;case=all cases",
        "",
        "",
    ]


def test_behind_t28s_numbers_stand_the_segments_of_t23_and_behind_the_originals_none(both):
    table = t28.build(both)
    own = frames.read(both["replication"].root / outcome.EVIDENCE, "table_evidence")
    for claim in ("C1", "C2"):
        mine = table.evidence[table.evidence["row"] == f"claim={claim};study=replication"]
        theirs = own[own["row"] == f"claim={claim};case=all cases"]
        assert (
            len(mine)
            and mine[["column", "segment_id"]].to_numpy().tolist()
            == theirs[["column", "segment_id"]].to_numpy().tolist()
        )
    assert set(table.evidence["row"]) <= set(
        row_key(table.frame.loc[table.frame["study"] == "replication", ["claim", "study"]])
    )


def test_t28_says_in_its_note_how_many_stand_how(both):
    assert t28.build(both).note.startswith("Of 2 claims, 1 weaker and 1 not testable.")


@pytest.mark.parametrize(
    ("original", "replication", "told", "aspects"),
    [
        (True, False, "The material of the original is synthetic", ["yes, about nobody real", "no"]),
        (False, True, "The material of the replication is synthetic", ["no", "yes, about nobody real"]),
        (True, True, "", ["yes, about nobody real"] * 2),
        (False, False, "", ["no", "no"]),
        (None, False, "", ["not told", "no"]),
        (True, None, "", ["yes, about nobody real", "not told"]),
    ],
)
def test_where_one_study_alone_is_about_nobody_the_comparison_says_so(both, original, replication, told, aspects):
    for name, synthetic in (("original", original), ("replication", replication)):
        if synthetic is not None:
            path = both[name].root / outcome.ABOUT
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"synthetic: {str(synthetic).lower()}\n")
            assert str(path) in outcome.paths(both[name].root)
    note = t28.build(both).note
    assert told in note and ("synthetic" in note) == bool(told)
    rows = t99.build(both).frame.set_index("aspect")
    assert rows.loc["synthetic material", ["original", "replication"]].tolist() == aspects


def test_t28_says_of_which_claims_nothing_could_contradict_the_verdict(tmp_path):
    sure, surer = CLAIM | {"contradicts": []}, OTHER | {"contradicts": []}

    def note(first, again):
        one = write(tmp_path / "one", ["fff"], register=first)
        other = write(tmp_path / "two", ["fff"], "n", register=again)
        return t28.build({"original": one, "replication": other}).note

    assert "no code counts" not in note((CLAIM, OTHER), (CLAIM, OTHER))
    assert "In both studies no code counts against C1 and C2, which nothing could" in note((sure, surer), (sure, surer))
    told = note((sure, OTHER), (CLAIM, surer))
    assert (
        "In the original no code counts against C1, which nothing could contradict there. In the replication no" in told
    )


def test_studies_without_claims_are_told_that_there_is_nothing_to_compare(tmp_path):
    one, other = write(tmp_path / "one", ["f"], register=()), write(tmp_path / "two", ["f"], "n", register=())
    table = t28.build({"original": one, "replication": other})
    assert table.frame.empty and table.missing.startswith("Nothing to compare")


def test_t98_compares_in_the_replications_row_and_counts_its_segments_alone(both):
    table = t98.build(both, replicates=50)
    rows = table.frame.set_index(["code", "study"])
    assert list(table.frame["code"]) == ["yes", "yes", "also", "also", "no", "no"]
    told = rows.loc[("no", "replication")]
    assert (told["n_segments"], told["words"], told["per_1000_words"]) == (4, 700, "5.714")
    assert told["difference"] == "+4.048" and told["given_in"] == "both" and told["instrument"] == "the same"
    assert (rows.loc[("no", "original")][["difference", "interval", "given_in", "instrument"]] == "").all()
    assert set(table.evidence["row"]) == {f"code={code};study=replication" for code in ("yes", "no")}
    assert set(table.evidence["segment_id"].str[0]) == {"n"}


def test_t98_shows_a_code_that_the_replication_renamed_in_one_pair_of_rows(tmp_path):
    one = write(tmp_path / "one", ["ff"], book=codes("yes"), register=())
    heard = said(["ff"], "n").assign(code="assent")
    other = write(tmp_path / "two", ["ff"], "n", evidence=heard, book=codes("assent"), register=())
    (other.root / "instrument").mkdir()
    entry = "migrations: [{date: '2020-01-01', change: rename, from: ['yes'], to: [assent], reason: Clearer.}]\n"
    (other.root / outcome.MIGRATIONS).write_text(entry)
    table = t98.build({"original": one, "replication": outcome.Outcome.read(other.root)}, replicates=20)
    assert list(table.frame["code"]) == ["assent", "assent"] and list(table.frame["n_segments"]) == [2, 2]
    assert table.frame["given_in"].iloc[1] == "both"
    assert t99.build({"original": one, "replication": other}).frame.set_index("aspect")["differs"]["codebook"] == "yes"


def test_t99_says_what_differs(both):
    rows = t99.build(both).frame.set_index("aspect")["differs"]
    assert rows["sources"] == "yes" and rows["unit of coding"] == "" and rows["codebook"] == ""


# The catalogue


def test_only_a_study_that_replicates_has_them():
    assert set(catalogue.of_replications()) == {"T28", "T98", "T99"} and set(figures.of_replications()) == {"F16"}
    assert not {"T28", "T98", "T99"} & set(catalogue.of_study(None)) and "F16" not in figures.of_study(None)
    assert {"T28", "T98", "T99", "T33"} <= set(
        catalogue.of_study({"tables": {"T33": {"title": "t", "rows": {"theme": None}}}}, replicates=True)
    )
    assert "F16" in figures.of_study(None, replicates=True)


def built(name, both, tmp_path, study=None):
    entry = catalogue.of_replications()[name]
    analysed, book = tmp_path / "analysed.json", tmp_path / "codebook.yaml"
    analysed.write_text(json.dumps({"sentence": "Analysed: 3.", "readings": "readings"}))
    book.write_text("version: '1.0'\nthemes: []\n")
    inputs = {need: outcome.paths(both[need].root) for need in ("original", "replication")}
    inputs |= {"analysed": str(analysed), "codebook": str(book)}
    options = {"replicates": 20, "seed": 1} if entry.options else {}
    return build.build(catalogue.as_mapping(entry), inputs, options, study or {})


@pytest.mark.parametrize("name", ["T28", "T98", "T99"])
def test_they_are_built_from_the_files_of_both_results(name, both, tmp_path, monkeypatch):
    monkeypatch.setattr(codebook, "codes", lambda content: __import__("pandas").DataFrame(codes("yes")))
    monkeypatch.setattr(codebook, "told_apart", lambda codes: codes)
    monkeypatch.setattr("multicase.tables.labels._of_codebook", lambda book, what: {})
    table, about = built(name, both, tmp_path)
    assert len(table.frame) and "Analysed: 3." in about["note"] and not about["missing"]


def test_in_the_reflexive_school_no_verdicts_are_compared(both, tmp_path):
    table, about = built("T28", both, tmp_path, {"school": "reflexive"})
    assert table.frame.empty and about["missing"].startswith("Not applicable.")


# F16


def test_f16_shows_each_row_of_t28_and_tells_it_in_words(both, tmp_path):
    table, about = built("T28", both, tmp_path)
    paths = {name: str(tmp_path / f"T28.{name}") for name in ("csv", "evidence", "json")}
    build.write(table, about, csv=paths["csv"], evidence=paths["evidence"], about_path=paths["json"])
    figure, rows, told = draw(figures.as_mapping(figures.of_replications()["F16"]), {"T28": paths["csv"]})
    assert list(rows["study"]) == ["original", "replication", "pooled"] * 2
    drawn = {artist.get_gid() for artist in figure.findobj() if artist.get_gid()}
    assert {f"mark-{number}" for number in range(1, 7)} <= drawn
    assert "C1, weaker: original leaning for, replication divided, pooled leaning for" in told["alt"]
    words = {text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))}
    assert {"5 · 1 · 0", "weaker", "not testable", "not asked"} <= words


@pytest.mark.parametrize(
    ("original", "replication", "moved"),
    [(2, -1, True), (1, 1, False), (f16.NOWHERE, 1, False), (1, f16.NOWHERE, False)],
)
def test_f16_draws_an_arrow_only_between_two_different_verdicts(original, replication, moved):
    assert f16._moved({"original": original, "replication": replication}) is moved


@pytest.mark.parametrize(
    ("original", "replication", "at_the_left"),
    [(2, 0, ["replication"]), (0, 1, ["original"]), (1, 1, []), (f16.NOWHERE, 1, [])],
)
def test_no_numbers_of_f16_lie_under_an_arrow(original, replication, at_the_left):
    places = {"original": original, "replication": replication, "pooled": 0}
    assert [study for study in places if f16._has_arrow_at_right(study, places)] == at_the_left
