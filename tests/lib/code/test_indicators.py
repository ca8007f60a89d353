"""What no text can hold, as texts are cut into tokens, is told with its place; what some text holds is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from multicase import frames
from multicase.anonymise import locale as locales
from multicase.code import dictionary, indicators
from multicase.study.problems import StudyError


def book(**indicator):
    code = {"code": "c", "label": "C", "indicators": [{"id": "i1"} | indicator]}
    return {"version": "1", "themes": [{"theme": "t", "subthemes": [{"subtheme": "s", "codes": [code]}]}]}


def told(**indicator):
    return list(indicators.problems(book(**indicator), "codebook.yaml"))


@pytest.mark.parametrize(
    ("token", "todo"),
    [
        ({"LOWER": "Delay"}, "delay"),
        ({"LOWER": {"IN": ["late", "Delay"]}}, "delay"),
        ({"LOWER": {"REGEX": "^Delay"}}, "TEXT"),
        ({"LOWER": "waiting list"}, "{LOWER: waiting} and {LOWER: list}"),
        ({"TEXT": "long-term"}, "{TEXT: long}, {TEXT: -} and {TEXT: term}"),
        ({"LOWER": "didn't"}, "{LOWER: did} and {LOWER: n't}"),
        ({"LOWER": {"REGEX": "^(?:Delay)s?$"}}, "TEXT"),
        ({"LOWER": {"REGEX": "D[a-z]?elay"}}, "TEXT"),
        ({"LOWER": {"REGEX": "(?x) Care # or so"}}, "TEXT"),
        ({"ORTH": "New York"}, "{ORTH: New} and {ORTH: York}"),
        ({"LOWER": " "}, "a word"),
        ({"LOWER": {"IN": []}}, "Write them"),
        ({"LOWER": {"REGEX": "waiting list"}}, "a token for each"),
        ({"LOWER": {"REGEX": r"waiting\slist"}}, "a token for each"),
        ({"LOWER": {"REGEX": r"waiting\ list"}}, "a token for each"),
        ({"LOWER": {"REGEX": "^long-term$"}}, "(long, - and term)"),
        ({"LOWER": {"REGEX": r"(long\-term)s?"}}, "(long, - and term)"),
        ({"TEXT": {"REGEX": "[Ll]ong-ter"}}, "(ong, - and ter)"),
        ({"LOWER": {"REGEX": "didn’t"}}, "(did and n't)"),
        ({"LOWER": {"REGEX": "^cannot$"}}, "(can and not)"),
        ({"LOWER": {"REGEX": r"wait\|list"}}, "(wait, | and list)"),
        ({"LOWER": {"REGEX": "待つ"}}, "(待 and つ)"),
        ({"LOWER": {"REGEX": "[‘-”]"}}, "one by one"),
    ],
)
def test_a_token_that_no_text_has_is_told_with_what_to_write(token, todo):
    (problem,) = told(pattern=[{"LOWER": "so"}, token])
    assert problem.place == "indicator c.i1" and "(token 2)" in problem.found and todo in problem.todo


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ({"LOWER": "n’t"}, "they didn’t"),
        ({"LOWER": "ca"}, "they can't"),
        ({"TEXT": {"IN": ["NHS", "Delay"]}}, "a Delay"),
        ({"LOWER": {"REGEX": "^delay|\\Wx"}}, "Delays"),
        ({"LOWER": {"REGEX": "(?i)Delay"}}, "delays"),
        ({"TEXT": {"REGEX": "^D[A-Z]+$"}}, "DELAY"),
        ({"LOWER": {"REGEX": "n’t$"}}, "they didn’t"),
        ({"LOWER": {"REGEX": r"^o[\’']brien$"}}, "We met O’Brien"),
        ({"LOWER": {"REGEX": "^o['’]brien$"}}, "We met O'Brien"),
        ({"LOWER": {"REGEX": "^[–—-]$"}}, "a delay — I"),
        ({"LOWER": {"REGEX": "^D?elay"}}, "an elay"),
        ({"LOWER": {"REGEX": "(?x) care | nurse  # Or so"}}, "the nurse"),
        ({"LOWER": {"REGEX": r"^caf\xE9$"}}, "a café"),
        ({"LOWER": {"REGEX": r"^caf\u00E9$"}}, "a café"),
        ({"LOWER": {"REGEX": r"covid-\d+"}}, "Covid-19"),
        ({"LOWER": {"REGEX": "^.*-19$"}}, "Covid-19"),
        ({"LOWER": {"REGEX": r"^u\.s"}}, "the U.S. then"),
        ({"LOWER": {"REGEX": r"nhs\.uk"}}, "www.nhs.uk says so"),
        ({"LOWER": {"REGEX": "@nhs"}}, "write to ada@nhs.uk then"),
        ({"LOWER": {"REGEX": "long-?"}}, "so long"),
        ({"LOWER": {"REGEX": "^n't$"}}, "they didn't"),
        ({"LOWER": {"REGEX": "24/7"}}, "open 24/7"),
        ({"LOWER": {"REGEX": "cant"}}, "significant"),
        ({"LOWER": {"REGEX": "im$"}}, "a claim"),
        ({"LOWER": {"REGEX": "^lets"}}, "letstalk"),
        ({"LOWER": {"REGEX": r"5pm\w"}}, "a5pmx"),
        ({"LOWER": "–"}, "a delay — I"),
        ({"LOWER": "covid-19"}, "Covid-19"),
        ({"LOWER": "u.s."}, "the U.S. then"),
        ({"LOWER": "mr."}, "Mr. Smith"),
        ({"TEXT": "Dr."}, "Dr. Holt"),
    ],
)
def test_what_a_text_has_is_passed_and_hits(token, text):
    assert told(pattern=[token]) == []
    assert list(dictionary.Coder(book(pattern=[token])).hits(text))


@pytest.mark.parametrize(
    ("token", "text", "found"),
    [
        ({"LOWER": {"REGEX": "(wait ing|delay)"}}, "a delay", "with a blank"),
        ({"LOWER": {"REGEX": "^(Very)?slow"}}, "slow", "with a capital"),
        ({"LOWER": {"REGEX": "long-term|delay"}}, "a delay", "with 'long-term'"),
        ({"LOWER": {"REGEX": "^(?!Very)slow"}}, "slow", "with a capital"),
        ({"LOWER": {"NOT_IN": ["waiting list", "delay"]}}, "care", "which is 2 tokens"),
        ({"LOWER": {"NOT_IN": ["Delay"]}}, "care", "with a capital"),
    ],
)
def test_a_part_that_does_nothing_is_noted_and_stops_nothing(token, text, found):
    assert told(pattern=[token]) == []
    (note,) = indicators.notes(book(pattern=[token]), "codebook.yaml")
    assert found in note and "indicator c.i1" in note and "(token 1)" in note
    assert list(dictionary.Coder(book(pattern=[token])).hits(text))


@pytest.mark.parametrize("often", ["?", "*", "!", "{,2}", "{0,2}", "{0}"])
def test_a_token_that_may_be_missing_or_be_another_stops_nothing(often):
    pattern = [{"LOWER": "Very", "OP": often}, {"LOWER": "slow"}]
    assert told(pattern=pattern) == [] and len(indicators.notes(book(pattern=pattern), "codebook.yaml")) == 1
    assert list(dictionary.Coder(book(pattern=pattern)).hits("so slow"))
    assert told(pattern=[pattern[0] | {"OP": "+"}, pattern[1]]) and told(pattern=[pattern[0] | {"OP": "{1,2}"}])


@pytest.mark.parametrize(
    "indicator",
    [
        {"phrase": "[practice A]"},
        {"phrase": "we met [P01]"},
        {"phrase": "very slow", "except": ["very slow"]},
        {"phrase": "very slow", "except": ["lane", "Slow"]},
        {"phrase": "didn’t ask", "except": ["didn't"]},
    ],
)
def test_a_phrase_that_never_hits_is_told(indicator):
    assert len(told(**indicator)) == 1


@pytest.mark.parametrize("exception", ["very slow lane", "ow", "slow lane", "very, slow"])
def test_an_exception_that_some_hits_overlap_is_passed(exception):
    assert told(phrase="very slow", **{"except": [exception]}) == []


def test_what_negators_are_to_cancel_is_told_where_the_locale_has_none(monkeypatch):
    cancelled = book(phrase="traag", negation="cancel")
    assert [
        *indicators.problems(cancelled, "f", "nl_NL"),
        *indicators.problems(book(phrase="traag"), "f", "nl_NL"),
    ] == []
    mute = replace(locales.load("nl_NL"), name="xx", negators=frozenset())
    monkeypatch.setattr(locales, "load", lambda name: mute)
    (problem,) = indicators.problems(cancelled, "f", "xx")
    assert problem.place == "indicator c.i1" and "locales/xx.yaml" in problem.todo
    assert list(indicators.problems(book(phrase="traag", negation="ignore"), "f", "xx")) == []


def test_nothing_is_coded_by_what_cannot_match():
    with pytest.raises(StudyError, match="LOWER: 'Delay'"):
        dictionary.code(None, None, book(pattern=[{"LOWER": "Delay"}]))


SCRIPT = Path(__file__).parents[3] / "scripts/apply_dictionary.py"


def test_what_does_nothing_is_said_by_the_job_that_looks_for_it(capsys, tmp_path):
    pattern = "[{LOWER: {REGEX: '(wait ing|delay)'}}]"
    codes = f"[{{code: slow, indicators: [{{id: a, pattern: {pattern}}}]}}]"
    (tmp_path / "codebook.yaml").write_text(f"themes: [{{subthemes: [{{codes: {codes}}}]}}]\n")
    given = {name: str(tmp_path / f"{name}.parquet") for name in ("segments", "anonymised")}
    for name, path in given.items():
        frames.write([], path, name)
    log = tmp_path / "results/small/logs/apply_dictionary/a.log"
    job = SimpleNamespace(
        rule="apply_dictionary",
        input=SimpleNamespace(**given, codebook=[str(tmp_path / "codebook.yaml")]),
        output=[str(tmp_path / "results/small/a.parquet")],
        params=SimpleNamespace(locale="en_GB"),
        log=[str(log)],
        config={"study": "small"},
    )
    log.parent.mkdir(parents=True)
    exec(compile(SCRIPT.read_text(), SCRIPT, "exec"), {"snakemake": job})
    told = capsys.readouterr().err
    assert told.startswith("note: codebook.yaml, indicator slow.a: ") and log.read_text() == told
