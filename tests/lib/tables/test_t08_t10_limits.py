"""Where T08 and T10 turn: sides and ties, exactly a share of the sources, and what is silent, unread or not there."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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


def t08_table(rows, read=None):
    """Over two interviews and two documents, unless it is said which sources there are."""
    named = sources("a-i1", "a-i2", "a-d1", "a-d2") if read is None else read
    return t08.build({"evidence": evidence(*rows), "codebook": BOOK, "read_sources": named}, replicates=200, seed=7)


def t08_rows(rows, read=None):
    return t08_table(rows, read).frame.set_index(["theme", "kind"])


def convergence(rows, kind, read=None, theme="style"):
    return t08_rows(rows, read).loc[(theme, kind), "convergence"]


def told(source, letters):
    return [(source, number, letter) for number, letter in enumerate(letters, 1)]


def all_told(**kinds):
    """kinds: the letter of a kind -> what each of its sources says, blank-separated."""
    return [
        row
        for kind, said in kinds.items()
        for number, letters in enumerate(said.split(), 1)
        for row in told(f"a-{kind}{number}", letters)
    ]


@pytest.mark.parametrize(
    ("interviews", "documents", "expected"),
    [
        ("s s", "s s", "converge"),
        ("c c", "cc c", "converge"),
        ("s s", "c c", "dissonant"),
        ("ssc ssc", "c c", "dissonant"),  # each interview is for it on balance
        ("s s", "sc sc", "undecided"),  # the documents are tied
        ("s s", "c", "undecided"),  # of one document nobody can tell
        ("s s", "ccccccccc", "undecided"),  # however much it says
        ("s s", "s c", "undecided"),  # the documents differ among themselves
        ("s s", "cccccccc s", "undecided"),  # and the loud one doesn't decide
        ("sc sc", "sc sc", "undecided"),
    ],
)
def test_t08_says_that_kinds_converge_or_are_dissonant_only_where_both_are_on_a_side(interviews, documents, expected):
    rows = all_told(i=interviews, d=documents)
    assert convergence(rows, INTERVIEW) == convergence(rows, DOCUMENT) == expected
    changed = [(source, segment, {"s": "c", "c": "s"}[letter]) for source, segment, letter in rows]
    assert convergence(changed, INTERVIEW) == convergence(changed, DOCUMENT) == expected


def test_t08_compares_a_kind_with_all_other_kinds_together():
    rows = all_told(i="s s s s", d="s s", o="c c")
    read = sources(*dict.fromkeys(source for source, _, _ in rows))
    assert convergence(rows, "observation", read) == "dissonant"
    assert convergence(rows, INTERVIEW, read) == "undecided"  # documents and observations are on neither side
    assert convergence(all_told(i="s s s s", d="s s", o="s s"), INTERVIEW, read) == "converge"


def test_t08_is_undecided_where_the_others_say_nothing_for_or_against():
    assert convergence(all_told(i="s s"), INTERVIEW) == "undecided"
    assert convergence(all_told(i="s s"), DOCUMENT) == "silent"


def test_t08_counts_sources_for_mixed_and_against():
    row = t08_rows(all_told(i="s ss sc c")).loc[("style", INTERVIEW)]
    assert (row["n_sources"], row["n_for"], row["n_mixed"], row["n_against"]) == (4, 2, 1, 1)
    assert row["balance"] == "0.67"  # of segments


def test_t08_counts_a_segment_once_on_a_side_however_many_codings_it_has():
    rows = [("a-i1", 1, "s"), ("a-i1", 1, "s"), ("a-i1", 1, "s"), ("a-i2", 1, "c")]
    assert t08_rows(rows).loc[("style", INTERVIEW), "balance"] == "0.50"


def test_t08_counts_a_segment_for_and_against_on_both_sides():
    row = t08_rows([("a-i1", 1, "sc"), ("a-i1", 2, "s")]).loc[("style", INTERVIEW)]
    assert (row["n_segments"], row["n_for"], row["n_mixed"], row["n_against"], row["balance"]) == (2, 0, 1, 0, "0.67")


def test_t08_has_no_interval_and_no_balance_where_too_little_speaks():
    frame = t08_rows(all_told(i="ss", d="s c"))
    assert frame.loc[("style", INTERVIEW), ["balance", "interval"]].tolist() == ["1.00", "undefined"]
    assert frame.loc[("style", DOCUMENT), ["balance", "interval"]].tolist() == ["0.50", "0.00 to 1.00"]
    assert frame.loc[("pace", INTERVIEW), ["balance", "interval"]].tolist() == ["undefined", "undefined"]


@pytest.mark.parametrize(("letters", "expected"), [("n n", "no side"), ("", "silent")])
def test_t08_says_that_a_theme_of_neutral_codes_has_no_side_where_it_is_not_silent(letters, expected):
    row = t08_rows(all_told(i=letters, d="s s")).loc[("mood", INTERVIEW)]
    assert (row["n_for"], row["n_mixed"], row["n_against"], row["convergence"]) == (0, 0, 0, expected)


def test_t08_is_undecided_where_neutral_codes_alone_stand_in_a_theme_with_sides():
    rows = evidence(*all_told(i="s s", d="n n")).assign(theme="style")
    frame = t08.build({"evidence": rows, "codebook": BOOK, "read_sources": sources("a-i1", "a-d1")}).frame
    assert frame.set_index(["theme", "kind"]).loc[("style", DOCUMENT), "convergence"] == "undecided"


def test_t08_counts_each_theme_s_sides_on_their_own():
    rows = all_told(i="sp sp", d="cp cp")
    assert convergence(rows, DOCUMENT) == "dissonant" and convergence(rows, DOCUMENT, theme="pace") == "converge"


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
@pytest.mark.parametrize("theme", ["style", "mood"])
def test_t08_tells_silence_from_what_nobody_has_read_and_from_what_is_not_there(names, unread, expected, theme):
    assert convergence(told("a-i1", "s"), DOCUMENT, sources(*names, unread=unread), theme) == expected


@pytest.mark.parametrize("read", [0, 1])
def test_t08_knows_what_is_read_also_where_it_is_told_in_numbers(read):
    named = sources("a-i1", "a-d1").assign(read=[1, read])
    assert convergence(told("a-i1", "s"), DOCUMENT, named) == ("silent" if read else "not read")


def test_t08_has_a_row_for_each_kind_of_each_theme_in_their_order_also_where_nothing_is_coded():
    for rows in (told("a-i1", "s"), []):
        found = t08_rows(rows).index.tolist()
        assert found == [(theme, kind) for theme in ("style", "pace", "mood") for kind in KINDS]


def test_t08_tells_words_and_sources_of_the_kind_that_somebody_has_read():
    read = sources("a-i1", "a-i2", "b-i1", "a-d1", unread=["b-i1"]).assign(words=[100, 300, 900, 50])
    frame = t08_rows(all_told(i="ss s", d="s"), read)
    columns = ["n_segments", "words", "per_1000_words", "sources_read"]
    assert frame.loc[("style", INTERVIEW), columns].tolist() == [3, 400, "7.500", 2]
    assert frame.loc[("style", DOCUMENT), columns].tolist() == [1, 50, "20.000", 1]
    assert frame.loc[("style", "observation"), columns].tolist() == [0, 0, "undefined", 0]


def test_t08_names_the_segments_behind_a_row_also_those_on_no_side():
    behind = t08_table([("a-i1", 1, "n"), ("a-i1", 2, "s")]).evidence
    assert sorted(behind[["row", "segment_id"]].to_numpy().tolist()) == [
        ["theme=mood;kind=interview", "a-i1:1.1"], ["theme=style;kind=interview", "a-i1:2.1"],
    ]  # fmt: skip


SAYS = st.dictionaries(st.sampled_from(["i1", "i2", "i3", "d1", "d2", "o1"]), st.text("scpn", max_size=4), max_size=6)


def rows_of(says):
    return [row for source, letters in sorted(says.items()) for row in told(f"a-{source}", letters)]


@settings(max_examples=20)
@given(st.data(), SAYS)
def test_t08_is_the_same_in_any_order_of_rows_byte_for_byte(drawn, says):
    rows = rows_of(says)
    first, again = (t08_table(order).frame for order in (rows, drawn.draw(st.permutations(rows))))
    assert first.to_csv() == again.to_csv()


@settings(max_examples=20)
@given(SAYS)
def test_t08_is_mirrored_where_for_and_against_change_places(says):
    said = {source: letters.replace("p", "").replace("n", "") for source, letters in says.items()}
    other = {source: letters.translate(str.maketrans("sc", "cs")) for source, letters in said.items()}
    frame, mirrored = (t08_rows(rows_of(of)).loc["style"] for of in (said, other))
    assert frame["n_for"].tolist() == mirrored["n_against"].tolist()
    assert frame[["n_mixed", "convergence", "n_segments"]].equals(mirrored[["n_mixed", "convergence", "n_segments"]])


@settings(max_examples=20)
@given(SAYS, st.text("scp", min_size=1, max_size=4))
def test_t08_tells_of_a_kind_the_same_whatever_other_kinds_say_but_whether_they_converge(says, letters):
    frame, more = (t08_rows(rows).drop(columns="convergence") for rows in (rows_of(says), [*rows_of(says), *told("a-g1", letters)]))  # fmt: skip
    own = ["interview", "observation", "document"]
    assert frame.loc[(slice(None), own), :].equals(more.loc[(slice(None), own), :])


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


@pytest.mark.parametrize(
    ("said", "strength", "sources_for"),
    [
        ({}, "absent", "0 of 4"),
        ({"a-i0": "p"}, "absent", "0 of 4"),  # of another theme
        ({"a-i0": "c"}, "only against", "0 of 4"),
        ({"a-i0": "c", "a-i1": "cc"}, "only against", "0 of 4"),
        ({"a-i0": "c", "a-i1": "s"}, "moderate", "1 of 4"),
        ({"a-i0": "ccccs"}, "moderate", "1 of 4"),
    ],
)
def test_t10_tells_a_case_that_speaks_only_against_from_one_that_says_nothing(said, strength, sources_for):
    rows = [row for source, letters in said.items() for row in told(source, letters)]
    row = t10_rows(rows, sources(*(f"a-i{n}" for n in range(4))), "a").loc[("Case a", "style")]
    assert (row["strength"], row["sources"]) == (strength, sources_for)


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
