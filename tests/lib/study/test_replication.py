"""A replication has the instrument of its original: what differs is refused, or marked and explained."""

from __future__ import annotations

import copy

import pytest
import replicating
from hypothesis import given
from hypothesis import strategies as st
from multicase.study import instrument, replication, study, unmet
from multicase.study.files import parse_yaml
from multicase.study.problems import StudyError
from replicating import ADDED, CLAIMS, edit
from small_study import FILES

EXTENDED = "replicates: {study: original, instrument: extended}\n"
WHY = 'changes: [{{date: "2020-02-03", about: {}, reason: It fits better here.}}]\n'


@pytest.fixture
def again(tmp_path):
    """A sound replication."""
    replicating.original(tmp_path)
    return replicating.replication(tmp_path)


def told(root):
    with pytest.raises(StudyError) as caught:
        study.load(root)
    return [(problem.place, problem.found, problem.expected, problem.todo) for problem in caught.value.problems]


def test_the_same_instrument_passes_with_other_rivals_dispositions_and_labels_of_its_own(again):
    edit(again, "claims.yaml", "They only say so.", "They would say so anyway.")
    edit(again, "claims.yaml", "One person's way.", "Told by one.")
    edit(again, "codebook.yaml", "label: Collaborative\n", "label: Collaborative\n            colour: '#aa0000'\n")
    loaded = study.load(again)
    assert replication.original(loaded).title == "A small study"
    assert (replication.differences(loaded), replication.additions(loaded)) == ([], {})


def test_blanks_and_line_ends_are_no_difference(again):
    edit(
        again,
        "codebook.yaml",
        "definition: It takes long.",
        "definition: >\n              It   takes\n              long.\n",
    )
    edit(again, "claims.yaml", "statement: Change is slow.", "statement: 'Change  is slow.'")
    assert replication.differences(study.load(again)) == []


VIOLATIONS = {
    "a definition": ("codebook.yaml", "Deciding together.", "Deciding.", "code collaborative, definition"),
    "a label": ("codebook.yaml", "label: Slow", "label: Late", "code slow, label"),
    "a limit": ("codebook.yaml", "definition: It takes long.", "definition: It takes long.\n            include: Years.", "code slow, include"),
    "a polarity": ("codebook.yaml", "polarity: contradicts", "polarity: neutral", "code directive, polarity"),
    "an indicator": ("codebook.yaml", "phrase: very slow", "phrase: slow", "code slow, indicators"),
    "a theme": ("codebook.yaml", "Change is slow.", "Change is fast.", "theme pace, definition"),
    "a version": ("codebook.yaml", 'version: "1.0"', 'version: "1.1"', "codebook, version"),
    "a statement": ("claims.yaml", "Change is slow.", "Change is fast.", "claim C2, statement"),
    "a side": ("claims.yaml", "supports: [slow]", "supports: [slow]\n    contradicts: [directive]", "claim C2, contradicts"),
    "a criterion": ("claims.yaml", "minimum: 2", "minimum: 3", "claim C1, criterion.minimum"),
    "cases": ("claims.yaml", "cases: 2", "cases: 1", "claim C1, criterion.cases"),
    "a population": ("claims.yaml", "[gp, manager]", "[gp]", "claim C1, population.speakers"),
    "kinds": ("claims.yaml", "[interview, document]", "[interview]", "claim C1, kinds"),
    "a code more": ("codebook.yaml", "          - code: directive", f"{ADDED}          - code: directive", "code hasty"),
    "a claim more": ("claims.yaml", "  - claim: C2", "  - claim: C3\n    statement: More.\n    supports: [slow]\n  - claim: C2", "claim C3"),
}  # fmt: skip


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_a_locked_instrument_refuses(again, violation):
    name, old, new, place = VIOLATIONS[violation]
    edit(again, name, old, new)
    problems = told(again)
    assert place in [problem[0] for problem in problems]
    assert all("original" in expected and "locked" in expected for _, _, expected, _ in problems)


def test_a_difference_is_told_as_what_it_was_and_what_it_is(again):
    edit(again, "codebook.yaml", "It takes long.", "It takes too long.")
    ((place, found, expected, todo),) = told(again)
    assert (place, found) == ("code slow, definition", "'It takes too long.'")
    assert expected.startswith("'It takes long.', as original has it")
    assert "instrument: extended" in todo and "translation_of: original" in todo


def test_of_a_long_text_only_what_differs_is_told(again):
    long = "word " * 80
    for root in (again, again.parent / "original"):
        edit(root, "codebook.yaml", "It takes long.", f"{long}slow {long}")
    edit(again, "codebook.yaml", "slow word", "late word")
    ((_, found, expected, _),) = told(again)
    assert "word late word" in found and "word slow word" in expected and len(found) < 200


def test_what_is_left_out_is_refused(again):
    edit(again, "codebook.yaml", FILES["codebook.yaml"][FILES["codebook.yaml"].index("          - code: directive"):
         FILES["codebook.yaml"].index("  - theme: pace")], "")  # fmt: skip
    edit(again, "claims.yaml", "    contradicts: [directive]\n", "")
    assert ("code directive", "nothing") in [problem[:2] for problem in told(again)]


def test_in_another_language_texts_differ_and_nothing_else(again):
    edit(again, "codebook.yaml", 'version: "1.0"\n', 'version: "1.0"\ntranslation_of: original\n')
    edit(again, "codebook.yaml", "Deciding together.", "Samen beslissen.")
    edit(again, "codebook.yaml", "label: Collaborative", "label: Samen")
    edit(again, "codebook.yaml", "phrase: very slow", "phrase: heel langzaam")
    edit(again, "codebook.yaml", "label: Pace", "label: Tempo")
    loaded = study.load(again)
    assert replication.differences(loaded) == []
    assert replication.replicated(loaded)["is_translated"]
    edit(again, "codebook.yaml", "polarity: contradicts", "polarity: neutral")
    edit(again, "codebook.yaml", "            definition: Deciding alone.\n", "")
    edit(again, "claims.yaml", "statement: Change is slow.", "statement: Het gaat langzaam.")
    assert [problem[0] for problem in told(again)] == [
        "claim C2, statement", "code directive, definition", "code directive, polarity",
    ]  # fmt: skip


def test_a_translation_of_another_study_is_none(again):
    edit(again, "codebook.yaml", 'version: "1.0"\n', 'version: "1.0"\ntranslation_of: else\n')
    assert "translation_of" in [problem[0] for problem in told(again)]


# Extended


@pytest.fixture
def extended(tmp_path):
    replicating.original(tmp_path)
    return replicating.replication(tmp_path, EXTENDED)


def test_what_is_added_to_an_extended_instrument_is_marked(extended):
    edit(extended, "codebook.yaml", 'version: "1.0"', 'version: "2.0"')
    edit(extended, "codebook.yaml", "          - code: directive", f"{ADDED}          - code: directive")
    edit(
        extended,
        "claims.yaml",
        "  - claim: C2",
        "  - claim: C3\n    statement: More.\n    supports: [hasty]\n  - claim: C2",
    )
    loaded = study.load(extended)
    assert replication.additions(loaded) == {"code": ["hasty"], "claim": ["C3"]}
    assert replication.replicated(loaded)["codes"] == {"hasty": "added"}
    assert unmet.judged(loaded)["C3"] == {"added": True}


@pytest.mark.parametrize(
    "violation", [name for name in VIOLATIONS if "more" not in name and name not in ("a theme", "a version")]
)
def test_a_change_of_an_extended_instrument_needs_a_reason(extended, violation):
    name, old, new, place = VIOLATIONS[violation]
    edit(extended, name, old, new)
    problems = told(extended)
    assert place in [problem[0] for problem in problems] and "no reason" in problems[0][1]
    ids = {problem[0].partition(",")[0].split()[1] for problem in problems}
    changes = "".join(
        f'  - {{date: "2020-02-03", about: {one}, reason: It fits better here.}}\n' for one in sorted(ids)
    )
    (extended / "migrations.yaml").write_text(f"changes:\n{changes}")
    reasons = {difference.reason for difference in replication.differences(study.load(extended))}
    assert reasons == {"It fits better here."}


def test_a_reason_that_was_the_originals_own_excuses_nothing(extended):
    for root in (extended, extended.parent / "original"):
        (root / "migrations.yaml").write_text(WHY.format("slow"))
    edit(extended, "codebook.yaml", "It takes long.", "It takes too long.")
    assert [problem[0] for problem in told(extended)] == ["code slow, definition"]


def test_a_code_that_was_renamed_is_explained_by_its_migration(extended):
    edit(extended, "codebook.yaml", "code: slow", "code: late")
    edit(extended, "claims.yaml", "[slow]", "[late]")
    edit(extended, "claims.yaml", "code: slow", "code: late")
    assert "code slow" in [problem[0] for problem in told(extended)]
    entry = '{date: "2020-02-03", change: rename, from: [slow], to: [late], reason: Clearer.}'
    change = '{date: "2020-02-03", about: C2, reason: The code is renamed.}'
    (extended / "migrations.yaml").write_text(f"migrations: [{entry}]\nchanges: [{change}]\n")
    loaded = study.load(extended)
    assert replication.additions(loaded) == {"code": ["late"]}
    assert [(one.item, one.what, one.reason) for one in replication.differences(loaded)][-1] == (
        "code slow",
        "removed",
        "Clearer.",
    )


def test_what_was_recorded_before_the_instrument_was_taken_over_is_the_originals_history(again):
    theirs = {"date": "2015-01-02", "about": "C1", "reason": "It was too wide."}
    assert replication.inherited(study.load(again)) == {"original": "original", "entries": [theirs]}
    edit(again, "claims.yaml", '"2015-01-02", about: C1', '"2016-01-02", about: C1')
    assert replication.inherited(study.load(again)) == {}


def test_a_study_that_replicates_none_has_no_original(small_study):
    loaded = study.load(small_study)
    assert unmet.judged(loaded) == replication.replicated(loaded) == replication.additions(loaded) == {}
    assert replication.inherited(loaded) == {} and unmet.short_of_material(loaded) == []
    with pytest.raises(StudyError, match="a study that replicates none"):
        replication.original(loaded)


@pytest.mark.parametrize("lock", ["replicates: {study: nowhere, instrument: locked}\n"])
def test_an_original_that_is_not_there_is_told(tmp_path, lock):
    ((place, found, _, _),) = told(replicating.replication(tmp_path, lock))
    assert (place, found) == ("replicates.study", "'nowhere', which isn't there")


# Items

BOOK, CLAIM = parse_yaml(FILES["codebook.yaml"]), parse_yaml(CLAIMS)
LEAVES = [
    ("themes", 0, "definition"), ("themes", 0, "subthemes", 0, "label"), ("themes", 0, "subthemes", 0, "codes", 1, "label"),
    ("themes", 1, "subthemes", 0, "codes", 0, "definition"), ("themes", 1, "subthemes", 0, "codes", 0, "polarity"),
]  # fmt: skip


@given(leaf=st.sampled_from(LEAVES), text=st.text("ab \n", max_size=8))
def test_exactly_the_changed_item_has_another_digest(leaf, text):
    changed = copy.deepcopy(BOOK)
    part = changed
    for step in leaf[:-1]:
        part = part[step]
    before, part[leaf[-1]] = part[leaf[-1]], text
    was, now = (instrument.digests(instrument.items(book, CLAIM)) for book in (BOOK, changed))
    n = sum(was[item] != now[item] for item in was)
    assert n == (instrument.plain(before) != instrument.plain(text)) and list(was) == list(now)


@given(st.permutations(["supports", "contradicts", "kinds"]), st.permutations(["collaborative", "directive"]))
def test_the_order_of_what_has_none_makes_no_difference(_, codes):
    one, other = copy.deepcopy(CLAIM), copy.deepcopy(CLAIM)
    one["claims"][0]["supports"], other["claims"][0]["supports"] = sorted(codes), list(codes)
    assert instrument.items(BOOK, one) == instrument.items(BOOK, other)
