"""A study made like another, from that or from its published results alone; and a plan that is frozen."""

from __future__ import annotations

import re
import subprocess

import pytest
import replicating
import yaml
from multicase.cli import app, check, new_study
from multicase.study import frozen, study, unmet
from multicase.study.problems import StudyError
from replicating import CLAIMS, edit
from typer.testing import CliRunner


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    raw = tmp_path / "in"
    for name, text in {
        "North/interview.txt": "Interviewer: So?\n\nDr Holt: Well.\n\nDr Holt: Yes.\n",
        "South/paper.md": "# Paper\n\nThere was a plan.\n",
    }.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text)
    path = replicating.original(tmp_path)
    edit(
        path,
        "study.yaml",
        "title: A small study",
        "title: A small study\nquestion: How?\nschool: codebook\nreporting: {COREQ-1: Sarah.}",
    )
    return path


def files(directory):
    return {path.name: path.read_text() for path in directory.iterdir() if path.is_file()}


def test_a_study_like_another_has_its_instrument_and_nothing_of_its_material(root, tmp_path):
    told = "\n".join(new_study.make(tmp_path / "in", tmp_path / "mine", replicated=root))
    mine = files(tmp_path / "mine")
    assert mine["codebook.yaml"] == (root / "codebook.yaml").read_text()
    assert mine["tables.yaml"] == (root / "tables.yaml").read_text()
    assert "Taken from original" in told and "3 codes" in told and "2 claims with their criteria" in told
    about = yaml.safe_load(mine["study.yaml"])
    assert about["replicates"] == {"study": "original", "instrument": "locked"} and about["question"] == "How?"
    assert about["attributes"]["participants"]["level"] == {"values": ["strategy", "operational", "frontline"]}
    assert set(about["reporting"].values()) == {""} and "COREQ-1" in about["reporting"]
    header = mine["participants.csv"].splitlines()[0].split(",")
    assert {"level", "profession"} <= set(header) and len(header) == len(set(header))
    everything = "".join(path.read_text() for path in (tmp_path / "mine").rglob("*") if path.is_file())
    assert not re.search("Sarah|west|east|Quarry", everything)


def test_claims_come_without_what_was_said_of_the_originals_cases_and_else_as_they_were_written(root, tmp_path):
    new_study.make(tmp_path / "in", tmp_path / "mine", replicated=root)
    text = (tmp_path / "mine/claims.yaml").read_text()
    gone = [line for line in CLAIMS.splitlines() if line not in text.splitlines()]
    assert len(gone) == 7 and "decisions" in gone[0] and "negative_cases" in gone[2] and "quotations" in gone[-1]
    assert text.startswith("# What the study says.") and "They only say so." in text


def test_the_history_of_the_originals_codebook_is_not_taken_and_its_rivals_are_to_be_weighed_anew(root, tmp_path):
    book = (root / "codebook.yaml").read_text()
    entry = '  - {date: "2015-01-02", about: slow, reason: Two read it otherwise.}\n'
    (root / "codebook.yaml").write_text(book.replace("\nthemes:\n", f"\ndecisions:\n{entry}themes:\n"))
    told = "\n".join(new_study.make(tmp_path / "in", tmp_path / "mine", replicated=root))
    assert (tmp_path / "mine/codebook.yaml").read_text() == book
    assert "the history of its instrument" in told and "weigh the rivals anew" in told
    edit(
        root, "claims.yaml", "    rivals:\n      - {rival: They only say so., considered: Documents say so too.}\n", ""
    )
    assert "rivals" not in "\n".join(new_study.make(tmp_path / "in", tmp_path / "none", replicated=root))


@pytest.mark.parametrize(
    "text",
    [
        "claims: [{claim: C1, statement: S., supports: [slow], negative_cases: [{case: west, disposition: limits the claim, reason: R.}]}]\n"
    ],
)
def test_claims_written_in_one_line_lose_the_same(text):
    from multicase.cli.new_study import like

    assert yaml.safe_load(like.without_own(text)) == {
        "claims": [{"claim": "C1", "statement": "S.", "supports": ["slow"]}]
    }


def test_published_results_alone_give_the_same_study(root, tmp_path):
    results = replicating.published(root, tmp_path / "results/published/original")
    (tmp_path / "config.yaml").write_text((replicating.small_study.REPOSITORY / "config.yaml").read_text())
    (tmp_path / "Snakefile").write_text("")
    new_study.make(tmp_path / "in", tmp_path / "mine", replicated=root)
    root.rename(tmp_path / "elsewhere")
    new_study.make(tmp_path / "in", tmp_path / "alone/mine", replicated=results)
    assert files(tmp_path / "alone/mine") == files(tmp_path / "mine")
    assert yaml.safe_load(files(tmp_path / "mine")["config.yaml"]) == {"segment": {"unit": "sentence"}}


def test_what_cannot_be_met_is_asked_and_refused_until_it_is_said(root, tmp_path):
    edit(root, "claims.yaml", "cases: 2", "cases: 3")
    edit(root, "claims.yaml", "[interview, document]", "[interview, observation]")
    root_cases = "south,Case 3,coastal,under 100 000,frailty,contrast,2013-04,2016-07\n"
    with (root / "cases.csv").open("a") as file:
        file.write(root_cases)
    told = new_study.make(tmp_path / "in", tmp_path / "mine", replicated=root)
    questions = [line for line in told if line.startswith("question: ")]
    cases, kinds = questions[-2:]
    assert len(questions) == 3 and "untestable: {C1: why}" in questions[0]
    assert "in sources.csv: kind: observation; or, if none is," in kinds and "without_kinds: [observation]" in kinds
    assert "cases: 2, reason" in cases
    with pytest.raises(StudyError):
        study.load(tmp_path / "mine")
    said = "instrument: locked\n  cases: 2\n  without_kinds: [observation]\n  untestable: {C1: Nobody is either.}\n  reason: There are two.\n"
    edit(tmp_path / "mine", "study.yaml", "instrument: locked\n", said)
    assert unmet.judged(study.load(tmp_path / "mine"))["C1"]["cases"] == 2


def test_nothing_is_made_of_a_study_that_is_not_there(root, tmp_path):
    with pytest.raises(StudyError, match="which isn't there"):
        new_study.make(tmp_path / "in", tmp_path / "mine", replicated=tmp_path / "nowhere")
    assert not (tmp_path / "mine").exists()


# Freeze


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_plan_is_frozen_once_with_a_note_and_a_day(root):
    assert isinstance(run("freeze", root).exception, StudyError) and not (root / "frozen.yaml").exists()
    assert isinstance(run("freeze", root, "--note", "Plan.", "--date", "2020-02-30").exception, StudyError)
    done = run("freeze", root, "--note", "Plan.", "--date", "2020-02-03")
    assert "items frozen on 2020-02-03" in done.output and "no commit holds all of it" in done.output
    assert "remove frozen.yaml, freeze again, and commit it" in done.output and "Commit it" not in done.output
    content = yaml.safe_load((root / "frozen.yaml").read_text())
    assert (content["date"], content["note"], "commit" in content) == ("2020-02-03", "Plan.", False)
    assert study.load(root).frozen == content
    again = run("freeze", root, "--note", "Plan.", "--date", "2020-02-04")
    assert "frozen already" in str(again.exception) and "remove the file and freeze anew" in str(again.exception)


def test_a_plan_that_a_commit_holds_is_frozen_with_it_and_then_to_be_committed(root):
    def git(*arguments):
        run = ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
        subprocess.run(run, check=True, capture_output=True)

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "Plan")
    done = run("freeze", root, "--note", "Plan.")
    assert done.output.rstrip().endswith("Commit it.") and "note:" not in done.output
    assert yaml.safe_load((root / "frozen.yaml").read_text())["commit"]


def test_check_tells_of_claims_for_which_the_cases_have_too_few_sources(root, tmp_path):
    replicating.replication(tmp_path)
    done = run("check", tmp_path / "again")
    assert done.exit_code == 0 and "note: C1 asks for 2 sources of a case, and west has 1" in done.output


@pytest.mark.parametrize("how", ["own", "locked", "extended", "frozen"])
def test_only_thresholds_that_a_study_may_still_choose_are_told(tmp_path, how):
    first, again = replicating.original(tmp_path), replicating.replication(tmp_path)
    for path in (first, again):
        edit(path, "claims.yaml", "criterion: {minimum: 2, cases: 2}", "criterion: {minimum: 2, cases: 2, most: 0.67}")
    if how == "extended":
        edit(again, "study.yaml", "instrument: locked", "instrument: extended")
        with (again / "claims.yaml").open("a", encoding="utf-8") as file:
            file.write("  - {claim: C3, statement: Change is good., supports: [slow]}\n")
    if how == "frozen":
        (first / "frozen.yaml").write_text(frozen.as_yaml(frozen.freeze(study.load(first), "Plan.", "2020-01-02")))
    notes = check.thresholds_notes(study.load(first if how in ("own", "frozen") else again))
    named = [re.search(r"\((C.*?)\)", note)[1] for note in notes]
    assert named == {"own": ["C1 and C2"], "extended": ["C3"]}.get(how, [])
