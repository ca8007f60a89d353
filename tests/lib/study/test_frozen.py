"""A frozen plan: later changes are listed, each with the reason that people recorded, or as one without."""

from __future__ import annotations

import pytest
import replicating
import small_study
from hypothesis import given
from hypothesis import strategies as st
from multicase.study import frozen, study
from multicase.study.problems import StudyError
from replicating import edit

DECIDED = 'decisions:\n  - {{date: "{}", about: {}, reason: {}}}\n'


@pytest.fixture
def root(tmp_path):
    """A study that froze its plan on the second of January."""
    path = replicating.original(tmp_path)
    edit(path, "study.yaml", "title: A small study", "title: A small study\nquestion: How?")
    content = frozen.freeze(study.load(path), "Registered at a registry.", "2020-01-02", "abcdef0123")
    (path / "frozen.yaml").write_text(frozen.as_yaml(content))
    return path


def changes(root):
    return [str(change) for change in frozen.changes(study.load(root))]


def test_nothing_has_changed_at_first_and_it_says_since_when(root):
    loaded = study.load(root)
    assert frozen.changes(loaded) == []
    first, *rest = frozen.told(loaded)
    assert first["item"] == "FROZEN" and first["evidence"] == (
        "On 2020-01-02: Registered at a registry. It stands so in the commit abcdef0123. By then 3 sources and 0 codings "
        "were there."
    )
    assert [row["item"] for row in rest] == [f"FROZEN-{part}" for part in frozen.PARTS]
    assert {row["status"] for row in rest} == {"unchanged"} and rest[0]["evidence"] == "as on 2020-01-02"


@pytest.mark.parametrize(
    ("name", "old", "new", "change", "part"),
    [
        ("study.yaml", "question: How?", "question: Why?", "question changed", "question"),
        ("codebook.yaml", "It takes long.", "It takes too long.", "code slow changed", "codebook"),
        ("codebook.yaml", "          - code: directive", f"{replicating.ADDED}          - code: directive", "code hasty added", "codebook"),
        ("claims.yaml", "Change is slow.", "Change is fast.", "claim C2 changed", "claims"),
        ("claims.yaml", "supports: [slow]", "supports: [slow]\n    criterion: {minimum: 4}", "claim C2 changed", "criterion"),
        ("cases.csv", "over 100 000,diabetes,contrast", "over 100 000,diabetes,at hand", "case west changed", "sampling"),
        ("cases.csv", "over 100 000,diabetes", "over 100 000,frailty", "case west changed", "sampling"),
        ("cases.csv", "west,Case 2", "west,Case 3", "case west changed", "cases"),
    ],
)  # fmt: skip
def test_each_change_is_listed_in_its_part_and_without_a_reason_as_that(root, name, old, new, change, part):
    edit(root, name, old, new)
    assert changes(root) == [f"{change} (no reason is given)"]
    rows = {row["item"]: row for row in frozen.told(study.load(root))[1:]}
    assert [item for item, row in rows.items() if row["status"] == "changed"] == [f"FROZEN-{part}"]
    assert rows[f"FROZEN-{part}"]["evidence"] == f"{change} (no reason is given)"


def test_history_colours_and_versions_are_no_change(root):
    edit(root, "codebook.yaml", 'version: "1.0"', 'version: "1.1"')
    edit(root, "codebook.yaml", "label: Slow", "label: Slow\n            colour: '#aa0000'")
    edit(root, "claims.yaml", "One person's way.", "Told by one.")
    assert changes(root) == []


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ("slow", True),
        ("the definition of slow", True),
        ("'Slow'", True),
        ("slowness", False),
        ("unslow", False),
        ("directive", False),
        ("not-slow", False),
        ("slow-burning", False),
        ("slow-codes", True),
        ("code-slow", True),
        ("slow-directive", True),
        ("codes directive and slow", True),
        ("codebook", True),
    ],
)
def test_a_change_has_the_reason_of_the_decision_that_names_it(root, about, reason):
    edit(root, "codebook.yaml", "It takes long.", "It takes too long.")
    with (root / "codebook.yaml").open("a") as file:
        file.write(DECIDED.format("2020-03-04", about, "It was vague."))
    told = "2020-03-04: It was vague" if reason else "no reason is given"
    assert changes(root) == [f"code slow changed ({told})"]


def test_a_decision_from_before_gives_no_reason_for_what_came_later(root):
    edit(root, "codebook.yaml", "It takes long.", "It takes too long.")
    with (root / "codebook.yaml").open("a") as file:
        file.write(DECIDED.format("2020-01-01", "slow", "It was vague."))
    assert changes(root) == ["code slow changed (no reason is given)"]


def test_a_decision_that_was_recorded_already_gives_no_reason(root):
    (root / "frozen.yaml").unlink()
    with (root / "codebook.yaml").open("a") as file:
        file.write(DECIDED.format("2020-01-02", "slow", "It was vague."))
    (root / "frozen.yaml").write_text(frozen.as_yaml(frozen.freeze(study.load(root), "Plan.", "2020-01-02")))
    edit(root, "codebook.yaml", "It takes long.", "It takes too long.")
    assert changes(root) == ["code slow changed (no reason is given)"]


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ("the criterion", ["C1", "C2"]),
        ("criterion of C1", ["C1"]),
        ("C2", ["C2"]),
        ("criterion of C1 and C2", ["C1", "C2"]),
        ("the criterion, and the code slow", ["C1", "C2"]),
        ("C11", []),
        ("all criteria", ["C1", "C2"]),
        ("C1-C2", ["C1", "C2"]),
        ("C0 to C3", ["C1", "C2"]),
        ("claims c1–c4: fewer", ["C1", "C2"]),
        ("C1-3", ["C1", "C2"]),
        ("minimum of C1 - 2 instead of 3", ["C1"]),
        ("C1 – 3 cases, not 2", ["C1"]),
        ("C2 - C3", ["C2"]),
        ("C2 to C1", ["C1", "C2"]),
        ("C3-C5", []),
        ("minimum of C1 raised from 2 to 3", ["C1"]),
        ("minimum of C1 to 3", ["C1"]),
    ],
)
def test_a_changed_criterion_has_the_reason_that_names_its_claim_or_no_claim(root, about, reason):
    edit(root, "claims.yaml", "minimum: 2", "minimum: 3")  # of both
    with (root / "codebook.yaml").open("a") as file:
        file.write(DECIDED.format("2020-03-04", f'"{about}"', "It was few."))
    told = {claim: "2020-03-04: It was few" if claim in reason else "no reason is given" for claim in ("C1", "C2")}
    assert changes(root) == [f"claim {claim} changed ({why})" for claim, why in told.items()]


@pytest.mark.parametrize(
    ("about", "named"),
    [
        ("KS1-2", {"KS1-2"}),
        ("codes KS1-2 and C1–C3", {"KS1-2", "C1", "C2", "C3"}),
        ("KS1-KS2", {"KS1", "KS2"}),
        ("KS1 - 2", {"KS1"}),
        ("KS3", set()),
    ],
)
def test_a_range_that_is_a_name_is_that_and_no_other_s(about, named):
    names = {name: [name.casefold()] for name in ("KS1", "KS2", "KS1-2", "KS3-4", "C1", "C2", "C3")}
    assert frozen._named(about, names) == named


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ("cases", True), ("the cases", True), ("planned cases", True), ("the planned cases", True),
        ("cases (one added)", True), ("one case more", True), ("cases: west", True), ("sampling and cases", True),
        ("cases: east", False), ("code slow, in some cases", False), ("the criterion in all cases", False),
        ("the codebook, and cases of C1", False), ("sampling of cases", False), ("casework", False),
    ],
)  # fmt: skip
def test_a_changed_case_has_the_reason_that_names_it_or_is_about_cases_and_names_nothing_else(root, about, reason):
    edit(root, "cases.csv", "west,Case 2", "west,Case 9")
    with (root / "codebook.yaml").open("a") as file:
        file.write(DECIDED.format("2020-03-04", f'"{about}"', "It moved."))
    told = "2020-03-04: It moved" if reason else "no reason is given"
    assert changes(root) == [f"case west changed ({told})"]


def test_criterion_and_migrations_give_reasons_too(root):
    edit(root, "claims.yaml", "minimum: 2", "minimum: 3")
    edit(
        root,
        "claims.yaml",
        "decisions:\n",
        'decisions:\n  - {date: "2020-02-02", about: the criterion, reason: Few speak.}\n',
    )
    edit(root, "codebook.yaml", "code: slow", "code: late")
    edit(root, "claims.yaml", "supports: [slow]", "supports: [late]")
    edit(root, "claims.yaml", "code: slow", "code: late")
    entry = '{date: "2020-05-06", change: rename, from: [slow], to: [late], reason: Clearer.}'
    (root / "migrations.yaml").write_text(f"migrations: [{entry}]\n")
    assert changes(root) == [
        "code late added (2020-05-06: Clearer)", "code slow removed (2020-05-06: Clearer)",
        "claim C2 changed (no reason is given)",
        "claim C1 changed (2020-02-02: Few speak)", "claim C2 changed (2020-02-02: Few speak)",
    ]  # fmt: skip


def test_what_a_replication_asks_less_of_is_frozen_with_the_criterion(root, tmp_path):
    again = replicating.replication(tmp_path)
    edit(again, "participants.csv", ",gp,", ",,")
    (again / "frozen.yaml").write_text(frozen.as_yaml(frozen.freeze(study.load(again), "Plan.", "2020-01-02")))
    assert changes(again) == []
    edit(again, "participants.csv", ",manager,manager,no", ",,manager,no")
    edit(again, "study.yaml", "instrument: locked", "instrument: locked, untestable: {C1: Nobody is either.}")
    assert changes(again) == ["replicates changed (no reason is given)"]


def test_a_plan_can_be_frozen_before_there_is_any_source(tmp_path):
    path = small_study.write(tmp_path / "small")
    for name in ("sources.csv", "participants.csv", "private/speakers.csv"):
        (path / name).unlink()
    (path / "claims.yaml").write_text(
        replicating.CLAIMS.replace("case: west", "case: east").partition("  - claim: C2")[0]
    )
    with pytest.raises(StudyError, match=r"sources\.csv"):
        study.load(path)
    content = frozen.freeze(study.load(path, before_sources=True), "Plan.", "2020-01-02")
    assert content["already"] == {"sources": 0, "codings": 0} and len(content["parts"]["cases"]) == 2


def test_a_study_that_froze_nothing_is_told_nothing_of_it(small_study):
    loaded = study.load(small_study)
    assert (frozen.changes(loaded), frozen.told(loaded)) == ([], [])


@given(st.text("ab\n .,", min_size=1, max_size=12), st.text("ab\n .,", min_size=1, max_size=12))
def test_what_is_frozen_is_the_words_and_not_the_blanks_between_them(one, other):
    same = " ".join(one.split()) == " ".join(other.split())
    assert (frozen.digest(frozen.plain(one)) == frozen.digest(frozen.plain(other))) == same
