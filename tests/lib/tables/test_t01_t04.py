"""The material and the codebook, T01 to T04: what is shown, in which order, and what is given up or held back."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.audit import listing
from multicase.study import attributes, codebook
from multicase.tables import build, catalogue, t01, t02, t03, t04


def own(cases=(), participants=()):
    """Attributes that a study declares, in this order."""
    return attributes.declared(
        {"attributes": {"cases": dict.fromkeys(cases), "participants": dict.fromkeys(participants)}}
    )


# T01


def cases(*rows, columns=("region", "size")):
    names = ["case_id", "label", *columns, "sampling_rationale", "period_start", "period_end"]
    return pd.DataFrame(rows, columns=names)


NORTH = ("n", "North", "coast", "small", "typical", "2013", "2015")
EAST = ("e", "East", "inland", "big", "extreme", "2014", "2014")


@pytest.mark.parametrize("declared", [("size", "region"), ("region", "size")])
def test_t01_shows_attributes_in_the_order_of_cases_csv_however_they_are_declared(declared):
    frame = t01.build({"cases": cases(NORTH), "attributes": own(declared)}).frame
    assert list(frame.columns) == ["case", "region", "size", "sampling_rationale", "period"]


def test_t01_shows_cases_in_their_order_and_what_each_is():
    table = t01.build({"cases": cases(NORTH, EAST), "attributes": own(["region", "size"])})
    assert table.frame.to_numpy().tolist() == [
        ["North", "coast", "small", "typical", "2013 to 2015"],
        ["East", "inland", "big", "extreme", "2014"],
    ]
    assert table.evidence.empty and table.missing == ""


def test_t01_shows_no_column_that_is_not_declared():
    frame = t01.build({"cases": cases(NORTH), "attributes": own(["size"])}).frame
    assert list(frame.columns) == ["case", "size", "sampling_rationale", "period"]


def test_t01_shows_an_attribute_without_a_column_empty_and_last():
    frame = t01.build({"cases": cases(NORTH), "attributes": own(["funding", "size", "region"])}).frame
    assert list(frame.columns) == ["case", "region", "size", "funding", "sampling_rationale", "period"]
    assert frame["funding"].tolist() == [""]


def test_t01_takes_no_attribute_of_others_than_cases():
    frame = t01.build({"cases": cases(NORTH), "attributes": own([], ["region"])}).frame
    assert list(frame.columns) == ["case", "sampling_rationale", "period"]


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2013", "2015", "2013 to 2015"),
        ("2013-04", "2013-04", "2013-04"),
        ("2013", "", "2013 to ?"),
        ("", "2015", "? to 2015"),
        ("", "", ""),
    ],
)
def test_t01_tells_a_period_and_which_end_of_it_is_not_known(start, end, shown):
    row = ("n", "North", "coast", "small", "typical", start, end)
    assert t01.build({"cases": cases(row), "attributes": own()}).frame["period"].tolist() == [shown]


# T02

LABELS = pd.DataFrame({"case_id": ["b", "a"], "label": ["Case: B; (1)", "Case A"]})


def sources(*rows):
    """rows: source, kind, date, consent; the case is the id's first letter."""
    frame = pd.DataFrame(rows, columns=["source_id", "kind", "date", "consent"])
    return frame.assign(case_id=frame["source_id"].str[0])


def segments(*rows):
    """rows: segment, kind, layer, words."""
    frame = pd.DataFrame(rows, columns=["segment_id", "kind", "layer", "words"])
    return frame.assign(case_id=frame["segment_id"].str[0])


NO_SEGMENTS = segments().astype({"words": "int64"})


def of_sources(named, cut=NO_SEGMENTS):
    return t02.build({"cases": LABELS, "sources": named, "segments": cut})


def test_t02_has_documents_first_then_what_people_said():
    assert list(of_sources(sources(("a-i01", "interview", "", ""))).frame.columns) == [
        "case", "documents", "interviews", "group_interviews", "observations", "words", "first_date", "last_date",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "column"),
    [("document", "documents"), ("interview", "interviews"), ("group_interview", "group_interviews"), ("observation", "observations")],
)  # fmt: skip
def test_t02_counts_each_kind_of_source_in_its_own_column(kind, column):
    frame = of_sources(sources(("a-x01", kind, "", ""), ("a-x02", kind, "", ""))).frame.set_index("case")
    kinds = ["documents", "interviews", "group_interviews", "observations"]
    assert frame.loc["Case A", kinds].to_dict() == dict.fromkeys(kinds, 0) | {column: 2}


def test_t02_has_a_row_for_each_case_in_their_order_also_without_sources():
    frame = of_sources(sources(("a-i01", "interview", "2014", ""))).frame
    assert frame["case"].tolist() == ["Case: B; (1)", "Case A"]
    assert frame.iloc[0, 1:].tolist() == [0, 0, 0, 0, 0, "", ""]


def test_t02_counts_closed_sources_nowhere_and_takes_no_date_from_them():
    named = sources(
        ("a-i01", "interview", "2014", ""), ("a-i02", "interview", "2010", "closed"), ("a-d01", "document", "2019", "closed")
    )  # fmt: skip
    row = of_sources(named).frame.set_index("case").loc["Case A"]
    assert (row["interviews"], row["documents"], row["first_date"], row["last_date"]) == (1, 0, "2014", "2014")


@pytest.mark.parametrize("consent", ["", "quote", "aggregate"])
def test_t02_counts_every_source_that_is_not_closed(consent):
    frame = of_sources(sources(("a-i01", "interview", "2014", consent))).frame
    assert frame["interviews"].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [(["2015", "2014-05-01", ""], "2014-05-01", "2015"), (["", ""], "", ""), (["2014", "2014-02"], "2014", "2014-02")],
)
def test_t02_tells_the_earliest_and_latest_date_that_is_known(dates, first, last):
    named = sources(*((f"a-i{n}", "interview", date, "") for n, date in enumerate(dates)))
    row = of_sources(named).frame.set_index("case").loc["Case A"]
    assert (row["first_date"], row["last_date"]) == (first, last)


@pytest.mark.parametrize(
    ("layer", "words"), [("speech", 5), ("verbatim", 5), ("inference", 5), ("heading", 0), ("event", 0)]
)
def test_t02_counts_words_of_what_is_said_and_noted_and_none_of_headings_and_events(layer, words):
    cut = segments(("a-i01:1.1", "interview", layer, 5), ("b-i01:1.1", "interview", "speech", 7))
    table = of_sources(sources(("a-i01", "interview", "", ""), ("b-i01", "interview", "", "")), cut)
    assert table.frame.set_index("case")["words"].to_dict() == {"Case: B; (1)": 7, "Case A": words}
    assert ("a-i01:1.1" in set(table.evidence["segment_id"])) == bool(words)


def test_t02_names_the_segments_behind_words_and_behind_each_kind():
    cut = segments(
        ("b-i01:1.1", "interview", "speech", 5),
        ("b-d01:1.1", "document", "speech", 5),
        ("b-d01:2.1", "document", "heading", 2),
    )
    table = of_sources(sources(("b-i01", "interview", "", ""), ("b-d01", "document", "", "")), cut)
    behind = table.evidence.groupby("column")["segment_id"].agg(sorted).to_dict()
    assert behind == {
        "words": ["b-d01:1.1", "b-i01:1.1"], "documents": ["b-d01:1.1"], "interviews": ["b-i01:1.1"],
    }  # fmt: skip
    assert set(table.evidence["row"]) == {"case=Case: B; (1)"}


# T03

TWO = pd.DataFrame({"case_id": ["b", "a"], "label": ["Case B", "Case A"]})


def people(*rows, columns=("level", "post")):
    """rows: case, role, role_group, attributes."""
    frame = pd.DataFrame(rows, columns=["case_id", "role", "role_group", *columns])
    return frame.assign(participant_id=[f"p{n}" for n in range(len(rows))])


def participants(rows, declared=("level", "post"), **options):
    return t03.build({"cases": TWO, "participants": rows, "attributes": own([], declared)}, **options).frame


def shown(frame, *columns):
    return frame[list(columns or frame.columns)].astype(str).to_numpy().tolist()


@pytest.mark.parametrize("declared", [("post", "level"), ("level", "post")])
def test_t03_shows_attributes_in_the_order_of_participants_csv_however_they_are_declared(declared):
    frame = participants(people(("a", "GP", "gp", "front", "yes")), declared)
    assert list(frame.columns) == ["role", "level", "post", "case", "n"]


def test_t03_shows_an_attribute_without_a_column_empty_and_last():
    frame = participants(people(("a", "GP", "gp", "front", "yes")), ["union", "post", "level"])
    assert list(frame.columns) == ["role", "level", "post", "union", "case", "n"]
    assert frame["union"].tolist() == [""]


def test_t03_shows_no_column_that_is_not_declared_and_no_id():
    assert list(participants(people(("a", "GP", "gp", "front", "yes")), ["post"]).columns) == [
        "role",
        "post",
        "case",
        "n",
    ]


def test_t03_shows_roles_by_their_group_and_a_role_without_one_as_it_is():
    rows = people(("a", "GP, chair", "gp", "x", "y"), ("a", "GP", "gp", "x", "y"), ("a", "nurse", "", "x", "y"))
    assert shown(participants(rows), "role", "n") == [["gp", "2"], ["nurse", "1"]]


def test_t03_gives_each_combination_a_row_by_case_in_the_cases_order():
    rows = people(
        ("a", "GP", "gp", "x", "y"),
        ("b", "GP", "gp", "x", "y"),
        ("b", "GP", "gp", "x", "y"),
        ("a", "GP", "gp", "w", "y"),
    )
    assert shown(participants(rows)) == [
        ["gp", "w", "y", "Case A", "1"], ["gp", "x", "y", "Case B", "2"], ["gp", "x", "y", "Case A", "1"],
    ]  # fmt: skip


def test_t03_orders_values_as_they_are_declared_and_others_as_people_count():
    ages = attributes.declared({"attributes": {"participants": {
        "age": {"values": ["under30", "30_50", "over50"]}, "years": None, "role_group": {"values": ["nurse", "gp"]},
    }}})  # fmt: skip
    told = [
        ("gp", "over50", "10"),
        ("nurse", "over50", "2"),
        ("gp", "under30", "2"),
        ("gp", "30_50", "20"),
        ("gp", "30_50", "9"),
        ("cook", "other", ""),
    ]
    rows = people(*[("a", group, group, *more) for group, *more in told], columns=("age", "years"))
    frame = t03.build({"cases": TWO, "participants": rows, "attributes": ages}).frame
    assert shown(frame, "role", "age", "years") == [
        ["nurse", "over50", "2"], ["gp", "under30", "2"], ["gp", "30_50", "9"], ["gp", "30_50", "20"], ["gp", "over50", "10"],
        ["cook", "other", ""],
    ]  # fmt: skip


GIVEN_UP = people(("a", "GP", "gp", "front", "yes"), ("a", "GP", "gp", "top", "yes"), ("a", "GP", "gp", "top", "no"))


@pytest.mark.parametrize(
    ("declared", "k", "expected"),
    [
        # whose level is given up first: the first two share the post, the third has nobody to share with
        (("level", "post"), 1, [["gp", "front", "yes", "1"], ["gp", "top", "no", "1"], ["gp", "top", "yes", "1"]]),
        (("level", "post"), 2, [["gp", "withheld", "yes", "2"], ["withheld", "withheld", "withheld", "1"]]),
        # whose post is given up first: the last two share the level, the first has nobody to share with
        (("post", "level"), 2, [["gp", "top", "withheld", "2"], ["withheld", "withheld", "withheld", "1"]]),
        (("level", "post"), 3, [["gp", "withheld", "withheld", "3"]]),
        (("level", "post"), 4, [["withheld", "withheld", "withheld", "3"]]),
    ],
)
def test_t03_gives_attributes_up_in_the_declared_order_until_k_share_them(declared, k, expected):
    assert shown(participants(GIVEN_UP, declared, k=k), "role", "level", "post", "n") == expected


def test_t03_gives_the_role_up_last():
    rows = people(
        *(("a", role, role, level, "y") for role, level in (("gp", "1"), ("gp", "2"), ("nurse", "1"), ("nurse", "2")))
    )
    assert shown(participants(rows, k=2), "role", "level", "n") == [["gp", "withheld", "2"], ["nurse", "withheld", "2"]]


def test_t03_lets_k_participants_of_the_study_share_a_combination_whatever_their_case():
    rows = people(("a", "GP", "gp", "x", "y"), ("b", "GP", "gp", "x", "y"))
    assert shown(participants(rows, k=2), "role", "level", "case", "n") == [
        ["gp", "x", "Case B", "1"], ["gp", "x", "Case A", "1"],
    ]  # fmt: skip


PERSON = st.tuples(
    st.sampled_from("ab"), st.sampled_from(["GP", "nurse", "cook"]), st.sampled_from(["", "gp"]), st.sampled_from("xy"),
    st.sampled_from(["yes", "no"]),
)  # fmt: skip


@given(st.lists(PERSON, min_size=1, max_size=18), st.integers(2, 4))
def test_outside_the_team_no_count_of_participants_is_other_than_what_is_shown_of_each(rows, k):
    frame, declared = people(*rows), own([], ("level", "post"))
    listed = listing._participants(frame, declared, k, k).rename(columns=lambda name: name.removeprefix("speaker."))
    named = ["role", "level", "post"]
    expected = (
        listed.assign(case=listed["case_id"].map({"a": "Case A", "b": "Case B"})).groupby([*named, "case"]).size()
    )
    found = participants(frame, k=k, shown_k=k)
    assert {tuple(row[:-1]): int(row[-1]) for row in shown(found)} == expected.to_dict()
    assert all(n >= k or set(told[:3]) == {"withheld"} for told, n in expected.items())


def test_within_the_team_t03_shows_its_counts_as_they_are():
    rows = people(*(("a", "GP", "gp", "x", "y"),) * 5, *(("b", "GP", "gp", "x", "y"),) * 2)
    frame = participants(rows, k=3)
    assert dict(zip(frame["case"], frame["n"].astype(int), strict=True)) == {"Case A": 5, "Case B": 2}


@pytest.mark.parametrize(("k", "shown_k", "whose"), [(3, 3, "case"), (3, 1, "study"), (1, 1, "")])
def test_what_stands_around_t03_names_those_who_must_share_what_it_shows_once(k, shown_k, whose):
    table = t03.build(
        {"cases": TWO, "participants": people(("a", "GP", "gp", "x", "y")), "attributes": own([], ())}, k=k, shown_k=shown_k
    )  # fmt: skip
    told = f"{catalogue.core()['T03'].caption} {table.note}"
    assert re.findall(r"k participants of the (\w+)", told) == ([whose] if whose else [])


def test_t03_gets_both_k_from_the_configuration_and_says_what_k_is():
    assert dict(catalogue.core()["T03"].options) == {"k": "disclosure.k", "shown_k": "shown_k"}
    assert build._held_back({"k": 3, "shown_k": 1}) == "k is 3."
    assert build._held_back({"k": 1, "shown_k": 1}) == "k is 1: nothing is withheld."


# T04


def code(name, **more):
    return {"code": name, "label": name.title()} | more


BOOK = codebook.codes(
    {"version": "2.1", "themes": [
        {"theme": "pace", "label": "Pace", "subthemes": [{"subtheme": "speed", "label": "Speed", "codes": [
            code("slow", definition="Long.", include="Delay.", exclude="Haste.", example="It took years.", theory="inertia"),
            code("fast", attributes={"tempo": "quick"})]}]},
        {"theme": "aims", "label": "Aims", "subthemes": [{"subtheme": "ends", "label": "Ends", "codes": [
            code("both", attributes={"stage": "late", "tempo": "even"})]}]}]}
)  # fmt: skip


def test_t04_shows_every_code_in_the_codebook_s_order_below_its_theme_and_subtheme():
    frame = t04.build({"codebook": BOOK}).frame
    assert shown(frame, "code", "parent") == [
        ["slow", "pace > speed"],
        ["fast", "pace > speed"],
        ["both", "aims > ends"],
    ]


def test_t04_shows_what_a_code_is_and_is_not_and_an_example_and_leaves_empty_what_is_not_said():
    columns = ("definition", "include", "exclude", "theory", "version", "example")
    slow, fast, _ = shown(t04.build({"codebook": BOOK}).frame, *columns)
    assert slow == ["Long.", "Delay.", "Haste.", "inertia", "2.1", "It took years."]
    assert fast == ["(no definition yet)", "", "", "", "2.1", ""]


def test_t04_names_the_attributes_that_a_code_has_and_no_others():
    given = t04.build({"codebook": BOOK}).frame["attributes"].tolist()
    assert given == ["", "tempo=quick", "tempo=even; stage=late"]


def test_t04_of_a_codebook_without_attributes_has_none():
    plain = BOOK[[name for name in BOOK if not name.startswith("code.")]]
    assert t04.build({"codebook": plain}).frame["attributes"].tolist() == ["", "", ""]


def test_t04_shows_its_columns_in_their_order_and_rests_on_no_coding(tmp_path):
    path = tmp_path / "codebook.yaml"
    path.write_text(
        'version: "1"\nthemes: [{theme: t, label: T, subthemes: [{subtheme: s, label: S, codes: [{code: c, label: C}]}]}]\n'
    )
    table, _ = build.build(catalogue.as_mapping(catalogue.core()["T04"]), {"codebook": str(path)}, {}, {})
    columns = ["code", "parent", "definition", "include", "exclude", "theory", "attributes", "version", "example"]
    assert list(table.frame.columns) == columns and table.frame["code"].tolist() == ["c"]
    assert table.evidence.empty and table.missing == ""


REPLICATED = {"original": "first", "instrument": "locked", "is_translated": False, "codes": {}}


def test_t04_of_a_replication_says_how_each_code_stands_to_the_originals():
    table = t04.build({"codebook": BOOK, "replicated": REPLICATED})
    assert set(table.frame["instrument"]) == {"as in the original"}
    assert table.note == "The codebook is that of first: the instrument is locked."
    codes = {"fast": "added", "both": "changed: It fits"}
    told = REPLICATED | {"instrument": "extended", "is_translated": True, "codes": codes}
    table = t04.build({"codebook": BOOK, "replicated": told})
    assert table.frame["instrument"].tolist() == ["as in the original, translated", "added", "changed: It fits"]
    assert table.note == (
        "The codebook is that of first, in another language, extended: 1 code is added and 1 changed, each with its reason."
    )


def test_what_a_replication_adds_is_marked_in_the_labels_of_every_table(tmp_path):
    path = tmp_path / "codebook.yaml"
    path.write_text(
        'version: "1"\nthemes: [{theme: t, label: T, subthemes: [{subtheme: s, label: S, codes: [{code: c, label: C}, {code: d, label: D}]}]}]\n'
    )
    study = {"added": {"code": ["d"], "theme": ["t"]}}
    entry = catalogue.as_mapping(catalogue.core()["T04"])
    _, about = build.build(entry, {"codebook": str(path)}, {}, study)
    assert about["labels"]["code"] == {"c": "C", "d": "D (added)"} and about["labels"]["parent"] == {
        "t > s": "T (added) > S"
    }
