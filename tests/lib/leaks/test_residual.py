"""What the leak scan can't tell from ordinary text is listed with its places until somebody has looked at them."""

from __future__ import annotations

import csv
import json
import stat

import pandas as pd
import pytest
import searching
from multicase.anonymise import locale
from multicase.cli.review import looking
from multicase.leaks import open_zone, residual, scan, terms
from multicase.leaks.terms import Term
from multicase.study.problems import StudyError

GB = locale.load("en_GB")
TERMS = [Term("will", "person", "word"), Term("ng", "person", "short"), Term("4471", "code", "digits")]


def terms_of(rows, *names):
    """(text, why) of what a study with these finds and registered persons looks for."""
    identifiers = pd.DataFrame(rows, columns=["text", "kind", "layer", "action", "by"])
    register = [{"entity": name, "kind": "person", "name": name, "aliases": "", "replacement": "x"} for name in names]
    return {term.text: term.why for term in terms.terms(identifiers, register, [], {"price"}, {"will"}, GB)}


def test_each_name_is_told_or_has_a_reason_why_not():
    rows = [
        ("Radish", "other", "truecase", "mask", "nobody"), ("Wetherby", "other", "truecase", "mask", "nobody"), ("4471", "code", "pattern", "mask", "nobody"),
        ("Price", "person", "context", "mask", "nobody"), ("Wolcott", "person", "context", "mask", "nobody"),
        ("Prewett", "person", "context", "keep", "decision"),
    ]  # fmt: skip
    found = terms_of(rows, "Will Ng")
    assert (found["wolcott"], found["will ng"]) == ("", "")
    assert (found["will"], found["ng"], found["4471"], found["price"], found["radish"], found["wetherby"]) == (
        "word", "short", "digits", "word", "word", "capital",
    )  # fmt: skip
    assert "prewett" not in found


def test_a_short_number_beside_one_word_tells_nothing_and_beside_a_strange_one_or_several_it_does():
    texts = {
        "no. 5": "short",
        "NHS 111": "word",
        "price 214": "word",
        "OBN 418": "",
        "12 Price Lane": "",
        "no. 4471902": "",
    }
    found = terms_of([(text, "code", "pattern", "mask", "nobody") for text in texts])
    assert found == {text.lower(): why for text, why in texts.items()}


def test_a_part_of_a_name_that_is_kept_is_listed_and_a_persons_is_told():
    rows = [
        ("Joint Biosecurity Centre", "organisation", "wide", "keep", "rule"),
        ("Biosecurity Centre", "organisation", "context", "mask", "nobody"),
        ("Anna Wolcott House", "place", "wide", "keep", "rule"), ("Anna Wolcott", "person", "context", "mask", "nobody"),
    ]  # fmt: skip
    found = terms_of(rows)
    assert (found["biosecurity centre"], found["anna wolcott"]) == ("kept", "")


def test_an_acronym_that_is_shown_instead_of_a_name_is_not_listed_though_a_name_was_registered_as_it():
    columns = ["text", "kind", "layer", "action", "by"]
    rows = [("CCG", "organisation", "register", "pseudonymise", "register")]
    register = [{"entity": "c", "kind": "organisation", "name": "Thornsea CCG", "aliases": "", "replacement": "CCG A"}]
    shown_otherwise = [{**register[0], "replacement": "the local board"}]
    found = [
        {term.text for term in terms.terms(pd.DataFrame(rows, columns=columns), known, [], set(), set(), GB)}
        for known in (register, shown_otherwise)
    ]
    assert "ccg" not in found[0] and "ccg" in found[1]


def test_places_with_a_capital_are_listed_once_though_several_files_hold_them(tmp_path):
    (tmp_path / "a.txt").write_text("Then Will rang. It will do. Goodwill.\nCode 4471, not 44713.")
    (tmp_path / "b.html").write_text("<p>Then Will rang.</p><p>NG said so, and Ng left.</p>")
    found = {item.term.text: item for item in searching.residues(sorted(tmp_path.iterdir()), tmp_path, TERMS)}
    assert {name: len(item.contexts) for name, item in found.items()}["4471"] == 1
    assert found["will"].files == {"a.txt", "b.html"} and found["ng"].files == {"b.html"}
    assert all("\u2039Will\u203a rang" in context for context in found["will"].contexts)


def test_the_summary_counts_what_nobody_has_looked_at_and_a_look_holds_for_the_same_places(tmp_path):
    (tmp_path / "a.txt").write_text("Then Will rang.")
    (item,) = searching.residues([tmp_path / "a.txt"], tmp_path, TERMS)
    looked = [{"text": "will", "kind": "person", "digest": item.digest}]
    assert residual.summary([item], None)["unseen_places"] == 1
    assert residual.summary([item], looked) == {
        "residual_terms": 1, "residual_places": 1, "unseen_terms": 0, "unseen_places": 0,
    }  # fmt: skip
    (tmp_path / "a.txt").write_text("Then Will rang. And Will left.")
    (item,) = searching.residues([tmp_path / "a.txt"], tmp_path, TERMS)
    assert residual.summary([item], looked)["unseen_terms"] == 1


def test_the_report_tells_how_many_and_the_list_what_for_its_owner_alone(tmp_path):
    (tmp_path / "a.txt").write_text("Then Will rang.")
    found = searching.residues([tmp_path / "a.txt"], tmp_path, TERMS)
    residual.write(found, None, tmp_path / "residual.csv")
    assert stat.S_IMODE((tmp_path / "residual.csv").stat().st_mode) == 0o600
    with (tmp_path / "residual.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert (row["text"], row["why"], row["places"], row["looked"]) == ("will", "word", "1", "")
    open_zone.write_report([tmp_path / "a.txt"], {"x"}, residual.summary(found, None), tmp_path / "leaks.json")
    told = json.loads((tmp_path / "leaks.json").read_text())
    assert (told["hits"], told["residual_places"], told["unseen_places"]) == (0, 1, 1)


@pytest.fixture
def built(tmp_path):
    study, results = tmp_path / "study", tmp_path / "results"
    (study / "private").mkdir(parents=True)
    (results / "private").mkdir(parents=True)
    (results / "memo.txt").write_text("Then Will rang, and Ng left.")
    found = searching.residues([results / "memo.txt"], results, TERMS)
    residual.write(found, None, results / "private/residual.csv")
    return study, results


def answers(*given):
    queue = list(given)

    def ask(_):
        if not queue:
            raise EOFError
        return queue.pop(0)

    return ask


def test_a_person_looks_at_each_once_and_is_not_asked_again(built):
    study, results = built
    who = {"reviewer": "r1", "today": "2024-05-01", "show": lambda _: None}
    told = looking.look(study, results, ask=answers("x", "o", "l"), **who)
    assert "1 string looked at" in told and "1 of them mean somebody" in told
    assert "0 strings looked at, in looked.csv; 1 left" in looking.look(study, results, ask=answers(), **who)
    rows = list(csv.DictReader((study / "private/looked.csv").open()))
    assert [(row["text"], row["reviewer"], row["date"]) for row in rows] == [("ng", "r1", "2024-05-01")]


def test_who_looks_is_told_how_many_places_are_not_shown(built):
    study, results = built
    names = " ".join(f"Then Will rang {number:>30} times." for number in range(residual.SHOWN + 5))
    (results / "memo.txt").write_text(names)
    found = searching.residues([results / "memo.txt"], results, TERMS[:1])
    residual.write(found, None, results / "private/residual.csv")
    shown = []
    looking.look(study, results, reviewer="r1", today="2024-05-01", ask=answers("s"), show=shown.append)
    assert len(shown) == residual.SHOWN + 2 and "and 5 more, not shown" in shown[-1]


def test_without_a_build_there_is_nothing_to_look_at(tmp_path):
    with pytest.raises(StudyError, match="Run make first"):
        looking.look(tmp_path, tmp_path, reviewer="r1", today="2024-05-01")


def test_a_leak_is_told_once_with_its_number_in_the_list_that_names_it(tmp_path):
    hits = [
        scan.Hit("a.txt", "text, line 1", "person", "wolcott"),
        scan.Hit("b.txt", "text, line 9", "person", "wolcott"),
        scan.Hit("c.txt", "text", "place", "elm lane"),
    ]
    scan.write_hits(hits, tmp_path / "leaks.csv")
    assert stat.S_IMODE((tmp_path / "leaks.csv").stat().st_mode) == 0o600
    with (tmp_path / "leaks.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["number"], row["found"], row["file"]) for row in rows] == [
        ("1", "wolcott", "a.txt"), ("1", "wolcott", "b.txt"), ("2", "elm lane", "c.txt"),
    ]  # fmt: skip
    with pytest.raises(StudyError) as caught:
        scan.refuse(hits, tmp_path / "leaks.csv")
    told = str(caught.value)
    assert "2 problems" in told and "number 1 in" in told and "1 more place" in told
    assert "wolcott" not in told and "elm" not in told


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ("zoe", "Zo\u00eb"), ("zoe", "Zoe\u0308"), ("angel", "\u00c1ngel"), ("mcelvane", "McElvane"), ("delane", "DeLane"), ("ng", "NG"),
        ("ng", "Ng"), ("sng", "SNg"), ("d'arcy", "D\u2019Arcy"),
    ],
)  # fmt: skip
def test_a_name_is_listed_with_accents_or_without_and_with_capitals_anywhere(term, written):
    looked = residual.Search([Term(term, "person", "word")])
    (place,) = looked.places(f"I asked {written} about it.")
    assert place[0] == term and "\u2039" in place[1]
    assert not looked.places(f"I asked {written.lower()} about it, and x{written}, and {written}s.")


def test_all_that_is_registered_is_looked_for_of_whatever_kind():
    register = [{"entity": "b", "kind": "job", "name": "Bishop of Stortwick", "aliases": "", "replacement": "bishop A"}]
    identifiers = pd.DataFrame([], columns=["text", "kind", "layer", "action", "by"])
    found = {term.text: term.why for term in terms.terms(identifiers, register, [], set(), set(), GB)}
    assert found["bishop of stortwick"] == ""


@pytest.mark.parametrize(
    ("shown", "n"), [("van der Hoek", 1), ("Van Der Hoek", 1), ("van der hoek", 0), ("Van der hoek", 0)]
)
def test_a_name_of_several_words_has_capitals_in_all_but_its_particles(shown, n):
    assert len(residual.Search([Term("van der hoek", "person", "word")]).places(f"I asked {shown} so.")) == n


def test_a_registered_post_of_ordinary_words_is_not_listed():
    register = [{"entity": "c", "kind": "job", "name": "chair", "aliases": "", "replacement": "chair"}]
    identifiers = pd.DataFrame([], columns=["text", "kind", "layer", "action", "by"])
    assert terms.terms(identifiers, register, [], set(), set(), GB) == []


@pytest.mark.parametrize("name", ["\u05e2\u05dc\u05d9", "\u7530\u4e2d", "\u0639\u0644\u064a"])
def test_a_name_in_a_script_without_capitals_is_listed_wherever_it_stands(name):
    assert len(residual.Search([Term(name, "person", "short")]).places(f"I asked {name} so.")) == 1
