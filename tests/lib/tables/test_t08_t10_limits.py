"""Where T08 and T10 turn: a tie, exactly a share of the sources, and what is silent, unread or not there."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.contracts import CONTRACTS
from multicase.study.kinds import KINDS
from multicase.tables import t08, t10

BOOK = pd.DataFrame(
    {"theme": ["style", "style", "pace", "mood"], "code": ["yes", "no", "slow", "odd"],
     "polarity": ["supports", "contradicts", "supports", "neutral"]}
)  # fmt: skip
LETTERS = {"s": "yes", "c": "no", "p": "slow", "n": "odd"}
INTERVIEW, DOCUMENT = "interview", "document"
KIND = {"i": INTERVIEW, "d": DOCUMENT, "o": "observation", "g": "group_interview"}


def evidence(*rows):
    """rows: source, segment, letters (s: for style, c: against it, p: for pace, n: neutral)."""
    by_code = BOOK.set_index("code")
    found = [
        dict.fromkeys(CONTRACTS["evidence"].columns, "")
        | {"segment_id": f"{source}:{segment}.1", "source_id": source, "case_id": source[0], "kind": KIND[source[2]]}
        | {"code": LETTERS[letter]}
        | by_code.loc[LETTERS[letter]].to_dict()
        for source, segment, letters in rows
        for letter in letters
    ]
    return pd.DataFrame(found, columns=list(CONTRACTS["evidence"].columns))


def sources(*names, unread=()):
    return pd.DataFrame(
        [
            {"source_id": name, "case_id": name[0], "kind": KIND[name[2]], "read": name not in unread, "coders": "", "segments": 1, "words": 1}
            for name in names
        ]
    )  # fmt: skip


# T08


def t08_rows(rows, read=None):
    named = sources("a-i1", "a-d1") if read is None else read
    table = t08.build({"evidence": evidence(*rows), "codebook": BOOK, "read_sources": named})
    return table.frame.set_index(["theme", "kind"])


def convergence(rows, kind, read=None, theme="style"):
    return t08_rows(rows, read).loc[(theme, kind), "convergence"]


def told(source, letters):
    return [(source, number, letter) for number, letter in enumerate(letters, 1)]


@pytest.mark.parametrize(
    ("interviews", "documents", "expected"),
    [
        ("ss", "cs", ("converge", "converge")),  # documents are tied; over all it is for
        ("cc", "cs", ("converge", "converge")),  # documents are tied; over all it is against
        ("sc", "cs", ("converge", "converge")),  # all are tied
        ("sss", "cc", ("converge", "dissonant")),
        ("sss", "ccc", ("converge", "converge")),  # over all it is tied, so that no side is the other
        ("ss", "ccc", ("dissonant", "converge")),
        ("s", "cc", ("dissonant", "converge")),
        ("ss", "s", ("converge", "converge")),
        ("cc", "c", ("converge", "converge")),
    ],
)
def test_t08_calls_dissonant_only_a_kind_on_the_other_side_and_a_tie_is_on_none(interviews, documents, expected):
    rows = told("a-i1", interviews) + told("a-d1", documents)
    assert (convergence(rows, INTERVIEW), convergence(rows, DOCUMENT)) == expected


def test_t08_counts_a_segment_once_on_a_side_however_many_codings_it_has():
    rows = [("a-i1", 1, "s"), ("a-i1", 1, "s"), ("a-i1", 1, "s"), ("a-d1", 1, "c"), ("a-d1", 2, "c")]
    assert (convergence(rows, INTERVIEW), convergence(rows, DOCUMENT)) == ("dissonant", "converge")
    assert t08_rows(rows).loc[("style", INTERVIEW), ["n_for", "n_against"]].tolist() == [1, 0]


def test_t08_counts_a_segment_for_and_against_on_both_sides():
    row = t08_rows([("a-i1", 1, "sc"), ("a-i1", 2, "s")]).loc[("style", INTERVIEW)]
    assert (row["n_segments"], row["n_for"], row["n_against"], row["convergence"]) == (2, 2, 1, "converge")


def test_t08_counts_no_neutral_code_on_a_side_and_calls_it_no_silence():
    row = t08_rows([("a-i1", 1, "n")]).loc[("mood", INTERVIEW)]
    assert (row["n_segments"], row["n_for"], row["n_against"], row["convergence"]) == (1, 0, 0, "converge")


def test_t08_counts_each_theme_s_sides_on_their_own():
    rows = [*told("a-i1", "ss"), *told("a-d1", "cp")]
    assert convergence(rows, DOCUMENT) == "dissonant" and convergence(rows, DOCUMENT, theme="pace") == "converge"
    assert convergence(rows, INTERVIEW, theme="pace") == "silent"
    rows = [*told("a-i1", "cc"), *told("a-d1", "cp")]
    assert convergence(rows, DOCUMENT) == convergence(rows, DOCUMENT, theme="pace") == "converge"


@pytest.mark.parametrize(
    ("names", "unread", "expected"),
    [
        (("a-i1", "a-d1"), (), "silent"),
        (("a-i1", "a-d1"), ("a-d1",), "not read"),
        (("a-i1",), (), "no sources"),
        (("a-i1", "a-d1", "b-d1"), ("b-d1",), "silent"),  # one of two is read
        (("a-i1", "a-d1", "b-d1"), ("a-d1", "b-d1"), "not read"),
    ],
)
def test_t08_tells_silence_from_what_nobody_has_read_and_from_what_is_not_there(names, unread, expected):
    assert convergence(told("a-i1", "s"), DOCUMENT, sources(*names, unread=unread)) == expected


@pytest.mark.parametrize("read", [0, 1])
def test_t08_knows_what_is_read_also_where_it_is_told_in_numbers(read):
    named = sources("a-i1", "a-d1").assign(read=[1, read])
    assert convergence(told("a-i1", "s"), DOCUMENT, named) == ("silent" if read else "not read")


def test_t08_has_a_row_for_each_kind_of_each_theme_in_their_order():
    rows = t08_rows(told("a-i1", "s")).index.tolist()
    assert rows == [(theme, kind) for theme in ("style", "pace", "mood") for kind in KINDS]


def test_t08_names_the_segments_behind_a_row_also_those_on_no_side():
    table = t08.build(
        {"evidence": evidence(("a-i1", 1, "n"), ("a-i1", 2, "s")), "codebook": BOOK, "read_sources": sources("a-i1")}
    )
    assert sorted(table.evidence[["row", "segment_id"]].to_numpy().tolist()) == [
        ["theme=mood;kind=interview", "a-i1:1.1"], ["theme=style;kind=interview", "a-i1:2.1"],
    ]  # fmt: skip


# T10


def t10_table(rows, named, cases="ab"):
    about = pd.DataFrame({"case_id": list(cases), "label": [f"Case {case}" for case in cases]})
    return t10.build({"cases": about, "codebook": BOOK, "evidence": evidence(*rows), "read_sources": named})


def t10_rows(rows, named, cases="ab"):
    return t10_table(rows, named, cases).frame.set_index(["ordered_case", "theme"])


@pytest.mark.parametrize(
    ("n", "total", "strength"),
    [
        (0, 4, "absent"),
        (1, 5, "weak"),
        (1, 4, "moderate"),
        (2, 8, "moderate"),
        (2, 9, "weak"),
        (2, 5, "moderate"),
        (3, 7, "moderate"),
        (1, 2, "strong"),
        (2, 4, "strong"),
        (3, 6, "strong"),
        (2, 2, "strong"),
        (249, 1000, "weak"),
        (250, 1000, "moderate"),
        (499, 1000, "moderate"),
        (500, 1000, "strong"),
    ],
)
def test_t10_is_strong_from_half_of_the_sources_on_and_moderate_from_a_quarter(n, total, strength):
    names = [f"a-i{number}" for number in range(total)]
    row = t10_rows([(name, 1, "s") for name in names[:n]], sources(*names), "a").loc[("Case a", "style")]
    assert (row["strength"], row["sources"]) == (strength, f"{n} of {total}")


def test_t10_takes_the_share_of_the_sources_that_somebody_has_read():
    names = [f"a-i{number}" for number in range(8)]
    row = t10_rows([("a-i0", 1, "s")], sources(*names, unread=names[4:]), "a").loc[("Case a", "style")]
    assert (row["strength"], row["sources"]) == ("moderate", "1 of 4")


def test_t10_counts_a_source_once_and_only_if_it_speaks_for_the_theme():
    rows = [("a-i0", 1, "s"), ("a-i0", 2, "s"), ("a-i1", 1, "c"), ("a-i2", 1, "p"), ("a-i3", 1, "n")]
    frame = t10_rows(rows, sources(*(f"a-i{n}" for n in range(4))), "a")
    assert frame["sources"].to_dict() == {("Case a", "style"): "1 of 4", ("Case a", "pace"): "1 of 4"}


def test_t10_tells_a_case_that_nobody_has_read_and_puts_it_last():
    frame = t10_rows([("b-i0", 1, "c")], sources("a-i0", "b-i0", unread=["a-i0"]))
    assert frame.loc[("Case a", "style")].tolist() == ["not read", "0 of 0", ""]
    assert list(frame.index.get_level_values(0)) == ["Case b", "Case b", "Case a", "Case a"]


def test_t10_tells_a_case_without_sources_as_one_that_nobody_has_read():
    assert t10_rows([], sources("b-i0")).loc[("Case a", "style"), "strength"] == "not read"


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ({"a": "sc", "b": "s", "c": "c"}, "bac"),
        ({"a": "ssc", "b": "sssc", "c": "s"}, "cba"),
        ({"a": "sc", "b": "sscc", "c": "s"}, "cab"),  # the same share: in the order of cases.csv
        ({"a": "", "b": "c", "c": "s"}, "cba"),  # nothing for or against stands behind everything against
        ({"a": "n", "b": "c", "c": ""}, "bac"),  # neutral codes are neither
        ({"a": "cp", "b": "c", "c": "ccp"}, "acb"),  # of all themes together
    ],
)
def test_t10_orders_cases_by_their_share_of_segments_for_the_propositions(said, order):
    rows = [row for case, letters in said.items() for row in told(f"{case}-i1", letters)]
    frame = t10_rows(rows, sources("a-i1", "b-i1", "c-i1"), "abc")
    assert "".join(dict.fromkeys(label[-1] for label, _ in frame.index)) == order


def test_t10_counts_a_segment_once_on_each_side_in_the_order_of_cases():
    rows = [("a-i1", 1, "s"), ("a-i1", 1, "p"), ("a-i1", 2, "c"), *told("b-i1", "ssscc")]
    frame = t10_rows(rows, sources("a-i1", "b-i1"))
    assert frame.index[0][0] == "Case b"  # 3 of 5; Case a has 1 of 2, though two of its three codings are for


@pytest.mark.parametrize(
    ("letters", "exception"),
    [
        ("cc", "more against (2) than for (0)"),
        ("ccs", "more against (2) than for (1)"),
        ("cs", ""),
        ("s", ""),
        ("", ""),
    ],
)
def test_t10_names_an_exception_where_more_speaks_against_than_for(letters, exception):
    assert t10_rows(told("a-i1", letters), sources("a-i1"), "a").loc[("Case a", "style"), "exception"] == exception


def test_t10_counts_segments_and_no_codings_in_an_exception():
    rows = [("a-i1", 1, "cc"), ("a-i1", 2, "s")]
    assert t10_rows(rows, sources("a-i1"), "a").loc[("Case a", "style"), "exception"] == ""


def test_t10_leaves_out_themes_whose_codes_are_all_neutral():
    frame = t10_rows(told("a-i1", "nn"), sources("a-i1"), "a")
    assert list(frame.index.get_level_values("theme")) == ["style", "pace"]


def test_t10_names_the_segments_for_behind_sources_and_those_against_behind_exceptions():
    behind = t10_table(told("a-i1", "scn"), sources("a-i1"), "a").evidence
    assert behind.to_numpy().tolist() == [
        ["ordered_case=Case a;theme=style", "sources", "a-i1:1.1"],
        ["ordered_case=Case a;theme=style", "exception", "a-i1:2.1"],
    ]
