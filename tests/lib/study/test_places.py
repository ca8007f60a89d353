"""What lies in a study's folder is a file of its own, known by its name, and the closed zone is its owner's alone."""

from __future__ import annotations

import pytest
from multicase.closed import guarding
from multicase.leaks import open_zone
from multicase.study import places, study
from multicase.study.files import mapping
from multicase.study.problems import StudyError


@pytest.mark.parametrize("folder", ["raw", "raw/east", "private"])
def test_a_folder_that_lies_elsewhere_is_refused(small_study, tmp_path, folder):
    (small_study / folder).rename(tmp_path / "elsewhere")
    (small_study / folder).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StudyError, match="a link to what lies elsewhere"):
        study.load(small_study)


def test_a_link_out_of_the_closed_zone_into_the_open_one_is_refused(small_study):
    (small_study / "codings").mkdir()
    (small_study / "codings/anna.csv").symlink_to(small_study / "private/register.csv")
    assert [told.found for told in places.problems(small_study, [])] == ["a link to what lies elsewhere"]


def test_a_link_within_raw_is_none_that_leads_out(small_study):
    (small_study / "raw/east/again.txt").symlink_to("i01.txt")
    assert list(places.problems(small_study, [])) == []


@pytest.mark.parametrize("name", ["cases-2.csv", "sources_old.csv", "README.md", "codebook.yaml.bak", "claims.yaml~"])
def test_names_of_their_own_are_no_slips(small_study, name):
    (small_study / name).write_text("x")
    assert study.load(small_study)


def test_folders_of_the_closed_zone_that_others_can_open_are_told_unless_they_were_invented(small_study, tmp_path):
    for name in ("raw", "private"):
        (small_study / name).chmod(0o755)
    assert guarding.readable_by_others(small_study) == []
    (small_study / "study.yaml").unlink()
    assert [told.file.rpartition("/")[2] for told in guarding.readable_by_others(small_study)] == ["private", "raw"]
    (small_study / "raw").chmod(0o700)
    assert [told.file.rpartition("/")[2] for told in guarding.readable_by_others(small_study)] == ["private"]


def test_a_build_makes_the_closed_zone_of_its_results_its_owners_alone(tmp_path):
    open_zone.close(tmp_path / "results/small")
    assert (tmp_path / "results/small/private").stat().st_mode & 0o777 == 0o700
    (tmp_path / "results/small/private").chmod(0o750)
    open_zone.close(tmp_path / "results/small")
    assert (tmp_path / "results/small/private").stat().st_mode & 0o777 == 0o750


def test_raw_files_that_no_source_names_are_told(small_study):
    assert list(study.unlisted(study.load(small_study))) == []
    (small_study / "raw/west/i02.txt").write_text("P: And then?")
    (told,) = study.unlisted(study.load(small_study))
    assert "1 file that no source names, such as raw/west/i02.txt" in told.found


@pytest.mark.parametrize("text", ["seed: 1\nseed: 2\n", "a: [", "a: &a [*a]", "1: x", "a: !!python/name:os.system x"])
def test_a_repositorys_configuration_is_read_as_strictly(tmp_path, text):
    (tmp_path / "config.yaml").write_text(text)
    with pytest.raises(StudyError, match=r"config\.yaml, line"):
        mapping([str(tmp_path / "config.yaml")])


def test_participants_whom_no_label_and_no_document_names_are_told(small_study):
    assert list(study.unheard(study.load(small_study))) == []
    file = small_study / "participants.csv"
    text = file.read_text()
    columns = len(text.split("\n")[0].split(",")) - 2
    for n in (8, 9):
        text += f"east-p0{n},east" + "," * columns + "\n"
    file.write_text(text)
    (told,) = study.unheard(study.load(small_study))
    assert "2 participants whom no label" in told.found and "east-p08 and east-p09" in told.found
    sources = (small_study / "sources.csv").read_text()
    line = next(line for line in sources.split("\n") if line.startswith("east-d01"))
    place = sources.split("\n")[0].split(",").index("participants")
    cells = line.split(",")
    cells[place] = "east-p08"
    (small_study / "sources.csv").write_text(sources.replace(line, ",".join(cells)))
    (told,) = study.unheard(study.load(small_study))
    assert told.found.endswith("is: east-p09") and told.place.startswith("line ")
    (small_study / "private/speakers.csv").unlink()
    assert list(study.unheard(study.load(small_study))) == []  # labels are guessed there


@pytest.mark.parametrize(("n", "words"), [(1, "1 row of guesses"), (2, "2 rows of guesses")])
def test_guesses_are_counted_in_words(small_study, n, words):
    lines = (small_study / "cases.csv").read_text().rstrip("\n").split("\n")
    marked = [f"{line},{'guessed' if at == 0 else 'label' if at <= n else ''}" for at, line in enumerate(lines)]
    (small_study / "cases.csv").write_text("\n".join(marked) + "\n")
    assert [told.found for told in study.unconfirmed(study.load(small_study))] == [words]
