"""Names in other scripts are found; a text in a script without capitals is told, and accepted by the script's name."""

from __future__ import annotations

import pytest
from multicase.anonymise import lexicon, register, scripts, structure
from multicase.anonymise.detect import Settings, detect
from multicase.study.problems import StudyError
from ruled import GB

ARABIC = "ذهبت إلى المستشفى يوم الأحد وتحدثت مع الطبيب عن العلاج والدواء. " * 4


@pytest.mark.parametrize(
    "name",
    ["王伟", "Мария Иванова", "Γιώργος Παπαδόπουλος", "דוד כהן", "محمد علي", "राम शर्मा", "김철수"],
)
def test_a_name_in_another_script_is_found_whole(name):
    text = f"Then I asked {name} about the bus, and nobody else knew."
    known, told = register.build(None, None, None, GB), lexicon.of_texts([text], GB)
    spans = detect(text, known=known, lexicon=told, locale=GB, settings=Settings())
    assert [text[span.start : span.end] for span in spans] == [name]


def test_a_text_in_a_script_without_capitals_stops_unless_the_script_is_named():
    assert scripts.without_capitals(ARABIC) == "Arabic"
    for allowed in (False, True, ["Han"]):
        with pytest.raises(StudyError, match=r"script without capitals \(Arabic\)"):
            structure.refuse_without_capitals(ARABIC, "s", (), allowed)
    structure.refuse_without_capitals(ARABIC, "s", (), ["Arabic"])


def test_naming_a_script_accepts_a_text_in_small_letters_too():
    text = "we went to the shop and then we came home again " * 10
    with pytest.raises(StudyError, match="almost without capitals"):
        structure.refuse_without_capitals(text, "s")
    structure.refuse_without_capitals(text, "s", (), ["Arabic"])
    structure.refuse_without_capitals(text, "s", (), True)


def test_in_a_text_of_that_script_its_words_are_no_names():
    assert list(scripts.find(ARABIC)) == []
    assert scripts.without_capitals("Then محمد came.") == ""
