"""An account of each case: what was studied, its strongest themes with what speaks against them, its verdicts."""

from __future__ import annotations

import pandas as pd
from multicase.figures.labels import Labels
from multicase.pages import cases_told
from multicase.tables import t06, t09, t10, t23

LABELS = Labels(
    [{"labels": {"theme": {"pace": "Pace of change"}, "role": {"cook": "Cook"}}, "headings": {"place": "Place"}}]
)
MATERIAL = {
    "documents": 2,
    "interviews": 1,
    "group_interviews": 0,
    "observations": 0,
    "words": 1200,
    "first_date": "2014-01-02",
    "last_date": "2015",
}


def frame(module, *rows):
    return pd.DataFrame([dict.fromkeys(module.COLUMNS, "") | row for row in rows], columns=list(module.COLUMNS))


def told(matrix=(), counts=(), framework=(), verdicts=(), people=(), case=None):
    tables = {
        "T01": pd.DataFrame([{"case": "Case 1", "place": "coast", "sampling_rationale": "Chosen as slow.", "period": "2013 to 2016"} | (case or {})]),
        "T02": pd.DataFrame([{"case": "Case 1"} | MATERIAL]),
        "T03": pd.DataFrame(people, columns=["role", "case", "n"]),
        "T06": frame(t06, *({"case": "Case 1"} | row for row in counts)),
        "T09": frame(t09, *({"case": "Case 1"} | row for row in framework)),
        "T10": frame(t10, *({"ordered_case": "Case 1"} | row for row in matrix)),
        "T23": frame(t23, *({"case": "Case 1"} | row for row in verdicts)),
    }  # fmt: skip
    (account,) = cases_told.tell(tables, LABELS)
    return account


def test_a_case_is_told_with_why_it_was_chosen_its_attributes_and_what_was_studied():
    account = told(people=[("cook", "Case 1", "3"), ("nurse", "Case 1", "2"), ("cook", "Case 2", "9")])
    assert (account["case"], account["why"], account["attributes"]) == ("Case 1", "Chosen as slow.", ["Place: coast"])
    assert account["studied"] == (
        "1 interview and 2 documents, 1,200 words, 5 participants, from 2014-01-02 to 2015; period studied: 2013 to 2016"
    )


def test_why_a_case_was_chosen_ends_as_a_sentence_does():
    for why, said in (("As slow", "As slow."), ("As slow. ", "As slow. "), ("", ""), ("Why not?", "Why not?")):
        assert told(case={"sampling_rationale": why})["why"] == said


def test_a_case_without_participants_says_nothing_of_them():
    assert "participant" not in told()["studied"]


MATRIX = [
    {"theme": theme, "sources": f"{n} of 9", "strength": "x"} for theme, n in zip("abcde", (2, 5, 0, 5, 7), strict=True)
]
CHARTED = [
    {"theme": theme, "summary": f"On {theme}.", "stale": "", "quotation": "", "against": ""} for theme in "abcde"
]


def test_the_three_themes_that_most_sources_speak_for_come_first_and_the_rest_stands_apart():
    account = told(MATRIX, (), CHARTED)
    assert [theme["theme"] for theme in account["strongest"]] == ["E", "B", "D"]
    assert account["strongest"][0]["strength"] == "something for its proposition in 7 of 9 sources"
    assert [theme["summary"] for theme in account["others"]] == ["On a.", "On c."]


def test_themes_without_a_side_are_ordered_by_the_sources_that_speak_of_them():
    counts = [
        {"theme": theme, "polarity": "neutral", "n_sources": str(n), "n_segments": "9"}
        for theme, n in (("a", 1), ("b", 4), ("c", 0))
    ]
    assert [(theme["theme"], theme["strength"]) for theme in told((), counts, CHARTED)["strongest"]] == [
        ("B", "told in 4 sources"), ("A", "told in 1 source"),
    ]  # fmt: skip


def test_what_speaks_against_a_theme_stands_beside_it_in_sources_and_segments():
    counts = [
        {"theme": "a", "polarity": "supports", "n_sources": "2", "n_segments": "4"},
        {"theme": "a", "polarity": "contradicts", "n_sources": "1", "n_segments": "3"},
        {"theme": "b", "polarity": "contradicts", "n_sources": "0", "n_segments": "0"},
    ]
    account = told(MATRIX[:2], counts, CHARTED[:2])
    assert {theme["theme"]: theme["gainsaid"] for theme in account["strongest"]} == {
        "B": "nothing against it", "A": "something against it in 1 source, 3 segments",
    }  # fmt: skip


def test_of_a_theme_without_codes_against_it_nothing_is_said_as_if_it_had_been_looked_for():
    counts = [
        {"theme": "a", "polarity": "supports", "n_sources": "2", "n_segments": "4"},
        {"theme": "b", "polarity": "neutral", "n_sources": "2", "n_segments": "3"},
    ]
    account = told((), counts, CHARTED[:2])
    assert {theme["theme"]: theme["gainsaid"] for theme in account["strongest"]} == {
        "A": "no code can count against it", "B": "no code takes a side",
    }  # fmt: skip


def test_a_theme_has_its_summary_and_whether_it_holds_and_a_quotation_on_each_side():
    row = {"theme": "pace", "summary": "Slow.", "stale": "stale: x", "quotation": "So slow.", "quoted": "s:1.1",
           "said_by": "cook; group_interview", "against": "Quick!", "quoted_against": "s:2.1", "said_against_by": "document"}  # fmt: skip
    (theme,) = told([{"theme": "pace", "sources": "1 of 2"}], (), [row])["strongest"]
    assert (theme["theme"], theme["summary"], theme["stale"]) == ("Pace of change", "Slow.", "stale: x")
    assert theme["quotes"] == [
        {"side": "", "text": "So slow.", "by": "Cook, group interview", "segment": "s:1.1"},
        {"side": "Against", "text": "Quick!", "by": "document", "segment": "s:2.1"},
    ]
    (bare,) = told([{"theme": "pace", "sources": "1 of 2"}], (), [row | {"stale": "not charted", "against": ""}])[
        "strongest"
    ]
    assert bare["stale"] == "" and len(bare["quotes"]) == 1


def test_verdicts_within_the_case_stand_in_their_order_with_why():
    rows = [
        {"claim": claim, "verdict": verdict, "why": f"w{claim}"}
        for claim, verdict in (("C1", "divided"), ("C2", "supported"), ("C3", "divided"))
    ]
    assert told(verdicts=rows)["verdicts"] == [("supported", "C2 (wC2)"), ("divided", "C1 (wC1) and C3 (wC3)")]
    assert told()["verdicts"] == []
