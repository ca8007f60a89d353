"""What a study's files say of one another: what contradicts itself or leads nowhere is told with file, place and remedy."""

from __future__ import annotations

import re

import pytest
from multicase.claims import MIXED_COUNTS_AS
from multicase.study import foreign, migrations, study
from multicase.study.problems import StudyError

CLAIM = "criterion:\n  cases: 1\nclaims:\n  - claim: C1\n    statement: Leaders take people with them.\n    supports: [collaborative]\n"
NEGATIVE = "    negative_cases: [{{case: {case}, segment: '{segment}', disposition: coding doubtful, reason: r}}]\n"
TWICE = (
    "    negative_cases:\n      - {{case: west, {first}disposition: coding doubtful, reason: r}}\n"
    "      - {{case: west, {second}disposition: speaks against the claim, reason: r}}\n"
)
QUOTED = "    quotations: [{{segment: '{segment}', code: collaborative, reason: r}}]\n"
SPEAKERS = "    population: {{speakers: {{{speakers}}}}}\n"
CRITERION = "criterion: {{{criterion}}}\n" + CLAIM.partition("cases: 1\n")[2]
SUMMARIES = "case_id,theme,summary,segments\n"
ADJUDICATION = "segment_id,code,decision,reason\n"
REGISTER = "entity,kind,name,aliases,replacement,scope\n"
DECISIONS = "text,kind,scope,action,replacement\n"
REREADING = "reader,source_id,start,end,words,text_sha256,missed,kind,class\n"
SHA = "0" * 64
BOOK = """\
version: "1"
themes:
  - theme: style
    label: Style
    definition: d
    subthemes:
      - subtheme: manner
        label: Manner
        codes:
          - {code: collaborative, label: Together, definition: d, indicators: [{id: i1, phrase: with you}]}
          - {code: slow, label: Slow, definition: d}
"""
EXCLUSIVE = "exclusive:\n  - {{set: pace, codes: [collaborative, slow], speakers: {speakers}}}\n"
SLOW = "{code: slow, label: Slow, definition: d}"


class Edit(tuple):
    """Old and new words of a file, where a whole text isn't given."""


def edit(old, new):
    return Edit((old, new))


def spoil(root, name, change):
    path = root / name
    path.parent.mkdir(exist_ok=True)
    if isinstance(change, Edit):
        text = path.read_text(encoding="utf-8")
        assert change[0] in text
        path.write_text(text.replace(*change, 1), encoding="utf-8")
    else:
        path.write_text(change, encoding="utf-8")


def problems_of(root):
    with pytest.raises(StudyError) as caught:
        study.load(root)
    return caught.value.problems


# name -> file, change, place, what was found, what to do
REFUSED = {
    "a passage of an unknown source": (
        "private/rereading.csv", REREADING + f"r1,east-i1,0,9,2,{SHA},,,\n", "line 2, column source_id", "an unknown source", "nearest: 'east-i01'"
    ),
    "something missed without a kind": (
        "private/rereading.csv", REREADING + f"r1,east-i01,0,9,2,{SHA},Zed,,direct\n", "line 2, column kind", "nothing", "Mend the row"
    ),
    "a passage with a class": (
        "private/rereading.csv", REREADING + f"r1,east-i01,0,9,2,{SHA},,,quasi\n", "line 2, column class", "one", "Mend the row"
    ),
    "a passage that ends where it begins": (
        "private/rereading.csv", REREADING + f"r1,east-i01,9,9,2,{SHA},,,\n", "line 2, column end", "an end before the start", "Mend the row"
    ),
    "two cases called the same": (
        "cases.csv", edit("west,Case 2", "west,Case 1"), "line 3, column label", "'Case 1', as the case 'east' is called", "Rename one of the two"
    ),
    "two cases whose names differ in what nobody sees": (
        "cases.csv", edit("west,Case 2", "west,case  1"), "line 3, column label", "as the case 'east' is called", "Rename one of the two"
    ),
    "a source's participants of another case": (
        "sources.csv", edit("west-p01,2", "east-p01,2"), "line 4, column participants", "'east-p01' of the case 'east'", "Name somebody of this case"
    ),
    "one of several participants of another case": (
        "sources.csv", edit("west-p01,2", "west-p01; east-p01,2"), "line 4, column participants", "'east-p01' of the case 'east'", "Name somebody of this case"
    ),
    "a speaker of another case": (
        "private/speakers.csv", edit("P,west-p01", "P,east-p01"), "line 4, column participant_id", "'east-p01' of the case 'east'", "Name somebody of this case"
    ),
    "a claim on an undeclared attribute": (
        "claims.yaml", CLAIM + SPEAKERS.format(speakers="titulr: ['yes']"), "C1.population.speakers.titulr", "unknown attribute 'titulr'", "nearest: 'titular'.*attributes.participants"
    ),
    "a claim on a value that nobody has": (
        "claims.yaml", CLAIM + SPEAKERS.format(speakers="profession: [clinician, manger]"), "C1.population.speakers.profession", "'manger', which nobody has", "nearest: 'manager'"
    ),
    "a declared value that nobody has": (
        "claims.yaml", CLAIM + SPEAKERS.format(speakers="level: [operational]"), "C1.population.speakers.level", "'operational', which nobody has", "Mend it"
    ),
    "a negative case that is no case": (
        "claims.yaml", CLAIM + NEGATIVE.format(case="wesst", segment="").replace("segment: '', ", ""), "C1.negative_cases", "'wesst'", "nearest: 'west'"
    ),
    "a negative case's segment of an unknown source": (
        "claims.yaml", CLAIM + NEGATIVE.format(case="west", segment="west-i09:1.1"), "C1.negative_cases", "unknown source 'west-i09'", "nearest: 'west-i01'"
    ),
    "two negative cases on one segment": (
        "claims.yaml", CLAIM + TWICE.format(first="segment: 'west-i01:2.1', ", second="segment: 'west-i01:2.1', "), "C1.negative_cases", "entries 1 and 2, both on the segment 'west-i01:2.1'", "Make one of the two"
    ),
    "two negative cases on one whole case": (
        "claims.yaml", CLAIM + TWICE.format(first="", second=""), "C1.negative_cases", "entries 1 and 2, both on the whole case 'west'", "name the segments"
    ),
    "a negative case's segment left blank": (
        "claims.yaml", CLAIM + NEGATIVE.format(case="west", segment=""), "line 7, claims[0].negative_cases[0].segment", "''", "."
    ),
    "a negative case's segment of no form": (
        "claims.yaml", CLAIM + NEGATIVE.format(case="west", segment="west-i01:1"), "C1.negative_cases", "'west-i01:1'", "Copy it from a table or a page"
    ),
    "a negative case's segment of another case": (
        "claims.yaml", CLAIM + NEGATIVE.format(case="west", segment="east-i01:1.1"), "C1.negative_cases", "'east-i01:1.1', of the case 'east'", "Name one of this case"
    ),
    "a quotation's segment of an unknown source": (
        "claims.yaml", CLAIM + QUOTED.format(segment="north-i01:1.1"), "C1.quotations", "unknown source 'north-i01'", "Mend it"
    ),
    "a quotation's segment of no form": (
        "claims.yaml", CLAIM + QUOTED.format(segment="east-i01"), "C1.quotations", "'east-i01'", "Copy it from a table or a page"
    ),
    "a summary's segment of an unknown source": (
        "summaries.csv", SUMMARIES + "east,style,s,east-i01:1.1;east-i9:1.1\n", "line 2", "unknown source 'east-i9'", "nearest: 'east-i01'"
    ),
    "a summary's segment of no form": (
        "summaries.csv", SUMMARIES + "east,style,s,east-i01 1.1\n", "line 2", "'east-i01 1.1'", "Copy it from a table or a page"
    ),
    "a summary's segment of another case": (
        "summaries.csv", SUMMARIES + "east,style,s,west-i01:1.1\n", "line 2", "'west-i01:1.1', of the case 'west'", "Name one of this case"
    ),
    "an adjudicated segment of an unknown source": (
        "adjudication.csv", ADJUDICATION + "west-i02:1.1,slow,keep,r\n", "line 2", "unknown source 'west-i02'", "nearest: 'west-i01'"
    ),
    "an adjudicated segment of no form": (
        "adjudication.csv", ADJUDICATION + "west-i01:1.x,slow,keep,r\n", "line 2", "'west-i01:1.x'", "Copy it from a table or a page"
    ),
    "the register's scope of an unknown case": (
        "private/register.csv", REGISTER + "holt,person,Dr Sarah Holt,,A,case:wst\n", "line 2, column scope", "unknown case 'wst'", "nearest: 'west'"
    ),
    "a decision's scope of an unknown case": (
        "private/decisions.csv", DECISIONS + "Nell,person,case:wst,redact,\n", "line 2, column scope", "unknown case 'wst'", "nearest: 'west'"
    ),
    "a decision's scope of an unknown source": (
        "private/decisions.csv", DECISIONS + "Nell,person,source:west-i1,redact,\n", "line 2, column scope", "unknown source 'west-i1'", "nearest: 'west-i01'"
    ),
    "a decision against the register": (
        "private/decisions.csv", DECISIONS + "Sarah Holt,person,study,keep,\n", "line 2", r"a name of the register \(line 2 there\) that says otherwise", "rows and pseudonyms go before decisions. If somebody else is called so too, give them a row"
    ),
    "a decision against a part of a registered name, in one source": (
        "private/decisions.csv", DECISIONS + "holt,person,source:west-i01,pseudonymise,a nurse\n", "line 2", "that says otherwise", "change the register"
    ),
    "decisions that differ, in other capitals": (
        "private/decisions.csv", DECISIONS + "Old Mill,place,study,redact,\nold mill,place,study,keep,\n", "line 3", "another decision than in line 2", "Remove one of the two"
    ),
    "decisions that differ, with other blanks": (
        "private/decisions.csv", DECISIONS + "Old Mill,place,study,pseudonymise,a town\nOld  Mill,place,study,pseudonymise,a village\n", "line 3", "another decision than in line 2", "Remove one of the two"
    ),
    "one replacement of two entities": (
        "private/register.csv", REGISTER + "holt,person,Sarah Holt,,GP A,\nberry,person,Nell Berry,,gp  a,\n", "line 3, column replacement", r"replacement of another entity \(register.csv, line 2\)", "Choose another"
    ),
    "one replacement of two entities of a case": (
        "private/register.csv", REGISTER + "holt,person,Sarah Holt,,GP A,case:east\nberry,person,Nell Berry,,GP A,case:east\n", "line 3, column replacement", "replacement of another entity", "Choose another"
    ),
    "one replacement of an entity of a case and one of the study": (
        "private/register.csv", REGISTER + "holt,person,Sarah Holt,,GP A,case:east\nberry,person,Nell Berry,,GP A,study\n", "line 3, column replacement", "replacement of another entity", "Choose another"
    ),
    "a replacement that is the name": (
        "private/register.csv", REGISTER + "holt,person,Sarah Holt,,sarah holt,\n", "line 2, column replacement", "a replacement that is the name itself", "Choose another"
    ),
    "a name of the register that a case is called by": (
        "cases.csv", edit("Case 1", "Quarry  lane surgery (1)"), "line 2, column label", "a name of the register", "Call it otherwise"
    ),
    "a name of the register in a participant's role": (
        "participants.csv", edit("practice manager", "manager (Quarry Lane Surgery)"), "line 3, column role", "a name of the register", "Call it otherwise"
    ),
    "a replacement that is an alias": (
        "private/register.csv", REGISTER + "holt,person,Sarah Holt,Sal; Dr  Holt,dr holt,\n", "line 2, column replacement", "a replacement that is the name itself", "Choose another"
    ),
    "a decision's replacement that is its text": (
        "private/decisions.csv", DECISIONS + "Old Mill,place,study,pseudonymise,old  mill\n", "line 2, column replacement", "a replacement that is the string itself", "keep it"
    ),
    "a case that is called as all of them are": (
        "cases.csv", edit(",Case 1", ",All  cases"), "line 2, column label", "'All {1,2}cases', as rows over all cases", "Rename the case"
    ),
    "a replacement of what a decision keeps": (
        "private/decisions.csv", DECISIONS + "Thornbury,place,study,keep,a market town\n", "line 2, column replacement", "a replacement of what is kept", "decide generalise"
    ),
    "a source's impossible date": (
        "sources.csv", edit("2014-02-03", "2014-02-30"), "line 2, column date", "'2014-02-30'", ""
    ),
    "a case's impossible start": (
        "cases.csv", edit("2013-04,", "2014-02-30,"), "line 2, column period_start", "'2014-02-30'", ""
    ),
    "a period that ends before it starts": (
        "cases.csv", edit("2013-04,2016-07", "2016-07,2013-04"), "line 2, column period_end", "'2013-04' after a start of '2016-07'", "Mend one of the two"
    ),
    "a period that ends the day before it starts": (
        "cases.csv", edit("2013-04,2016-07", "2013-04-02,2013-04-01"), "line 2, column period_end", "'2013-04-01' after a start of '2013-04-02'", "Mend one of the two"
    ),
    "a period that ends in the year before it starts": (
        "cases.csv", edit("2013-04,2016-07", "2013-04,2012"), "line 2, column period_end", "'2012' after a start of '2013-04'", "Mend one of the two"
    ),
    "a reading of an unknown source": (
        "readings.csv", "coder,source_id\ncoder_1,east-i1\n", "line 2, column source_id", "unknown source 'east-i1'", "nearest: 'east-i01'"
    ),
    "an unread segment of another source": (
        "readings.csv", "coder,source_id,unread\ncoder_1,east-i01,east-i01:2.1;west-i01:2.1\n", "line 2, column unread", "'west-i01:2.1'", "Mend it"
    ),
    "an unread passage that is no segment": (
        "readings.csv", "coder,source_id,unread\ncoder_1,east-i01,east-i01:2\n", "line 2, column unread", "'east-i01:2'", "Mend it"
    ),
    "a set of codes of an undeclared attribute": (
        "codebook.yaml", BOOK + EXCLUSIVE.format(speakers="{titulr: ['yes']}"), "exclusive, set pace.speakers.titulr", "unknown attribute 'titulr'", "nearest: 'titular'"
    ),
    "a set of codes of a role that nobody has": (
        "codebook.yaml", BOOK + EXCLUSIVE.format(speakers="{role_group: [nurse]}"), "exclusive, set pace.speakers.role_group", "'nurse', which nobody has", "Mend it"
    ),
    "an attribute of cases named like a core column": (
        "study.yaml", edit("cases: {", "cases: {label: {}, "), "attributes.cases.label", "'label', a column that every study has", "Rename the attribute"
    ),
    "an attribute of participants named like a core column": (
        "study.yaml", edit("participants:", "participants:\n    case_id: {}"), "attributes.participants.case_id", "'case_id', a column that every study has", "Rename the attribute"
    ),
    "an attribute of sources named like a core column": (
        "study.yaml", edit("attributes:", "attributes:\n  sources: {kind: {}}"), "attributes.sources.kind", "'kind', a column that every study has", "Rename the attribute"
    ),
    "an attribute of sources named year": (
        "study.yaml", edit("attributes:", "attributes:\n  sources: {year: {}}"), "attributes.sources.year", "'year', a column that every study has", "Rename the attribute"
    ),
    "stands_for_role twice": (
        "study.yaml", edit("organisation_type: {}", "organisation_type: {stands_for_role: true}"), "attributes.participants", "stands_for_role more than once", "Leave it with one"
    ),
    "stands_for_role with cases": (
        "study.yaml", edit("region_type: {}", "region_type: {stands_for_role: true}"), "attributes.cases.region_type", "stands_for_role", "Take it away"
    ),
    "an undeclared column of cases": (
        "cases.csv", edit("region_type", "climate"), "line 1", "unknown column 'climate'", r"declare it in study.yaml: attributes: \{cases: \{climate: \{\}\}\}"
    ),
    "an undeclared column of sources": (
        "sources.csv", edit(",wave,", ",place,"), "line 1", "unknown column 'place'", r"declare it in study.yaml: attributes: \{sources: \{place: \{\}\}\}"
    ),
    "an undeclared column of participants": (
        "participants.csv", edit("profession", "trade"), "line 1", "unknown column 'trade'", r"declare it in study.yaml: attributes: \{participants: \{trade: \{\}\}\}"
    ),
    "an undeclared value": (
        "participants.csv", edit("ccg,strategy", "ccg,strategic"), "line 2, column level", "'strategic'", "nearest: 'strategy'.*add it to the values of level in study.yaml"
    ),
    "an undeclared attribute of a code": (
        "codebook.yaml", BOOK.replace(SLOW, "{code: slow, label: Slow, definition: d, attributes: {pace: slow}}"), "code slow", "undeclared attribute 'pace'", r"declare it in study.yaml: attributes: \{codes: \{pace: \{\}\}\}"
    ),
    "a key twice": (
        "codebook.yaml", BOOK.replace("    label: Style\n", "    label: Style\n    label: Manner\n"), "line 5, column 5", "the key 'label' twice", "Mend the .*key"
    ),
    "a key twice on one line": (
        "claims.yaml", CRITERION.format(criterion="minimum: 2, minimum: 3"), "line 1, column 25", "the key 'minimum' twice", "Mend the .*key"
    ),
    "an operator that is no number of times": (
        "codebook.yaml", BOOK.replace("phrase: with you", 'pattern: [{LOWER: so, OP: "{9999999999}"}]'), "line 10, themes", r"'\{9999999999\}'", "Mend it"
    ),
    "a theme twice": (
        "codebook.yaml", BOOK + BOOK.partition("themes:\n")[2].replace("manner", "other").replace("collaborative", "a").replace("slow", "b"), "theme style", "the theme 'style' 2 times", "Give each theme an id of its own"
    ),
    "a subtheme twice": (
        "codebook.yaml", BOOK + BOOK.partition("themes:\n")[2].replace("theme: style", "theme: other").replace("collaborative", "a").replace("slow", "b"), "subtheme manner", "the subtheme 'manner' 2 times", "Give each subtheme an id of its own"
    ),
    "a code twice": (
        "codebook.yaml", BOOK + f"          - {SLOW}\n", "code slow", "the code 'slow' 2 times", "Give each code an id of its own"
    ),
    "an indicator twice": (
        "codebook.yaml", BOOK.replace("indicators: [", "indicators: [{id: i1, phrase: together}, "), "indicator collaborative.i1", "indicator 'collaborative.i1' 2 times", "Give each indicator an id of its own"
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", REFUSED)
def test_what_does_not_fit_is_refused_with_file_place_finding_and_remedy(small_study, mistake):
    name, change, place, found, todo = REFUSED[mistake]
    spoil(small_study, name, change)
    told = problems_of(small_study)
    assert len(told) == 1, told
    assert told[0].file == str(small_study / name)
    assert told[0].place == place or (place.endswith("themes") and told[0].place.startswith(place))
    assert re.search(found, told[0].found), told[0]
    assert told[0].expected
    assert told[0].todo and re.search(todo, told[0].todo), told[0]


# What looks like one of those mistakes and is none.
PASSED = {
    "segments of the case that they are said of": ("summaries.csv", SUMMARIES + "east,style,s,east-i01:1.1; east-d01:2.1\n"),
    "a summary that rests on nothing": ("summaries.csv", SUMMARIES + "east,style,s,\n"),
    "a quotation of any case": ("claims.yaml", CLAIM + QUOTED.format(segment="west-i01:1.1")),
    "a negative case and one segment of it": ("claims.yaml", CLAIM + TWICE.format(first="", second="segment: 'west-i01:2.1', ")),
    "negative cases on two segments": (
        "claims.yaml", CLAIM + TWICE.format(first="segment: 'west-i01:2.2', ", second="segment: 'west-i01:2.1', ")
    ),
    "a claim on core columns": ("claims.yaml", CLAIM + SPEAKERS.format(speakers="role: ['GP, chair'], role_group: [gp]")),
    "a claim on a declared attribute": ("claims.yaml", CLAIM + SPEAKERS.format(speakers="titular: ['yes', 'no']")),
    "scopes that are there": ("private/decisions.csv", DECISIONS + "Nell,person,case:west,redact,\nNell,person,source:west-i01,keep,\n"),
    "a decision that says what the register says": ("private/decisions.csv", DECISIONS + "Sarah Holt,person,study,pseudonymise,GP chair A\n"),
    "a decision on places at which a registered name is unclear": ("private/decisions.csv", DECISIONS + "Holt,unclear,study,keep,\n"),
    "one decision, in two spellings": ("private/decisions.csv", DECISIONS + "Nell,person,study,redact,\nNELL,person,study,redact,\n"),
    "decisions on one string as two kinds": ("private/decisions.csv", DECISIONS + "Mill,person,study,redact,\nmill,place,study,keep,\n"),
    "one replacement in two cases": ("private/register.csv", REGISTER + "holt,person,Sarah Holt,,GP A,case:east\nberry,person,Nell Berry,,GP A,case:west\n"),
    "a post that is called by its own name": ("private/register.csv", REGISTER + "chair,job,chair,,chair,\n"),
    "a leap day": ("sources.csv", edit("2014-02-03", "2016-02-29")),
    "a period within a year": ("cases.csv", edit("2013-04,2016-07", "2013-04,2013")),
    "a period without an end": ("cases.csv", edit("2013-04,2016-07", "2013-04,")),
    "a reading of a part": ("readings.csv", "coder,source_id,unread\ncoder_1,east-i01,east-i01:2.1;east-i01:4.1\n"),
    "a set of codes of interviewers": ("codebook.yaml", BOOK + EXCLUSIVE.format(speakers="interviewers")),
    "a set of codes of a role": ("codebook.yaml", BOOK + EXCLUSIVE.format(speakers="{role_group: [gp]}")),
    "a reading by somebody who coded nothing": ("readings.csv", "coder,source_id\ncoder_2,east-i01\n"),
    "a reading": ("readings.csv", "coder,source_id\ncoder_1,east-i01\n"),
    "an attribute without a value": ("participants.csv", edit("ccg,strategy", "ccg,")),
    "an operator": ("codebook.yaml", BOOK.replace("phrase: with you", 'pattern: [{LOWER: so, OP: "{2,3}"}]')),
    "an indicator's id in another code": ("codebook.yaml", BOOK.replace(SLOW, SLOW[:-1] + ", indicators: [{id: i1, phrase: so slow}]}")),
}  # fmt: skip


@pytest.mark.parametrize("right", PASSED)
def test_what_only_looks_like_a_mistake_is_passed(small_study, right):
    spoil(small_study, *PASSED[right])
    study.load(small_study)


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("adjudication.csv", "segment_id,code,decision,reason,date\nwest-i01:1.1,slow,keep,r,2014-02-30\n", "line 2, column date"),
        ("private/decisions.csv", "text,kind,scope,action,replacement,date\nNell,person,study,redact,,2014-02-30\n", "line 2, column date"),
        ("migrations.yaml", "migrations: [{date: '2014-02-30', change: rename, from: [old], to: [slow], reason: r}]\n", "line 1, migrations"),
    ],
)  # fmt: skip
def test_a_date_that_no_calendar_has_is_refused_wherever_a_date_stands(small_study, name, text, place):
    spoil(small_study, name, text)
    (told,) = problems_of(small_study)
    assert told.file == str(small_study / name) and told.place.startswith(place)
    assert told.expected == "a date of the calendar"
    assert ("2014-02-30" in told.found) != name.startswith("private/")


@pytest.mark.parametrize("number", [".nan", ".NaN", ".inf", "-.inf", "+.Inf", "1.0e+999"])
@pytest.mark.parametrize("key", ["tolerance", "most", "minimum"])
def test_what_is_no_number_is_refused_in_a_criterion(small_study, key, number):
    spoil(small_study, "claims.yaml", CRITERION.format(criterion=f"{key}: {number}"))
    (told,) = problems_of(small_study)
    assert told.file.endswith("claims.yaml") and told.place.startswith("line 1")
    assert number in told.found and told.todo


BOTH_CRITERIA = pytest.mark.parametrize(
    ("text", "place"),
    [(CRITERION, "line 1, criterion"), (CLAIM + "    criterion: {{{criterion}}}\n", "line 7, claims[0].criterion")],
    ids=["of all claims", "of one claim"],
)  # fmt: skip


@BOTH_CRITERIA
def test_a_criterion_by_which_a_single_unit_decides_is_refused_with_the_reason(small_study, text, place):
    spoil(small_study, "claims.yaml", text.format(criterion="minimum: 1"))
    (told,) = problems_of(small_study)
    assert (told.place, told.found, told.expected) == (f"{place}.minimum", "'1'", "minimum 2")
    assert "a single segment decide" in told.todo
    spoil(small_study, "claims.yaml", text.format(criterion="minimum: 2, cases: 1"))
    study.load(small_study)


@BOTH_CRITERIA
def test_what_a_mixed_unit_may_count_as_is_named_where_something_else_is_said(small_study, text, place):
    spoil(small_study, "claims.yaml", text.format(criterion="mixed: both"))
    (told,) = problems_of(small_study)
    assert (told.place, told.found) == (f"{place}.mixed", "'both'")
    assert told.expected == f"one of {', '.join(MIXED_COUNTS_AS)}" and "speaks for and against" in told.todo
    for mixed in MIXED_COUNTS_AS:
        spoil(small_study, "claims.yaml", text.format(criterion=f"mixed: {mixed}, cases: 1"))
        study.load(small_study)


def test_a_declared_value_of_a_code_is_passed_and_another_told_with_the_nearest(small_study):
    declared = edit("attributes:", "attributes:\n  codes: {pace: {values: [slow, fast]}}")
    spoil(small_study, "study.yaml", declared)
    spoil(small_study, "codebook.yaml", BOOK.replace(SLOW, SLOW[:-1] + ", attributes: {pace: slow}}"))
    study.load(small_study)
    spoil(small_study, "codebook.yaml", BOOK.replace(SLOW, SLOW[:-1] + ", attributes: {pace: sloow}}"))
    (told,) = problems_of(small_study)
    assert (told.place, told.found, told.expected) == ("code slow", "pace: 'sloow'", "one of slow, fast")
    assert "nearest: 'slow'" in told.todo and "values of pace in study.yaml" in told.todo


# What can't be seen: C0 and C1 controls, what turns text round, and the bidirectional marks.
CONTROLS = {"bell": "\x07", "escape": "\x1b"}
MARKS = {"C1": "\x9b", "override": "\u202e", "embedding": "\u202a", "isolate": "\u2066"}
UNSEEN = CONTROLS | MARKS
CELLS = [
    ("cases.csv", "Case 1"),
    ("participants.csv", "practice manager"),
    ("private/register.csv", "GP chair A"),
    ("private/speakers.csv", "Dr Holt"),
]
LABELS = [
    ("study.yaml", "title: A small study"),
    ("study.yaml", "label: Formal post"),
    ("codebook.yaml", "label: Style"),
    ("codebook.yaml", "label: Manner"),
    ("codebook.yaml", "label: Collaborative"),
]


@pytest.mark.parametrize(
    ("name", "old", "mark"),
    [
        *((*cell, mark) for cell in CELLS for mark in CONTROLS | MARKS),
    ],
)
def test_what_can_not_be_seen_is_refused_in_a_table(small_study, name, old, mark):
    spoil(small_study, name, edit(old, old[:3] + UNSEEN[mark] + old[3:]))
    told = [problem for problem in problems_of(small_study) if problem.found == "characters that can't be seen"]
    assert [problem.file for problem in told] == [str(small_study / name)]
    assert told[0].place.startswith("line ") and ", column " in told[0].place and told[0].todo


def refused(root, name, old, mark):
    """Whether a mark, escaped as YAML does, in a label of a YAML file is told with its line."""
    before = (root / name).read_text(encoding="utf-8")
    key, _, label = old.partition(": ")
    spoil(root, name, edit(old, f'{key}: "{label[:2]}\\u{ord(mark):04x}{label[2:]}"'))
    try:
        study.load(root)
    except StudyError as error:
        told = [each for each in error.problems if each.file == str(root / name)]
        return len(told) == 1 and told[0].place.startswith("line ") and bool(told[0].todo)
    finally:
        (root / name).write_text(before, encoding="utf-8")
    return False


@pytest.mark.parametrize(
    "mark",
    [
        *CONTROLS,
        *MARKS,
    ],
)
def test_what_can_not_be_seen_is_refused_in_a_label(small_study, mark):
    assert [label for label in LABELS if not refused(small_study, *label, UNSEEN[mark])] == []


@pytest.mark.parametrize("mark", ["bell", "override"])
def test_what_can_not_be_seen_is_refused_in_what_a_value_is_called(small_study, mark):
    assert refused(small_study, "study.yaml", "manager: Manager", UNSEEN[mark])


@pytest.mark.parametrize("mark", ["bell", "override"])
@pytest.mark.parametrize(
    ("name", "text", "old"),
    [
        ("claims.yaml", CLAIM + "    short: With people\n", "short: With people"),
        ("tables.yaml", "tables:\n  T11:\n    title: Cases\n    rows: {case: {}}\n", "title: Cases"),
    ],
)
def test_what_can_not_be_seen_is_refused_in_what_claims_and_tables_are_called(small_study, name, text, old, mark):
    spoil(small_study, name, text)
    assert refused(small_study, name, old, UNSEEN[mark])


def test_a_label_with_an_accent_a_dash_or_an_apostrophe_is_passed(small_study):
    spoil(small_study, "cases.csv", edit("Case 1", "Città – l’est"))
    spoil(small_study, "codebook.yaml", edit("label: Style", "label: Führung – ‘how’"))
    study.load(small_study)


@pytest.mark.parametrize(
    ("name", "todo"),
    [
        ("ANNA.QDPX", "Rename it to ANNA.qdpx."),
        ("coder_3.CSV", "Rename it to coder_3.csv."),
        ("codings.xlsx", "Move it away, and take it in from there: multicase import-codings FILE."),
        ("README", "Move it away, and take it in from there: multicase import-codings FILE."),
        ("anna.nvpx", f"Move it away. {foreign.NVIVO} Then take that in: multicase import-codings FILE."),
    ],
)
def test_a_file_among_the_codings_that_nobody_reads_is_told_with_what_would_be_read(small_study, name, todo):
    spoil(small_study, f"codings/{name}", "x\n")
    (told,) = problems_of(small_study)
    assert told.file == str(small_study / "codings" / name)
    assert told.expected == "a name that ends in .csv, .qdpx or .jsonl" and told.todo == todo


def test_before_anonymisation_only_tables_of_codings_are_read(small_study):
    spoil(small_study, "private/codings/anna.qdpx", "x\n")
    (told,) = problems_of(small_study)
    assert told.file == str(small_study / "private/codings/anna.qdpx") and told.expected == "a name that ends in .csv"


@pytest.mark.parametrize("name", [".DS_Store", "~$codings.xlsx", ".~lock.coder_1.csv#"])
def test_what_programs_leave_among_the_codings_is_passed_over(small_study, name):
    spoil(small_study, f"codings/{name}", "x\n")
    assert study.load(small_study).codings == {}


def test_braces_in_a_raw_path_are_refused_where_the_file_lies(small_study):
    (small_study / "raw/east/i01.txt").rename(small_study / "raw/east/{i}01.txt")
    spoil(small_study, "sources.csv", edit("raw/east/i01.txt", "raw/east/{i}01.txt"))
    (told,) = problems_of(small_study)
    assert told.file == str(small_study / "sources.csv") and told.place == "line 2, column path"
    assert told.found == "'raw/east/{i}01.txt'" and "without braces" in told.expected and told.todo


def test_braces_in_a_coders_name_are_refused(small_study):
    spoil(small_study, "codings/{coder}.csv", "source_id,start,end,exact,prefix,suffix,code,memo\n")
    (told,) = problems_of(small_study)
    assert told.file.endswith("codings/{coder}.csv")
    assert told.found == "braces in the file's name" and told.todo == "Rename the file."


@pytest.mark.parametrize("where", ["{up}/small", "{up", "sm{all}"])
def test_braces_in_the_studys_path_are_refused(small_study, tmp_path, where):
    moved = tmp_path / "there" / where
    moved.parent.mkdir(parents=True)
    small_study.rename(moved)
    told = problems_of(moved)
    assert ("braces in the path", "Rename or move the directory.") in [(each.found, each.todo) for each in told]
    assert {problem.file for problem in told} == {str(moved)}


@pytest.mark.parametrize("name", ["my study", "étude", "-x", ".small"])
def test_a_study_whose_name_can_not_name_its_results_is_refused(small_study, name):
    (told,) = problems_of(small_study.rename(small_study.parent / name))
    assert told.found == "a directory with another name" and told.todo == "Rename the directory."


# Words of the closed zone's files, each file spoilt in another way.
SECRET = ("Sarah", "Holt", "Quarry", "Nell", "Berry", "GP chair Q", "hidden")
CLOSED = {
    "a kind that is none": ("private/register.csv", REGISTER + "e1,persn,Sarah Holt,Nell;Berry,GP chair Q,\n"),
    "a name that is too short": ("private/register.csv", REGISTER + "e1,person,,Sarah Holt,GP chair Q,\n"),
    "a replacement that is the name": ("private/register.csv", REGISTER + "e1,person,Sarah Holt,,Sarah Holt,\n"),
    "a replacement that is an alias": ("private/register.csv", REGISTER + "e1,person,Sarah Holt,Nell,nell,\n"),
    "one replacement twice": ("private/register.csv", REGISTER + "e1,person,Sarah Holt,,GP chair Q,\ne2,person,Nell,,GP chair Q,\n"),
    "an entity twice": ("private/register.csv", REGISTER + "e1,person,Sarah Holt,,GP chair Q,\ne1,person,Nell,,hidden,\n"),
    "a comma without quotes": ("private/register.csv", REGISTER + "e1,person,Holt, Sarah,Nell,GP chair Q,\n"),
    "a quote that isn't closed": ("private/register.csv", REGISTER + 'e1,person,"Sarah" Holt,Nell,GP chair Q,\n'),
    "semicolons": ("private/register.csv", "entity;kind;name\ne1;person;Sarah Holt\n"),
    "an unknown scope": ("private/register.csv", REGISTER + "e1,person,Sarah Holt,Nell,GP chair Q,case:wst\n"),
    "an unseen mark": ("private/register.csv", REGISTER + "e1,person,Sarah\u202e Holt,Nell,GP\u202e chair Q,\n"),
    "a decision twice": ("private/decisions.csv", DECISIONS + "Sarah Holt,person,study,pseudonymise,hidden\n" * 2),
    "decisions that differ": ("private/decisions.csv", DECISIONS + "Sarah Holt,person,study,redact,\nsarah holt,person,study,pseudonymise,hidden\n"),
    "a replacement that is the text": ("private/decisions.csv", DECISIONS + "Sarah Holt,person,study,pseudonymise,Sarah Holt\n"),
    "an action that is none": ("private/decisions.csv", DECISIONS + "Sarah Holt,person,study,mask,hidden\n"),
    "an unknown source": ("private/decisions.csv", DECISIONS + "Sarah Holt,person,source:x1,pseudonymise,hidden\n"),
    "a miss twice": ("private/rereading.csv", REREADING + f"r1,east-i01,0,9,2,{SHA},Sarah Holt,person,direct\n" * 2),
    "a miss where the source stands": ("private/rereading.csv", REREADING + f"r1,Sarah Holt,0,9,2,{SHA},,person,direct\n"),
    "a miss where the kind stands": ("private/rereading.csv", REREADING + f"r1,east-i01,0,9,2,{SHA},person,Sarah Holt,direct\n"),
    "a name for a reader": ("private/rereading.csv", REREADING + f"Sarah Holt,east-i01,0,9,2,{SHA},,,\n"),
    "a pseudonym twice": ("private/pseudonyms.csv", "entity,replacement\ne1,hidden\ne1,hidden\n"),
    "a pseudonym of two": ("private/pseudonyms.csv", "entity,replacement\ne1,hidden\ne2,hidden\n"),
    "an unknown participant": ("private/speakers.csv", "source_id,label,participant_id,role\neast-i01,Dr Holt,east-p9,participant\n"),
    "a label twice": ("private/speakers.csv", "source_id,label,participant_id,role\n" + "east-i01,Dr Holt,east-p01,participant\n" * 2),
    "a role that is none": ("private/speakers.csv", "source_id,label,participant_id,role\neast-i01,Dr Holt,east-p01,speaker\n"),
    "a register without a header": ("private/register.csv", "e1,person,Sarah Holt,Nell;Berry,GP chair Q\n"),
    "decisions without a header": ("private/decisions.csv", "Sarah Holt,person,study,pseudonymise,hidden\n"),
    "a name where the kind stands": ("private/register.csv", REGISTER + "e1,Sarah Holt,person,Nell,GP chair Q,\n"),
    "a string where the kind stands": ("private/decisions.csv", DECISIONS + "person,Sarah Holt,study,pseudonymise,hidden\n"),
    "a replacement where the scope stands": ("private/register.csv", REGISTER + "e1,person,Sarah Holt,Nell,,GP chair Q\n"),
}  # fmt: skip


# A header that isn't there, and a cell in another's column, are repeated as unknown columns and values.


@pytest.mark.parametrize("mistake", CLOSED)
def test_a_message_about_the_closed_zone_repeats_nothing_from_it(small_study, mistake):
    name, text = CLOSED[mistake]
    spoil(small_study, name, text)
    told = problems_of(small_study)
    assert {problem.file for problem in told} == {str(small_study / name)}
    said = "\n".join(f"{each.place} {each.found} {each.expected} {each.todo}" for each in told).casefold()
    assert [word for word in SECRET if word.casefold() in said] == []


def test_all_problems_of_several_files_are_told_at_once(small_study):
    names = (
        "a source's participants of another case",
        "a claim on an undeclared attribute",
        "a summary's segment of another case",
        "an adjudicated segment of no form",
        "one replacement of two entities",
        "decisions that differ, in other capitals",
        "a period that ends before it starts",
        "a reading of an unknown source",
        "an undeclared value",
        "stands_for_role twice",
        "a code twice",
    )
    for name in names:
        spoil(small_study, *REFUSED[name][:2])
    spoil(small_study, "codings/ANNA.QDPX", "x")
    expected = {(REFUSED[name][0], REFUSED[name][2]) for name in names} | {("codings/ANNA.QDPX", "")}
    told = problems_of(small_study)
    assert {(problem.file.removeprefix(f"{small_study}/"), problem.place) for problem in told} >= expected


def test_a_broken_study_yaml_makes_no_column_wrong_that_it_declares(small_study):
    spoil(small_study, "study.yaml", edit("title:", "titel:"))
    assert {problem.file for problem in problems_of(small_study)} == {str(small_study / "study.yaml")}


@pytest.mark.parametrize(
    ("criterion", "claim", "expected"),
    [
        ("", "", "C1"),
        ("criterion: {cases: 2}\n", "    criterion: {cases: 3}\n", "C1"),
        ("criterion: {cases: 3}\n", "    criterion: {cases: 2}\n", ""),
    ],
)
def test_a_criterion_that_asks_for_more_cases_than_there_are_is_told_before_any_build(
    small_study, criterion, claim, expected
):
    text = f"{criterion}claims:\n  - claim: C1\n    statement: S.\n    supports: [collaborative]\n{claim}"
    spoil(small_study, "claims.yaml", text)
    if not expected:
        study.load(small_study)
        return
    (told,) = problems_of(small_study)
    assert told.place == "criterion.cases of C1"
    assert told.found.startswith("3 cases, where the study has 2")
    assert "criterion: {cases: 2}" in told.todo


def test_a_kind_of_source_that_must_speak_and_is_not_there_and_two_restrictions_at_once_are_refused(small_study):
    there = sorted({row["kind"] for row in study.load(small_study).sources})
    missing = next(kind for kind in ("document", "observation", "group_interview", "interview") if kind not in there)
    spoil(small_study, "claims.yaml", CLAIM + f"    kinds: [{missing}]\n")
    (told,) = problems_of(small_study)
    assert (told.place, told.found) == ("kinds of C1", f"'{missing}'") and ", ".join(there) in told.expected
    both = "    population: {speakers: {role_group: [gp]}, narrower: {role_group: [gp]}}\n"
    spoil(small_study, "claims.yaml", CLAIM + both)
    assert [told.place for told in problems_of(small_study)] == ["C1.population"]


def test_a_reader_written_otherwise_than_their_codings_is_asked_about_and_one_who_coded_nothing_is_not(small_study):
    (small_study / "codings").mkdir(exist_ok=True)
    (small_study / "codings/anna.csv").write_text("source_id,start,end,exact,prefix,suffix,code,memo\n")
    spoil(small_study, "readings.csv", "coder,source_id\nanna,east-i01\nben,east-i01\n")
    study.load(small_study)
    spoil(small_study, "readings.csv", "coder,source_id\nAnna,east-i01\n")
    (told,) = problems_of(small_study)
    assert (told.place, told.found) == ("line 2, column coder", "'Anna'") and "Write anna" in told.todo


def test_the_wave_of_sources_may_be_declared_and_cut_by(small_study):
    root = small_study
    table = "tables:\n  T33: {title: t, group: g, caption: c., rows: {wave: {source: wave}}}\n"
    (root / "tables.yaml").write_text(table)
    with pytest.raises(study.StudyError, match=r"declare it in study.yaml: attributes: {sources: {wave: {}}}"):
        study.load(root)
    spoil(root, "study.yaml", edit("attributes:", "attributes:\n  sources: {wave: {label: Round}}"))
    loaded = study.load(root)
    assert loaded.attributes["sources"]["wave"].label == "Round"


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ("rename, from: [old], to: [slow]", "which the rename of 2020-01-01 ended; expected 'slow'. Write it instead"),
        ("merge, from: [old, other], to: [slow]", "which the merge of 2020-01-01 ended; expected 'slow'"),
        ("split, from: [old], to: [slow, directive]", "expected one of slow, directive, as the coding has it"),
        ("retire, from: [old], to: []", "the retire of 2020-01-01 ended; expected no row. Remove the row"),
        (
            "split, from: [old], to: [slow, old_b], reason: r}\n  - {date: '2020-01-02', change: retire, from: [old_b], to: []",
            "the split of 2020-01-01 ended; expected slow or no row, as the coding has it. Write it",
        ),
        ("rename, from: [older], to: [slow]", "the unknown code 'old'"),
    ],
)
def test_a_decision_on_a_code_that_has_changed_since_is_told_what_to_write(small_study, history, told):
    root, change = small_study, "migrations:\n  - {{date: '2020-01-01', change: {}, reason: r}}\n"
    (root / "adjudication.csv").write_text(ADJUDICATION + "east-i01:1.1,old,keep,r\n")
    (root / "migrations.yaml").write_text(change.format(history))
    with pytest.raises(study.StudyError) as caught:
        study.load(root)
    (problem,) = [str(one) for one in caught.value.problems if "adjudication.csv" in str(one)]
    assert told in problem and ("migrations.yaml" in problem) == ("unknown" in told)


@pytest.mark.parametrize(
    ("history", "todo"),
    [
        ("rename, from: [old], to: [slow]", "Write 'slow' instead."),
        ("merge, from: [old, other], to: [slow]", "Write 'slow' instead."),
        ("split, from: [old], to: [slow, directive]", "Write those of slow, directive that are meant instead."),
        ("retire, from: [old], to: []", "Take it out: its codings are gone."),
        ("rename, from: [older], to: [slow]", "Mend the code."),
    ],
)
@pytest.mark.parametrize("side", ["supports", "contradicts"])
def test_a_claim_on_a_code_that_has_changed_since_is_told_what_to_write(small_study, history, todo, side):
    change = "migrations:\n  - {{date: '2020-01-01', change: {}, reason: r}}\n"
    (small_study / "migrations.yaml").write_text(change.format(history))
    (small_study / "claims.yaml").write_text(CLAIM + ("    contradicts: [directive]\n" if side == "supports" else ""))
    was = {"supports": "[collaborative]", "contradicts": "supports"}[side]
    now = {"supports": "[collaborative, old]", "contradicts": "contradicts: [old]\n    supports"}[side]
    spoil(small_study, "claims.yaml", edit(was, now))
    (problem,) = [one for one in problems_of(small_study) if one.file.endswith("claims.yaml")]
    assert (problem.place, problem.todo) == (f"C1.{side}", todo)
    assert ("which the" in problem.found) == ("Mend" not in todo)


def test_a_code_that_has_changed_since_is_told_in_all_places_of_a_claim_with_one_remedy(small_study):
    change = "migrations:\n  - {date: '2020-01-01', change: rename, from: [old], to: [collaborative], reason: r}\n"
    (small_study / "migrations.yaml").write_text(change)
    (small_study / "claims.yaml").write_text(
        CLAIM + "    each_of: [[collaborative]]\n" + QUOTED.format(segment="east-i01:2.1")
    )
    text = (small_study / "claims.yaml").read_text()
    each = ["[collaborative]\n", "[[collaborative]]", "code: collaborative"]
    for n, places in ((1, ["C1.each_of", "C1.quotations"]), (0, ["C1.each_of", "C1.quotations", "C1.supports"])):
        old = text
        for one in each[n:]:
            old = old.replace(one, one.replace("collaborative", "old"), 1)
        (small_study / "claims.yaml").write_text(old)
        found = [one for one in problems_of(small_study) if one.file.endswith("claims.yaml")]
        assert sorted(one.place for one in found) == places
        assert {one.todo for one in found} == {"Write 'collaborative' instead."}


def test_what_became_of_a_code_is_followed_through_its_changes():
    def change(kind, before, after, date="2020"):
        return {"change": kind, "from": before, "to": after, "date": date}

    history = [change("rename", ["a"], ["b"]), change("merge", ["b", "c"], ["c"]), change("split", ["c"], ["d", "e"])]
    assert migrations.became("a", history) == (history[0], ["d", "e"])
    assert migrations.became("c", history) == (history[2], ["d", "e"])
    assert migrations.became("c", history[:2]) == (None, ["c"])
    assert migrations.became("d", history) == (None, ["d"])
    gone = change("retire", ["e"], [])
    assert migrations.became("a", [*history, gone]) == (history[0], ["d", ""])
    assert migrations.became("e", [*history, gone]) == (gone, [""])
