"""Tables that a study declares, and those on theory and trust: what each column says of a handful of codings."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import saturation
from multicase.contracts import CONTRACTS
from multicase.study import attributes, codebook, files
from multicase.study.disclosure import WITHHELD
from multicase.tables import catalogue, crosstable, t09, t10, t17, t18, t19, t20, t26
from multicase.tables.table import COUNTS, row_key
from small_study import REPOSITORY

# The declarations of the study that is shipped: T11 to T15.
SHIPPED = REPOSITORY / "data/gp-leadership"
TABLES = catalogue.of_study(files.mapping([str(SHIPPED / "tables.yaml")]))
DECLARED = attributes.declared(files.mapping([str(SHIPPED / "study.yaml")]))


def code(name, polarity="supports", theory="", relation="fit", **attributes):
    informed = {"theory": theory, "relation": relation} if theory else {}
    return {"code": name, "label": name.title(), "polarity": polarity, "attributes": attributes} | informed


BOOK = codebook.codes(
    {
        "version": "1",
        "themes": [
            {"theme": "style", "label": "Style", "subthemes": [{"subtheme": "manner", "label": "Manner", "codes": [
                code("together", style="collaborative", theory="distributed leadership", relation="fit"),
                code("alone", "contradicts", style="directive", theory="distributed leadership", relation="contradict")]}]},
            {"theme": "pace", "label": "Pace", "subthemes": [{"subtheme": "speed", "label": "Speed", "codes": [
                code("slow", pace="slow"), code("quick", "contradicts", pace="rapid")]}]},
            {"theme": "levels", "label": "Levels", "subthemes": [{"subtheme": "where", "label": "Where", "codes": [
                code("on_the_ward", behaviour="leads", level="frontline"), code("anywhere", behaviour="speaks up")]}]},
            {"theme": "barriers", "label": "Barriers", "subthemes": [{"subtheme": "what", "label": "What", "codes": [
                code("no_time", factor="time", direction="barrier", domain="organisational"),
                code("friends", factor="trust", direction="enabler", domain="professional", facet="skills")]}]},
            {"theme": "policy", "label": "Policy", "subthemes": [{"subtheme": "news", "label": "News", "codes": [
                code("election", "neutral", trigger="election"), code("tired", effect="willingness"),
                code("untouched", "contradicts", effect="willingness")]}]},
        ],
    }
)  # fmt: skip
CASES = pd.DataFrame({"case_id": ["b", "a"], "label": ["Case 1", "Case 2"]})
SOURCES = pd.DataFrame({
    "source_id": ["a-i01", "a-i02", "b-i01", "b-d01"], "case_id": ["a", "a", "b", "b"], "consent": "quote",
    "kind": ["interview", "interview", "interview", "document"], "date": ["2014-05-01", "2015-01-01", "2014-06-01", ""],
})  # fmt: skip
READ = SOURCES.assign(read=True, coders="coder_1", segments=1, words=1)
PEOPLE = ("role", "role_group", "speaker.profession", "speaker.titular", "speaker.level")
WHO = {
    name: dict(zip(PEOPLE, values, strict=True))
    for name, values in {
        "p1": ("GP", "gp", "clinician", "no", "frontline"),
        "p2": ("chair", "gp", "clinician", "yes", "strategy"),
        "p3": ("manager", "manager", "manager", "yes", "strategy"),
        "": ("", "", "", "", ""),
    }.items()
}


def evidence(*rows):
    """rows: segment's number, source, participant, code."""
    by_code, about = BOOK.set_index("code"), SOURCES.set_index("source_id")
    found = [
        dict.fromkeys(CONTRACTS["evidence"].columns, "")
        | {
            "segment_id": f"{source}:{turn}.1",
            "source_id": source,
            "case_id": source[0],
            "kind": about.loc[source, "kind"],
        }
        | {"date": about.loc[source, "date"], "participant_id": person, "code": name, "text": "words"}
        | {key: by_code.loc[name, key] for key in ("theme", "subtheme", "polarity")}
        | WHO[person]
        for turn, source, person, name in rows
    ]
    return pd.DataFrame(found, columns=[*CONTRACTS["evidence"].columns, *PEOPLE[2:]])


def made(module, *rows, read=READ, **options):
    data = {"cases": CASES, "read_sources": read, "codebook": BOOK, "attributes": DECLARED, "migrations": {}}
    return module.build(data | {"evidence": evidence(*rows)}, **options)


def declared(table, *rows):
    """A table that the shipped study declares."""
    return made(crosstable, *rows, declaration=TABLES[table].declaration)


def grouped(*rows, of=(), themes=(), list=(), **columns):
    """A table of such columns."""
    return made(crosstable, *rows, declaration={"of": of, "themes": themes, "list": list, "rows": columns})


def shown(table, *columns):
    return table.frame[list(columns)].astype(str).to_numpy().tolist()


def test_t11_tells_the_pace_that_the_same_speaker_reports_anywhere():
    table = declared(
        "T11",
        (1, "a-i01", "p1", "together"), (9, "a-i01", "p1", "slow"), (5, "a-i01", "p1", "quick"),
        (1, "b-i01", "p3", "alone"), (1, "b-d01", "", "together"), (2, "a-i02", "p2", "slow"),
    )  # fmt: skip
    assert shown(table, "style", "role", "case", "perceived_pace", "n_segments") == [
        ["collaborative", "gp", "Case 2", "rapid + slow", "1"],
        ["collaborative", "not said", "Case 1", "not said", "1"],
        ["directive", "manager", "Case 1", "not said", "1"],
    ]


def test_over_the_speaker_two_turns_of_somebody_unidentified_are_not_taken_for_one_speaker_s():
    rows = (1, "a-i01", "", "together"), (2, "a-i01", "", "alone"), (3, "a-i01", "", "slow"), (3, "a-i01", "", "quick")
    styles = {"styles": {"code": "style", "over": "speaker"}, "paces": {"code": "pace", "over": "speaker"}}
    assert shown(grouped(*rows, **styles), "styles", "paces", "n_segments") == [
        ["collaborative", "not coded", "1"], ["directive", "not coded", "1"], ["not coded", "rapid; slow", "1"],
    ]  # fmt: skip
    of_document = [(n, "b-d01", "", name) for n, _, _, name in rows]
    assert shown(grouped(*of_document, **styles), "styles", "paces") == [["collaborative; directive", "rapid; slow"]]


def test_t12_keeps_the_level_told_of_apart_from_the_speaker_s_own():
    table = declared(
        "T12", (1, "a-i02", "p2", "on_the_ward"), (2, "a-i01", "p1", "anywhere"), (1, "b-d01", "", "on_the_ward")
    )
    assert shown(table, "level", "titular", "behaviour") == [
        ["frontline", "yes", "leads"],
        ["frontline", "not said", "leads"],
        ["any", "no", "speaks up"],
    ]


def test_t13_names_the_cases_in_the_study_s_order():
    table = declared("T13", (1, "a-i01", "p1", "no_time"), (1, "b-i01", "p3", "no_time"), (2, "a-i02", "p2", "no_time"))
    assert shown(table, "factor", "direction", "domain", "level", "cases", "n_participants") == [
        ["time", "barrier", "organisational", "strategy", "Case 1; Case 2", "2"],
        ["time", "barrier", "organisational", "frontline", "Case 2", "1"],
    ]


def test_t14_tells_clinicians_managers_and_documents_apart():
    table = declared("T14", (1, "a-i01", "p1", "friends"), (1, "b-i01", "p3", "friends"), (1, "b-d01", "", "friends"))
    assert shown(table, "facet", "speaker_side", "case") == [
        ["skills", "clinician", "Case 2"], ["skills", "manager", "Case 1"], ["skills", "not said", "Case 1"],
    ]  # fmt: skip


def test_t15_pairs_triggers_and_effects_of_one_segment_and_tells_effects_that_are_denied():
    table = declared(
        "T15",
        (1, "a-i01", "p1", "election"), (1, "a-i01", "p1", "tired"), (2, "a-i01", "p1", "untouched"), (1, "b-d01", "", "election"),
    )  # fmt: skip
    assert shown(table, "trigger", "effect", "level", "case", "period", "n_segments") == [
        ["election", "not said", "not said", "Case 1", "not said", "1"],
        ["election", "willingness", "frontline", "Case 2", "2014", "1"],
        ["not said", "willingness (against)", "frontline", "Case 2", "2014", "1"],
    ]


@pytest.mark.parametrize("name", ["theme", "subtheme", "code", "polarity"])
def test_beside_a_column_over_the_segment_a_column_of_the_coding_keeps_every_coding(name):
    pace = {"code": "pace", "over": "segment"}

    def counted(**columns):
        return grouped(*ROWS, (6, "a-i01", "p1", "slow"), (6, "a-i01", "p1", "quick"), **columns)

    beside, alone = counted(pace=pace, **{name: {}}).evidence, counted(**{name: {}}).evidence
    told = beside.assign(row=beside["row"].str.replace("pace=[a-z ]*;", "", regex=True)).drop_duplicates()
    assert sorted(told["row"] + told["segment_id"]) == sorted(alone["row"] + alone["segment_id"])


ROWS = [
    (1, "a-i01", "p1", "together"), (9, "a-i01", "p1", "slow"), (1, "b-i01", "p3", "alone"), (1, "b-d01", "", "together"),
    (2, "a-i02", "p2", "on_the_ward"), (3, "a-i01", "p1", "anywhere"), (2, "b-d01", "", "on_the_ward"),
    (4, "a-i01", "p1", "no_time"), (4, "b-i01", "p3", "no_time"), (5, "a-i01", "p1", "no_time"), (4, "b-d01", "", "friends"),
    (6, "a-i01", "p1", "election"), (6, "a-i01", "p1", "tired"), (7, "a-i01", "p1", "untouched"), (6, "b-d01", "", "election"),
]  # fmt: skip


@pytest.mark.parametrize("name", ["T11", "T12", "T13", "T14", "T15"])
def test_counts_of_a_declared_table_can_be_taken_again_from_its_evidence_alone(name):
    table = declared(name, *ROWS)
    keys = list(TABLES[name].declaration["rows"])
    segments = evidence(*ROWS).drop_duplicates("segment_id").set_index("segment_id")
    assert len(table.frame) and table.frame["n_segments"].gt(0).all() and not table.frame.duplicated(keys).any()
    for row, key in zip(table.frame.to_dict("records"), row_key(table.frame[keys]), strict=True):
        behind = segments.loc[table.evidence.loc[table.evidence["row"] == key, "segment_id"].unique()]
        people = set(behind["participant_id"]) - {""}
        recounted = (len(behind), behind["source_id"].nunique(), len(people), behind["case_id"].nunique())
        assert tuple(row[column] for column in COUNTS) == recounted


def test_where_there_is_no_value_the_table_says_of_what_kind_the_silence_is():
    rows = (1, "a-i01", "p1", "together"), (1, "b-d01", "", "slow")
    columns = {"style": {"code": "style"}, "post": {"speaker": "titular"}, "year": {"source": "year"}}
    columns |= {"tone": {"source": "tone"}, "region": {"case": "region"}}
    assert shown(grouped(*rows, **columns), *columns) == [
        ["collaborative", "no", "2014", "not recorded", "not recorded"],
        ["not coded", "no speaker", "undated", "not recorded", "not recorded"],
    ]
    unknown = evidence(rows[0]).assign(**{"speaker.titular": ""})
    data = {"cases": CASES, "codebook": BOOK, "attributes": DECLARED, "evidence": unknown}
    declaration = {"of": [], "themes": [], "list": [], "rows": {"post": {"speaker": "titular"}}}
    assert crosstable.build(data, declaration).frame["post"].tolist() == ["not recorded"]


def test_a_table_may_be_of_some_themes_and_list_the_kinds_of_source():
    rows = (
        (1, "a-i01", "p1", "slow"),
        (1, "b-d01", "", "slow"),
        (2, "a-i01", "p1", "together"),
        (3, "a-i01", "p1", "quick"),
    )
    table = grouped(*rows, themes=["pace"], list=["kinds", "cases"], code={}, polarity={})
    assert shown(table, "code", "polarity", "kinds", "cases", "n_segments") == [
        ["slow", "supports", "document; interview", "Case 1; Case 2", "2"],
        ["quick", "contradicts", "interview", "Case 2", "1"],
    ]


def test_values_stand_in_the_order_that_is_asked_for_then_in_that_of_the_alphabet():
    rows = [(n, "a-i01", "p1", name) for n, name in enumerate(["friends", "no_time", "together", "alone"])]
    assert shown(grouped(*rows, of=["factor"], factor={"code": "factor"}), "factor") == [["time"], ["trust"]]
    assert shown(grouped(*rows, of=["factor"], factor={"code": "factor", "order": ["trust"]}), "factor") == [
        ["trust"],
        ["time"],
    ]
    assert shown(grouped(*rows, of=["style"], style={"code": "style", "order": "codebook"}), "style") == [
        ["collaborative"],
        ["directive"],
    ]


def test_t17_tells_what_fits_before_what_contradicts():
    table = made(t17, (1, "a-i01", "p1", "alone"))
    assert shown(table, "construct", "code", "relation", "n_segments") == [
        ["distributed leadership", "together", "fit", "0"],
        ["distributed leadership", "alone", "contradict", "1"],
    ]


def test_t10_orders_cases_by_support_and_names_exceptions():
    table = made(t10, (1, "a-i01", "p1", "together"), (2, "a-i02", "p2", "slow"), (1, "b-i01", "p3", "alone"))
    rows = {(row["ordered_case"], row["theme"]): row for row in table.frame.to_dict("records")}
    assert list(dict.fromkeys(table.frame["ordered_case"])) == ["Case 2", "Case 1"]
    assert (rows["Case 2", "style"]["strength"], rows["Case 2", "style"]["sources"]) == ("strong", "1 of 2")
    assert rows["Case 1", "style"]["strength"] == "only against" and rows["Case 1", "pace"]["strength"] == "absent"
    assert rows["Case 1", "style"]["exception"] == "more against (1) than for (0)"


def test_t10_counts_only_what_somebody_has_read():
    told = (1, "a-i01", "p1", "together"), (1, "b-i01", "p3", "alone")
    table = made(t10, *told, read=READ.assign(read=READ["source_id"] == "a-i01"))
    rows = {(row["ordered_case"], row["theme"]): row for row in table.frame.to_dict("records")}
    assert rows["Case 2", "style"]["sources"] == "1 of 1" and rows["Case 2", "pace"]["strength"] == "absent"
    assert rows["Case 1", "pace"]["strength"] == "not read"


def test_t09_goes_stale_when_the_evidence_under_it_changes():
    rows = [(1, "a-i01", "p1", "together"), (2, "a-i01", "p1", "alone")]

    def stale(*given, digest="", segments="a-i01:1.1"):
        summaries = pd.DataFrame(
            [{"case_id": "a", "theme": "style", "summary": "S.", "segments": segments, "evidence": digest}]
        )
        frame = framework(evidence(*given), summaries).frame
        return frame[(frame["case"] == "Case 2") & (frame["theme"] == "style")].iloc[0]

    digest = stale(*rows)["evidence"]
    assert stale(*rows, digest=digest)["stale"] == ""
    assert (
        stale(*rows, (3, "a-i01", "p1", "together"), digest=digest)["stale"] == "stale: the evidence has changed since"
    )
    assert stale(rows[1], digest=digest)["stale"] == "stale: 1 of its segments no longer coded with the theme"
    assert made_without_summary(rows)["stale"] == "not charted"


def framework(rows, summaries, people=(), k=1, seed=0):
    people = pd.DataFrame(people, columns=["participant_id", "case_id", "role", "role_group"])
    declared = attributes.declared({})
    data = {"cases": CASES, "codebook": BOOK, "evidence": rows, "summaries": summaries}
    return t09.build(data | {"participants": people, "attributes": declared}, k=k, seed=seed)


def test_t09_has_a_quotation_and_one_against_the_proposition_with_role_and_kind():
    rows = evidence((1, "a-i01", "p1", "together"), (2, "a-i02", "p2", "alone")).assign(
        exact=["Said of it.", "Said against it."], text=["Said of it.", "Said against it."], consent="quote"
    )
    none = pd.DataFrame(columns=["case_id", "theme", "summary", "segments", "evidence"])
    people = [("p1", "a", "nurse", ""), ("p2", "a", "cook", "")]
    table = framework(rows, none, people)
    assert table.evidence[["column", "segment_id"]].to_numpy().tolist() == [
        ["quotation", rows["segment_id"][0]], ["against", rows["segment_id"][1]],
    ]  # fmt: skip
    cell = table.frame.set_index(["case", "theme"]).loc[("Case 2", "style")]
    assert (cell["quotation"], cell["said_by"], cell["against"], cell["said_against_by"]) == (
        "Said of it.", "nurse; interview", "Said against it.", "cook; interview",
    )  # fmt: skip
    assert [cell["quoted"], cell["quoted_against"]] == list(rows["segment_id"])
    vague = framework(rows, none, people, k=2).frame.set_index(["case", "theme"]).loc[("Case 2", "style")]
    assert vague["said_by"] == "participant; interview"
    silent = framework(rows.assign(consent="aggregate"), none, people).frame.set_index(["case", "theme"])
    assert set(silent["quotation"]) == set(silent["against"]) == {""}


@pytest.mark.parametrize("seed", range(6))
def test_t09_quotes_what_speaks_for_the_proposition_and_what_is_neutral_where_nothing_does(seed):
    rows = evidence((1, "a-i01", "p1", "together"), (2, "a-i02", "p2", "alone"), (3, "a-i02", "p2", "together"))
    said = ["Said for it.", "Said against it.", "Said beside it."]
    rows = rows.assign(exact=said, text=said, consent="quote", polarity=["supports", "contradicts", "neutral"])
    none = pd.DataFrame(columns=["case_id", "theme", "summary", "segments", "evidence"])
    cell = framework(rows, none, seed=seed).frame.set_index(["case", "theme"]).loc[("Case 2", "style")]
    assert (cell["quotation"], cell["against"]) == ("Said for it.", "Said against it.")
    beside = framework(rows[1:], none, seed=seed).frame.set_index(["case", "theme"]).loc[("Case 2", "style")]
    assert (beside["quotation"], beside["against"]) == ("Said beside it.", "Said against it.")
    kept = rows.assign(consent=["aggregate", "quote", "quote"])
    assert (
        framework(kept, none, seed=seed).frame.set_index(["case", "theme"]).loc[("Case 2", "style"), "quotation"] == ""
    )


def made_without_summary(rows):
    summaries = pd.DataFrame(columns=["case_id", "theme", "summary", "segments", "evidence"])
    frame = framework(evidence(*rows), summaries).frame
    return frame[(frame["case"] == "Case 2") & (frame["theme"] == "style")].iloc[0]


def test_t18_counts_new_codes_in_the_order_of_dates_and_leaves_documents_out():
    table = made(
        t18,
        (1, "a-i02", "p2", "slow"), (1, "a-i01", "p1", "slow"), (2, "a-i01", "p1", "quick"), (1, "b-d01", "", "alone"),
        base=1, run=1, threshold=0.05, permutations=20, seed=1,
    )  # fmt: skip
    assert shown(table, "source", "new_codes", "codes", "ratio", "reached") == [
        ["a-i01", "2", "2", "", "cannot be judged"],
        ["b-i01", "0", "2", "0.000", "yes"],
        ["a-i02", "0", "2", "0.000", "yes"],
    ]
    assert [*saturation.COLUMNS, "in_codebook"] == list(table.frame.columns)


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (READ.assign(read=READ["source_id"] != "b-i01"), ""),
        (READ.assign(read=READ["kind"] == "document"), "Not available: nobody has read an interview."),
    ],
)
def test_t18_is_of_interviews_that_were_read(read, told):
    options = {"base": 1, "run": 1, "threshold": 0.05, "permutations": 20, "seed": 1}
    table = made(t18, (1, "a-i02", "p2", "slow"), (1, "a-i01", "p1", "slow"), read=read, **options)
    assert table.missing == told and table.frame["source"].tolist() == ([] if told else ["a-i01", "a-i02"])


T19_RATINGS = pd.DataFrame(
    [("s", "s:1.1", "slow", 1, 1, 0)], columns=["source_id", "segment_id", "code", "coder_1", "coder_2", "idle"]
)


def of_t19(ratings, rows, readings=(), units="participants"):
    """rows: code, alpha, status."""
    table = pd.DataFrame(rows, columns=["code", "alpha", "status"])
    book = pd.DataFrame([(code, code.title()) for code in table["code"]], columns=["code", "label"])
    data = {"ratings": ratings, "agreement": table, "readings": pd.DataFrame(list(readings)), "codebook": book}
    return t19.build(data, units)


def test_t19_has_the_segments_that_all_and_that_some_gave_a_code():
    ratings = pd.DataFrame(
        [("s", "s:1.1", "slow", 1, 1), ("s", "s:2.1", "slow", 1, 0), ("s", "s:3.1", "slow", 0, 0), ("t", "t:1.1", "slow", 1, -1)],
        columns=["source_id", "segment_id", "code", "coder_1", "coder_2"],
    )  # fmt: skip
    told = of_t19(ratings, [("slow", "0.500", "low")]).evidence
    behind = told.groupby("column")["segment_id"].agg(set)
    assert behind["given_by_some"] == {"s:2.1"} and "t:1.1" not in set(told["segment_id"])
    assert "s:1.1" in behind["given_by_all"]


def test_t19_says_so_where_nothing_was_coded_twice():
    ratings = pd.DataFrame(columns=["source_id", "segment_id", "code"])
    table = of_t19(ratings, [])
    assert table.missing == "Not available: no source was read by two people."


@pytest.mark.parametrize(
    ("readings", "units", "told"),
    [
        (
            [],
            "participants",
            "Units: the segments that are analysed. Read: a source in which a coder coded something, for",
        ),
        ([{"coder": "coder_1", "source_id": "s"}], "all", "Units: all segments, also interviewers' turns"),
    ],
)
def test_t19_says_what_units_are_and_how_it_is_known_who_read_what(readings, units, told):
    note = of_t19(T19_RATINGS, [("slow", "0.500", "low")], readings, units).note
    assert told in note and ("no readings.csv" in note) is not bool(readings)
    assert "gave no unit a code: idle." in note


def test_t19_summarises_the_codes_and_names_the_worst():
    rows = [
        ("slow", "0.500", "low"), ("fast", "0.900", "good"), ("odd", "0.700", "not established: estimate tentative"),
        ("never", "undefined", "undefined: nobody gave it"), ("(all codes)", "0.100", "low"),
    ]  # fmt: skip
    assert of_t19(T19_RATINGS, rows).note.startswith(
        "Alpha of 3 codes: median 0.700, quartiles 0.600 and 0.800, lowest 0.500 (Slow). "
        "By status: 1 good, 1 not established, 1 low and 1 undefined. Units"
    )
    assert of_t19(T19_RATINGS, rows[3:]).note.startswith("Alpha is defined for none of 1 code. Units")


def test_a_role_that_is_withheld_stands_by_its_group():
    rows = pd.DataFrame({"role": ["withheld", "cook", "withheld", ""], "role_group": ["nursing", "cook", "withheld", ""],
                         "participant_id": ["p1", "p2", "p3", ""]})  # fmt: skip
    given = crosstable._of_speaker({"speaker": "role"}, rows)
    assert list(given[:3]) == ["nursing", "cook", "withheld"]


@pytest.mark.parametrize(
    ("given_by", "told"), [("coder_1", "given by coder_1; not by coder_2"), (None, "no coder who read it differed")]
)
def test_t20_tells_who_gave_what_was_decided_about(given_by, told):
    columns = ["segment_id", "code", "given_by", "not_given_by"]
    rows = [("s:1.1", "slow", given_by, "coder_2")] if given_by else []
    decided = pd.DataFrame({"segment_id": ["s:1.1"], "code": ["slow"], "decision": ["keep"], "reason": ["plain"]})
    sources = pd.DataFrame({"source_id": ["s"], "consent": [""]})
    data = {"adjudication": decided, "sources": sources, "disagreements": pd.DataFrame(rows, columns=columns)}
    table = t20.build(data)
    assert shown(table, "segment", "codes_by_coder", "decision", "reason") == [["s:1.1", told, "keep", "plain"]]
    counted = t20.build(data | {"sources": sources.assign(consent="aggregate")})
    assert shown(counted, "segment", "decision", "reason") == [["s:1.1", "keep", WITHHELD]]
    closed = t20.build(data | {"sources": sources.assign(consent="closed")})
    assert closed.frame.empty and closed.evidence.empty


def test_t26_tells_answered_from_shown_from_open():
    frame = t26.build({"study": {"reporting": {}}}).frame
    answered = t26.build({"study": {"reporting": {frame["item"][0]: "Two sociologists."}}}).frame
    assert set(frame["status"]) <= {"shown", "open"} and answered["status"][0] == "answered"
    assert answered["evidence"][0] == "Two sociologists." and "study.yaml" in answered["location"][0]
