"""T07: who speaks of a theme, by role and by each declared attribute, and how much more than those with another value."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.contracts import CONTRACTS
from multicase.study import attributes, files
from multicase.tables import t07
from multicase.tables.table import COUNTS, row_key

BOOK = pd.DataFrame({"theme": ["style", "style", "pace"], "code": ["yes", "no", "slow"],
                     "polarity": ["supports", "contradicts", "supports"]})  # fmt: skip
THEMES = dict(zip(BOOK["code"], BOOK["theme"], strict=True))
DECLARED = {
    "sector": {"label": "Part of the system", "values": {"ward": "On a ward", "board": "On a board"}},
    "site": {"label": "Site"},  # any text will do
    "post": {"values": ["yes", "no"]},
}
PEOPLE = (
    ("p1", "a", {"role": "GP, chair", "role_group": "gp", "sector": "ward", "post": "no"}),
    ("p2", "a", {"role": "matron", "role_group": "nurse", "sector": "board", "post": "yes"}),
    ("p3", "b", {"role": "GP", "role_group": "gp", "sector": "ward"}),
    ("p4", "b", {"role": "night_porter"}),
)
# segment, who says it, words, codes
SAID = (
    ("a-i1:1.1", "p1", 100, "yes"), ("a-i1:2.1", "p1", 100, "yes no"), ("a-i1:3.1", "p2", 500, "slow"),
    ("b-i1:1.1", "p3", 300, "yes"), ("b-i1:2.1", "p4", 1000, ""), ("b-i2:1.1", "p3", 500, ""),
)  # fmt: skip


def people(*rows):
    """rows: participant, case, what participants.csv says of them."""
    empty = dict.fromkeys([*files.schema("participants")["properties"], "sector", "site", "post"], "")
    found = [empty | {"participant_id": name, "case_id": case} | told for name, case, told in rows]
    return pd.DataFrame(found, columns=list(empty))


def data(said=SAID, unread=(), persons=PEOPLE, declared=None):
    rows = [
        {"segment_id": segment, "source_id": segment.partition(":")[0], "case_id": segment[0], "participant_id": who}
        | {"is_interviewer": False, "left_out": "", "words": words, "codes": codes.split()}
        for segment, who, words, codes in said
    ]
    segments = pd.DataFrame(rows, columns=[*CONTRACTS["segments"].columns, "codes"])
    coded = segments.explode("codes").dropna(subset="codes").rename(columns={"codes": "code"})
    names = sorted(set(segments["source_id"]))
    return {
        "codebook": BOOK,
        "participants": people(*persons),
        "attributes": attributes.declared({"attributes": {"participants": DECLARED if declared is None else declared}}),
        "segments": segments.drop(columns="codes"),
        "read_sources": pd.DataFrame({"source_id": names, "read": [name not in unread for name in names]}),
        "evidence": coded.assign(theme=coded["code"].map(THEMES)).reset_index(drop=True),
    }


def built(*args, k=1, seed=7, **more):
    return t07.build(data(*args, **more), k=k, replicates=50, seed=seed)


def rows_of(table, columns, theme="style"):
    frame = table.frame[table.frame["theme"] == theme]
    return list(frame[columns.split()].itertuples(index=False, name=None))


def row(table, theme, by, value):
    return table.frame.set_index(["theme", "by", "value"]).loc[(theme, by, value)]


# Rows


def test_roles_stand_first_then_each_attribute_that_declares_its_values_in_their_order():
    order = [
        ("Role", "Gp", 2), ("Role", "Night porter", 1), ("Role", "Nurse", 1),
        ("Part of the system", "On a ward", 2), ("Part of the system", "On a board", 1), ("Post", "Yes", 1), ("Post", "No", 1),
    ]  # fmt: skip
    assert rows_of(built(), "by value value_n") == rows_of(built(), "by value value_n", "pace") == order
    assert sorted(built().frame.columns) == sorted(t07.COLUMNS)


def test_an_attribute_of_any_text_does_not_stand_here_nor_one_that_nobody_has():
    persons = [(name, case, told | {"site": "north"}) for name, case, told in PEOPLE]
    assert "Site" not in set(built(persons=persons).frame["by"])
    without = data(declared=DECLARED | {"wage": {"values": ["low", "high"]}})
    assert "Wage" not in set(t07.build(without).frame["by"])
    nobody = [(name, case, {"role": told["role"]}) for name, case, told in PEOPLE]
    assert set(built(persons=nobody).frame["by"]) == {"Role"}


def test_values_that_nobody_declared_follow_by_the_alphabet_and_those_that_nobody_has_do_not_stand():
    persons = [
        (f"p{n}", "a", {"role": "x", "sector": value}) for n, value in enumerate(["other_one", "board", "a_new_one"])
    ]
    by_sector = [line[1] for line in rows_of(built(persons=persons), "by value") if line[0] != "Role"]
    assert by_sector == ["On a board", "A new one", "Other one"]


def test_roles_are_called_as_the_study_calls_its_groups_and_stand_in_its_order():
    groups = {"role_group": {"label": "Job", "values": {"nurse": "Nurses", "gp": "General practitioners"}}}
    told = rows_of(built(declared=groups), "by value value_n")
    assert told == [("Role", "Nurses", 1), ("Role", "General practitioners", 2), ("Role", "Night porter", 1)]


def test_what_is_called_the_same_is_one_row():
    persons = [("p1", "a", {"role": "nurse"}), ("p2", "a", {"role": "Nurse"})]
    (told,) = rows_of(built(persons=persons), "value value_n n_participants n_segments")
    assert told == ("Nurse", 2, 1, 2)


@pytest.mark.parametrize("label", ["Role", "Part of the system"])
def test_attributes_that_are_called_the_same_are_told_apart(label):
    table = built(declared=DECLARED | {"post": {"label": label, "values": ["yes", "no"]}})
    assert rows_of(table, "by value n_segments")[-2:] == [(f"{label} (post)", "Yes", 0), (f"{label} (post)", "No", 2)]
    assert not table.frame.duplicated(["theme", "by", "value"]).any()


def test_what_fewer_than_k_of_a_case_share_is_withheld():
    persons = [
        *((f"p{n}", "a", {"role": "GP", "role_group": "gp", "sector": "ward", "post": "no"}) for n in range(3)),
        *((f"q{n}", "a", {"role": "GP", "role_group": "gp", "sector": "board", "post": "no"}) for n in range(2)),
    ]
    said = [("a-i1:1.1", "p0", 100, "yes"), ("a-i1:2.1", "q0", 100, "yes"), ("a-i2:1.1", "q1", 200, "")]
    told = rows_of(built(said, persons=persons, k=3), "by value value_n n_participants words")
    assert ("Part of the system", "On a ward", 3, 1, "100") in told
    assert ("Part of the system", "Withheld", 2, 1, "300") in told and "On a board" not in str(told)
    open_to_all = rows_of(built(said, persons=persons, k=1), "by value value_n n_participants words")
    assert ("Part of the system", "On a board", 2, 1, "300") in open_to_all and "Withheld" not in str(open_to_all)


@pytest.mark.parametrize("persons", [(), [("p1", "a", {"role": ""})]])
def test_where_nobody_has_a_value_there_are_no_rows(persons):
    table = built(persons=persons)
    assert table.frame.empty and list(table.frame.columns) == list(t07.COLUMNS) and table.evidence.empty


# Counts and rates


def test_every_row_names_its_segments_and_counts_can_be_taken_again_from_them():
    table = built()
    evidence = data()["evidence"].drop_duplicates("segment_id").set_index("segment_id")
    keys = row_key(table.frame[["theme", "by", "value"]])
    for key, shown in zip(keys, table.frame[list(COUNTS)].itertuples(index=False, name=None), strict=True):
        behind = evidence.loc[table.evidence.loc[table.evidence["row"] == key, "segment_id"]]
        assert shown == (len(behind), *(behind[of].nunique() for of in ("source_id", "participant_id", "case_id")))
    assert row(table, "style", "Role", "Gp")[list(COUNTS)].tolist() == [3, 2, 2, 2]
    assert row(table, "pace", "Part of the system", "On a board")[list(COUNTS)].tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("by", "value", "told"),
    [
        ("Role", "Gp", ("1000", "3.000", "0.000", "+3.000")),
        ("Role", "Nurse", ("500", "0.000", "1.500", "-1.500")),
        ("Post", "No", ("200", "10.000", "0.000", "+10.000")),  # of whom nothing is recorded is none of the others
        ("Part of the system", "On a ward", ("1000", "3.000", "0.000", "+3.000")),
    ],
)
def test_a_rate_is_of_the_words_of_those_with_the_value_and_is_compared_with_those_of_another(by, value, told):
    columns = ["words", "per_1000_words", "others_per_1000", "difference"]
    assert tuple(row(built(), "style", by, value)[columns]) == told


def test_the_interval_is_drawn_over_sources_by_seed():
    found = row(built(), "style", "Role", "Gp")
    low, high = map(float, found["interval"].split(" to "))
    assert 0 < low <= 3 <= high
    more = [
        (f"a-i{n}:1.1", who, 100 * n, "yes" if (n + (who == "p1")) % 3 else "")
        for n in range(2, 9)
        for who in ("p1", "p2")
    ]
    first, again, other = (built(more, seed=seed).frame["interval"].tolist() for seed in (7, 7, 8))
    assert first == again != other


def test_who_says_nothing_has_no_rate():
    persons = [*PEOPLE, ("p5", "b", {"role": "clerk"})]
    found = row(built(persons=persons), "style", "Role", "Clerk")
    assert (found["value_n"], found["n_segments"], found["words"]) == (1, 0, "0")
    assert found["per_1000_words"] == found["difference"] == found["interval"] == "undefined"
    assert found["others_per_1000"] == "1.200"


def same(table, other):
    return table.frame.equals(other.frame) and table.evidence.sort_values(["row", "segment_id"]).to_numpy().tolist() == (
        other.evidence.sort_values(["row", "segment_id"]).to_numpy().tolist()
    )  # fmt: skip


@pytest.mark.parametrize("who", ["p1", "p2"])
def test_words_of_sources_that_nobody_has_read_count_nowhere(who):
    more = (*SAID, ("a-i9:1.1", who, 9000, ""))
    assert same(built(more, unread=["a-i9"]), built()) and not same(built(more), built())


@pytest.mark.parametrize(
    "marks",
    [{"left_out": "interviewer"}, {"left_out": "no speech"}, {"participant_id": ""},
     {"participant_id": "interviewer", "is_interviewer": True}],
)  # fmt: skip
def test_words_that_are_not_analysed_or_that_no_participant_says_count_nowhere(marks):
    told = data((*SAID, ("a-i1:9.1", "p1", 9000, "")))
    last = told["segments"]["segment_id"] == "a-i1:9.1"
    told["segments"] = told["segments"].assign(**{name: told["segments"][name].mask(last, to) for name, to in marks.items()})  # fmt: skip
    assert same(t07.build(told, replicates=50, seed=7), built())


def test_what_no_participant_says_is_in_no_count_and_no_rate():
    found = built((*SAID, ("a-i1:9.1", "", 100, "yes"), ("b-i1:9.1", "", 100, "slow")))
    assert same(found, built())


@settings(max_examples=8)
@given(st.data())
def test_the_order_of_rows_changes_nothing(drawn):
    told, expected = data(), built()
    for name in ("participants", "segments", "read_sources", "evidence"):
        told[name] = told[name].iloc[drawn.draw(st.permutations(range(len(told[name]))))]
    table = t07.build(told, replicates=50, seed=7)
    assert same(table, expected) and table.frame.to_csv() == expected.frame.to_csv()


def test_who_has_no_value_is_none_of_the_others():
    """Those with a post and those without speak of it alike; the many of whom nobody knows it say nothing of it."""
    persons = [(f"p{n}", "a", {"role": "cook", "post": ("yes", "no")[n % 2] if n < 4 else ""}) for n in range(10)]
    said = [(f"a-i{n}:1.1", f"p{n}", 100, "yes" if n < 4 else "") for n in range(10)]
    table = t07.build(data(said, persons=persons), k=1, replicates=50, seed=1)
    columns = ["per_1000_words", "others_per_1000", "difference"]
    for value in ("Yes", "No"):
        assert row(table, "style", "Post", value)[columns].tolist() == ["10.000", "10.000", "+0.000"]
