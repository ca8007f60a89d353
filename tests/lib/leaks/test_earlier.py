"""A scan reads again what has changed and what holds a leak, and finds what it would find if it read all."""

from __future__ import annotations

import json
import stat
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.leaks import earlier, search
from multicase.leaks.earlier import Clean
from multicase.leaks.scan import Scanner
from multicase.leaks.terms import Term

SCANNER = Scanner({"holt": "person"}, {"quarry": "place"}, {"query"}, ("en_GB",))
DOUBTFUL = [Term("will", "person", "word")]


@pytest.fixture
def files(tmp_path):
    """A function that writes files of the results: name -> text; their paths."""

    def write(**texts):
        paths = []
        for name, text in texts.items():
            paths.append(tmp_path / "results" / f"{name}.txt")
            paths[-1].parent.mkdir(exist_ok=True)
            paths[-1].write_text(text, encoding="utf-8")
        return paths

    return write


@pytest.fixture
def reading(monkeypatch):
    """The names of the files that were read, as they are."""
    read, pieces = [], search.pieces
    monkeypatch.setattr(search, "pieces", lambda path: read.append(path.stem) or pieces(path))
    return read


def scan(paths, before=None, unjudged=()):
    return search.search(paths, paths[0].parent, SCANNER, DOUBTFUL, unjudged, earlier=before or {})


def test_a_file_that_is_the_same_is_not_read_again_and_its_places_are_told(files, reading):
    first = scan(files(a="I told Will.", b="Nobody came."))
    again = scan(files(a="I told Will.", b="Nobody came."), first.clean)
    assert reading == ["a", "b"]
    assert again == first
    assert [residue.files for residue in again.residues] == [{"a.txt"}]


def test_a_changed_file_a_new_one_and_one_with_a_leak_are_read(files, reading):
    first = scan(files(a="Nobody came.", b="It was Holt.", c="So it is."))
    assert first.clean.keys() == {"a.txt", "c.txt"}
    reading.clear()
    again = scan(files(a="Holt came.", b="It was Holt.", c="So it is.", d="Quarrry spoke."), first.clean)
    assert reading == ["a", "b", "d"]
    assert [hit.path for hit in again.hits] == ["a.txt", "b.txt", "d.txt"]


def test_a_file_whose_name_holds_a_leak_is_told_of_each_time(files):
    first = scan(files(Holt="Nobody came."))
    assert scan(files(Holt="Nobody came."), first.clean).hits == first.hits != []


def test_the_same_words_under_another_name_and_with_terms_that_are_judged_now_are_read(files, reading):
    (path,) = files(a="I told Will.")
    first = scan([path], unjudged={path})
    assert first.residues == []
    assert [residue.files for residue in scan([path], first.clean).residues] == [{"a.txt"}]
    scan(files(b="I told Will."), first.clean)
    assert reading == ["a", "a", "b"]


@given(
    st.lists(st.sampled_from(["", "Holt", "I told Will.", "a query", "Quary", "Will and Holt"]), min_size=2, max_size=4)
)
def test_whatever_changed_a_scan_that_remembers_finds_what_one_finds_that_does_not(tmp_path_factory, texts):
    path, before = tmp_path_factory.getbasetemp() / "remembered.txt", {}
    for text in texts:
        path.write_text(text, encoding="utf-8")
        remembering = scan([path], before)
        assert remembering == scan([path])
        before = remembering.clean


def test_what_is_kept_is_its_owners_alone_and_is_there_for_the_same_search_only(tmp_path):
    kept = {"a.txt": Clean("ab", True, frozenset({("will", "told \u2039Will\u203a so")})), "b.txt": Clean("cd", False)}
    path = tmp_path / earlier.NAME
    path.parent.mkdir()
    earlier.keep(path, "one", kept)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert earlier.recall(path, "one") == kept
    assert earlier.recall(path, "another") == {}


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"sought": "one"}', '{"sought": "one", "files": {"a": [1]}}', '{"sought": "one", "files": []}'],
)
def test_a_record_that_can_not_be_read_is_none(tmp_path, content):
    path = tmp_path / "searched.json"
    assert earlier.recall(path, "one") == {}
    path.write_text(content, encoding="utf-8")
    assert earlier.recall(path, "one") == {}


def test_whatever_decides_what_is_found_is_part_of_what_was_sought():
    others = [
        (Scanner({"holt": "place"}, SCANNER.names, SCANNER.ordinary, ("en_GB",)), DOUBTFUL, "c"),
        (Scanner({}, SCANNER.names, SCANNER.ordinary, ("en_GB",)), DOUBTFUL, "c"),
        (Scanner(SCANNER.terms, {}, SCANNER.ordinary, ("en_GB",)), DOUBTFUL, "c"),
        (Scanner(SCANNER.terms, SCANNER.names, (), ("en_GB",)), DOUBTFUL, "c"),
        (Scanner(SCANNER.terms, SCANNER.names, SCANNER.ordinary, ("nl_NL",)), DOUBTFUL, "c"),
        (SCANNER, [], "c"),
        (SCANNER, [replace(DOUBTFUL[0], why="short")], "c"),
        (SCANNER, DOUBTFUL, "d"),
    ]
    assert earlier.sought(SCANNER, DOUBTFUL, "c") == earlier.sought(SCANNER, iter(DOUBTFUL), "c")
    assert len({earlier.sought(*other) for other in others} | {earlier.sought(SCANNER, DOUBTFUL, "c")}) == 9


def test_the_record_names_no_leak(files, tmp_path):
    found = scan(files(a="It was Holt.", b="I told Will."))
    earlier.keep(tmp_path / "searched.json", "one", found.clean)
    told = json.loads((tmp_path / "searched.json").read_text(encoding="utf-8"))
    assert list(told["files"]) == ["b.txt"]
