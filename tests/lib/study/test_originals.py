"""An original is found by path or name, and its published results say the same of it as the study itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
import replicating
import yaml
from multicase.study import originals, replication, study
from multicase.study.disclosure import WITHHELD
from multicase.study.problems import StudyError
from replicating import edit

MIGRATIONS = """\
migrations:
  - {date: "2015-01-02", change: split, from: [fast], to: [slow, directive], reason: Two things., assign: {I told Eve Lamb: slow}}
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = replicating.original(tmp_path)
    (path / "migrations.yaml").write_text(MIGRATIONS)
    return path


@pytest.fixture
def results(root, tmp_path):
    return replicating.published(root, tmp_path / "results/published/original")


def test_the_results_say_the_same_of_an_instrument_as_the_study(root, results):
    theirs, mine = originals.read(results), originals.read(root)
    assert theirs.from_results and not mine.from_results
    for name in ("name", "title", "question", "school", "codebook", "claims", "tables", "declared", "items"):
        assert getattr(theirs, name) == getattr(mine, name), name
    assert theirs.settings["segment"]["unit"] == mine.settings["segment"]["unit"] == "sentence"
    assert "anonymise" not in theirs.settings and theirs.settings.keys() == replicating.usual().keys()
    for name in ("codebook.yaml", "claims.yaml", "tables.yaml"):
        assert theirs.texts[name] == mine.texts[name] == (root / name).read_text()


@pytest.mark.parametrize(("said", "told"), [({"synthetic": True}, True), ({"synthetic": False}, False), ({}, False)])
def test_the_results_say_whether_the_material_is_about_nobody(root, tmp_path, said, told):
    paths = {"codebook": str(root / "codebook.yaml")}
    originals.write(tmp_path / "instrument", "original", said, paths, replicating.usual(), [])
    written = yaml.safe_load((tmp_path / "instrument/instrument.yaml").read_text())
    assert written["synthetic"] is told


def test_words_to_which_coders_gave_codes_are_not_published(results):
    text = "".join(path.read_text() for path in (results / "instrument").iterdir())
    assert "Two things." in text and "Eve Lamb" not in text and "assign" not in text


def test_reasons_about_words_that_may_not_be_shown_are_not_published_and_stay_the_originals(root, tmp_path):
    own = "        reason: One person's way.\n"
    said = "      - {case: west, segment: 'west-i01:2.1', disposition: coding doubtful, reason: Said of Eve Lamb.}\n"
    edit(root, "claims.yaml", own, own + said)
    edit(root, "sources.csv", "west-p01,2,quote", "west-p01,2,aggregate")
    held_back = replicating.published(root, tmp_path / "results/published/original")
    text = "".join(path.read_text() for path in (held_back / "instrument").iterdir())
    assert "Eve Lamb" not in text and "west-i01:2.1" in text and "One person's way." in text
    again = replicating.replication(tmp_path)
    edit(again, "claims.yaml", own, own + said)
    root.rename(tmp_path / "elsewhere")
    found = study.load(again).replication
    entries = found.claims["claims"][0]["negative_cases"]
    assert [found.is_theirs("C1", "negative_cases", entry) for entry in entries] == [True, True]
    assert not found.is_theirs("C1", "negative_cases", entries[1] | {"case": "east"})


@pytest.mark.parametrize("agreed", ["quote", "aggregate"])
@pytest.mark.parametrize("is_published", [True, False])
def test_a_replication_shows_the_original_s_reasons_as_the_original_s_consent_has_it(
    root, tmp_path, agreed, is_published
):
    rows = (root / "sources.csv").read_text(encoding="utf-8").splitlines()
    asked = [f"{row.rpartition(',')[0]},{agreed}" if row.startswith("east-i01,") else row for row in rows]
    (root / "sources.csv").write_text("\n".join(asked) + "\n", encoding="utf-8")
    again = replicating.replication(tmp_path)
    for name in ("sources.csv", "private/speakers.csv"):
        edit(again, name, "east-i01", "east-i09")
    if is_published:
        replicating.published(root, tmp_path / "results/published/original")
        root.rename(tmp_path / "elsewhere")
    shown = replicating.published(again, tmp_path / "out") / "instrument/claims.yaml"
    written = (again / "claims.yaml").read_text(encoding="utf-8")
    assert ("It is short." in shown.read_text(encoding="utf-8")) == (agreed == "quote")
    assert (shown.read_text(encoding="utf-8") == written) == (agreed == "quote")


@pytest.mark.parametrize("name", ["east-i01", "east-i09"])  # as the replication calls its own
@pytest.mark.parametrize(
    ("agreed", "own", "told"),
    [
        ("quote", "quote", "It is short."),
        ("aggregate", "quote", WITHHELD),
        ("closed", "quote", None),
        ("quote", "aggregate", WITHHELD),
        ("quote", "closed", None),
        ("aggregate", "closed", None),
    ],
)
def test_an_entry_of_the_original_s_is_shown_as_the_consent_of_both_has_it(root, tmp_path, agreed, own, told, name):
    again = replicating.replication(tmp_path)
    for file in ("sources.csv", "private/speakers.csv"):
        edit(again, file, "east-i01", name)
    for study_, source, consent in ((root, "east-i01", agreed), (again, name, own)):
        rows = (study_ / "sources.csv").read_text(encoding="utf-8").splitlines()
        asked = [f"{row.rpartition(',')[0]},{consent}" if row.startswith(f"{source},") else row for row in rows]
        (study_ / "sources.csv").write_text("\n".join(asked) + "\n", encoding="utf-8")
    parameter = str(replication.passed_on(study.load(again)))
    assert ("It is short." in parameter) == (agreed == "quote") and ("east-i01" in parameter) == (agreed != "closed")
    shown = replicating.published(again, tmp_path / "out") / "instrument/claims.yaml"
    (claim,) = (one for one in yaml.safe_load(shown.read_text(encoding="utf-8"))["claims"] if one["claim"] == "C2")
    if name == "east-i09":  # the original's alone
        told = {"quote": "It is short.", "aggregate": WITHHELD}.get(agreed)
    assert [entry["reason"] for entry in claim["quotations"]] == ([told] if told else [])


@pytest.mark.parametrize(
    ("spoilt", "place"),
    [
        (lambda text: text.replace("east-i01", "e\xe9st-i01").encode("latin-1"), ""),
        (lambda text: text.encode("utf-16"), ""),
        (lambda text: text.replace(",", ";").encode(), "line 1"),
        (lambda text: f"{text}west-i09,west,,,,,,,,,,,,,,\n".encode(), "line "),
        (lambda text: b"", ""),
    ],
)
def test_faulty_sources_of_an_original_are_told_with_their_file(root, tmp_path, spoilt, place):
    again, path = replicating.replication(tmp_path), root / "sources.csv"
    path.write_bytes(spoilt(path.read_text(encoding="utf-8")))
    with pytest.raises(StudyError) as caught:
        study.load(again)
    (problem,) = caught.value.problems
    assert problem.file.endswith("original/sources.csv") and problem.place.startswith(place)


def test_an_original_without_sources_yet_and_one_with_other_columns_are_read(root, tmp_path):
    again, path = replicating.replication(tmp_path), root / "sources.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(f"{row},{'more' if row == rows[0] else ''}" for row in rows) + "\n")
    (shown,) = replication.passed_on(study.load(again))["C2"]["quotations"].values()
    assert [entry["reason"] for entry in shown] == ["It is short."]
    path.unlink()
    assert study.load(again).replication.original.sources == []


def test_the_same_study_gives_the_same_bytes_and_nothing_of_an_earlier_instrument_stays(root, results):
    folder = results / "instrument"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "frozen.yaml").write_text("old")
    replicating.published(root, results)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_replication_of_published_results_is_checked_as_one_of_the_study(root, results, tmp_path):
    again = replicating.replication(tmp_path)
    assert replication.original(study.load(again)).root == root.resolve()
    root.rename(tmp_path / "elsewhere")
    loaded = study.load(again)
    assert replication.original(loaded).from_results and replication.differences(loaded) == []
    edit(again, "codebook.yaml", "It takes long.", "It takes too long.")
    with pytest.raises(StudyError, match="code slow, definition: found 'It takes too long"):
        study.load(again)


@pytest.mark.parametrize(
    "said", ["original", "../original", "../results/published/original", "results/published/original"]
)
def test_an_original_is_found_by_name_and_path(root, results, tmp_path, said):
    assert originals.find(said, tmp_path / "again").is_dir()


def test_a_study_is_not_its_own_original(root):
    with pytest.raises(StudyError, match="which isn't there"):
        originals.find("original", root)


def test_results_of_an_older_version_are_refused_with_what_to_do(root, tmp_path):
    root.rename(tmp_path / "elsewhere")
    (tmp_path / "results/published/original/tables").mkdir(parents=True)
    with pytest.raises(StudyError, match="Results of an older version hold no instrument"):
        originals.find("original", tmp_path / "again")


def test_results_of_a_later_version_and_altered_ones_are_refused(results):
    edit(results, "instrument/codebook.yaml", "It takes long.", "It takes too long.")
    with pytest.raises(StudyError, match="another file than when the results were made"):
        originals.read(results)
    (results / "instrument/codebook.yaml").unlink()
    with pytest.raises(StudyError, match="no such file"):
        originals.read(results)
    edit(results, "instrument/instrument.yaml", "schema: 1", "schema: 2")
    with pytest.raises(StudyError, match="later version of multicase"):
        originals.read(results)


def test_what_is_wrong_with_an_originals_files_is_told_under_their_names(root, tmp_path):
    again = replicating.replication(tmp_path)
    edit(root, "claims.yaml", "supports: [slow]", "support: [slow]")
    with pytest.raises(StudyError, match=r"original/claims.yaml, line \d+"):
        study.load(again)


def test_the_digests_of_items_are_those_of_what_they_say(root, results):
    told = yaml.safe_load((results / "instrument/instrument.yaml").read_text())
    from multicase.study import instrument

    assert told["items"] == instrument.digests(originals.read(root).items)
    assert set(told["files"]) == {"codebook.yaml", "claims.yaml", "migrations.yaml", "tables.yaml"}
    changed = replace(originals.read(root), claims={})
    assert "claim C1" not in changed.items and "claim C1" in told["items"]
