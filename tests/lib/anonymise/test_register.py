"""A registered or decided name is whose it is: not part of a longer name, nor of another person's with an initial."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.anonymise import forms, lexicon, locale, register
from multicase.anonymise.decide import Decisions, decide
from multicase.anonymise.detect import Settings, detect

GB = locale.load("en_GB")
HOLT = {"entity": "holt", "kind": "person", "name": "Sarah Jane Holt", "aliases": "", "replacement": "GP A"}
REST = " It was a long day, and we all went home after that. Nobody said anything about it, and I think so too."


def decision(text, kind="person", action="pseudonymise", replacement="P03", scope="study"):
    return {
        "text": text, "kind": kind, "scope": scope, "action": action, "replacement": replacement, "entity": "",
    }  # fmt: skip


def masked(text, rows=(HOLT,), decisions=(), speakers=(), profile="internal"):
    """The text as it is shown, and what waits for people."""
    text += REST
    known = register.build(rows, decisions, None, GB, speakers)
    settings = Settings(profile=profile)
    scopes = frozenset({"study", "case:a", "source:s"})
    words = lexicon.of_texts([text], GB)
    spans = detect(text, known=known, lexicon=words, locale=GB, settings=settings, scopes=scopes)
    shown, waits, place = "", set(), 0
    for span in spans:
        find = vars(span) | {"text": text[span.start : span.end], "source_id": "s", "case_id": "a"}
        verdict = decide(find, Decisions(decisions), known, settings)
        shown += text[place : span.start] + (verdict.replacement or find["text"])
        place = span.end
        if verdict.by == "nobody":
            waits.add(find["text"])
    return (shown + text[place:]).removesuffix(REST), waits


SURNAMES = st.sampled_from(["Kowalski", "Okafor", "Prewett", "Ray", "Marsh", "O'Brien", "Łukasz", "Green"])


@given(SURNAMES, st.sampled_from(["We saw {}.", "Then Mrs {} left.", "I told Sarah {} so."]), st.booleans())
def test_a_name_joined_to_a_registered_one_is_somebody_elses_and_none_of_it_stays(other, sentence, first):
    name = f"Holt-{other}" if first else f"{other}-Holt"
    shown, waits = masked(sentence.format(name))
    assert "GP A" not in shown and "Holt" not in shown and other not in shown
    assert any(name in text for text in waits)


def test_a_decided_name_has_no_other_joined_to_it_either():
    shown, waits = masked("Prewett-Okafor came, and Prewett.", (), [decision("Prewett")])
    assert shown.endswith("came, and [P03].") and "Okafor" not in shown and waits == {"Prewett-Okafor"}


@pytest.mark.parametrize("text", ["a Holt-led team", "the Holt-based surgery"])
def test_what_is_joined_to_a_name_as_a_word_leaves_it_its_own(text):
    assert masked(f"It was {text}.")[0] == f"It was {text}.".replace("Holt", "[GP A]")


@pytest.mark.parametrize(
    "text", ["R. Holt came.", "Then R. Holt came.", "Mr R. Holt came.", "and R Holt said no.", "by K.R. Holt."]
)
def test_another_initial_is_another_person(text):  # fmt: skip
    shown, waits = masked(text)
    assert "GP A" not in shown and "Holt" not in shown and "R." not in shown and any("Holt" in one for one in waits)


@pytest.mark.parametrize(
    "text", ["S. Holt came.", "S. J. Holt came.", "Dr J. Holt came.", "and S Holt came.", "So did I. Holt came."]
)
def test_an_initial_of_hers_and_a_word_before_her_name_leave_it_hers(text):
    assert "[GP A]" in masked(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "We moved to the U.S. Holt stayed.", "It is Gate B. Holt said so.", "It was Vitamin D. Holt takes it.",
        "at 5 P.M. Holt came.", "in year 7 C Holt came.", "So did I. Sarah came, Part B. Sarah left.",
    ],
)  # fmt: skip
def test_letters_that_end_what_stands_before_are_no_initials(text):
    shown, _ = masked(text)
    assert "[GP A]" in shown and "[person]" not in shown


@pytest.mark.parametrize("text", ["I saw Holt-She was there.", "It was Holt-I mean it.", "HOLT-LED, as they say."])
def test_a_hyphen_for_a_dash_joins_no_name(text):
    assert "[GP A]-" in masked(text)[0] or "LED" in text


LEEDS = {"entity": "leeds", "kind": "place", "name": "Leeds", "aliases": "", "replacement": "town A"}


def test_behind_what_is_no_person_a_word_is_a_word_and_of_two_registered_names_each_is_its_own():
    rows = [HOLT, LEEDS, LEEDS | {"entity": "york", "name": "York", "replacement": "town B"}]
    assert masked("It was a Leeds-Based team.", rows)[0] == "It was a [town A]-Based team."
    assert "[town A]-" in masked("It was the Leeds-York train.", rows)[0]


def test_decisions_that_only_mask_contradict_nothing():
    rows = [decision("Wexton", action="redact", replacement=""), decision("Wexton", "place", "generalise", "")]
    assert masked("Then Wexton rang.", (), rows)[1] == set()


def test_nobody_knows_the_initials_of_who_is_registered_by_a_surname_alone():
    assert masked("Then R. Holt came.", [HOLT | {"name": "Holt"}])[0] in {
        "Then R. [GP A] came.",
        "Then [GP A] came.",
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Claire Ross", "Mrs Cross came."),
        ("Claire Ross", "I asked Cross about it."),
        ("Peter Rice", "Mr Price left."),
        ("Tom Rust", "He joined Hull Trust."),
        ("Gillian Ray", "Then GRAY came."),
    ],
)
def test_an_initial_glued_to_a_surname_is_no_other_name(name, text):
    assert "GP A" not in masked(text, [HOLT | {"name": name}])[0]


def test_a_user_name_is_a_form_and_with_one_capital_somebodys_who_is_asked_about():
    jane = [HOLT | {"name": "Jane Ross"}]
    assert "jross" in {forms.folded(text) for text, _ in forms.personal_forms("Jane Ross", GB)}
    assert masked("Ask JRoss and jross then.", jane)[0] == "Ask [GP A] and [GP A] then."
    for written in ("Jross", "JROSS"):
        shown, waits = masked(f"Then {written} wrote back.", jane)
        assert written not in shown and "GP A" not in shown and written in waits


SPEAKER = [{"label": "Sarah Jones", "participant_id": "a-p01", "scope": "case:a"}]


def test_a_name_that_a_speaker_shares_with_somebody_registered_is_nobodys_until_people_say_whose():
    shown, waits = masked("Then Sarah rang, and Holt, and Jones.", speakers=SPEAKER)
    assert shown == "Then [person] rang, and [GP A], and [a-p01]." and waits == {"Sarah"}


@pytest.mark.parametrize(
    "label", ["Sarah Holt", "Sarah", "Holt", "Dr Holt", "Sarah Jane Holt", "S. Holt", "Dr S Holt", "Sarah H."]
)
def test_a_speaker_who_may_be_registered_is(label):
    shown, _ = masked("Then Sarah Holt rang.", speakers=[SPEAKER[0] | {"label": label}])
    assert shown == "Then [GP A] rang."


PERSON, PLACE = decision("Wexton"), decision("Wexton", "place", replacement="town A")


def test_where_people_decided_otherwise_of_one_kind_than_of_another_none_stands_for_both():
    shown, waits = masked("We drove to Wexton. Then Wexton rang.", (), [PERSON, PLACE])
    assert shown == "We drove to [town A]. Then [name] rang." and waits == {"Wexton"}
    everywhere = masked(
        "Then Wexton rang.", (), [PERSON, PLACE | {"action": "keep", "replacement": "", "scope": "case:a"}]
    )
    assert everywhere == ("Then [name] rang.", {"Wexton"})
    kept = PLACE | {"action": "keep", "replacement": "", "scope": "case:a"}
    assert masked("We live in Wexton, all of us.", (), [PERSON, kept])[0] == "We live in Wexton, all of us."


def test_kinds_of_which_the_same_was_decided_contradict_nothing():
    shown, waits = masked("Then Wexton rang, and in Wexton.", (), [PERSON, PERSON | {"kind": "place"}])
    assert shown == "Then [P03] rang, and in [P03]." and waits == set()


def test_what_was_decided_of_one_kind_alone_holds_for_the_others():
    assert masked("Then Wexton rang.", (), [PLACE])[0] == "Then [town A] rang."
    assert masked("Then Wexton rang.", (), [PERSON, PLACE | {"scope": "case:b"}])[0] == "Then [P03] rang."


JENKINS = {"entity": "jenkins", "kind": "person", "name": "Sue Jenkins", "aliases": "", "replacement": "nurse A"}
KUMAR = {"entity": "kumar", "kind": "person", "name": "Pradeep Kumar", "aliases": "", "replacement": "GP B"}
ALIASES = [JENKINS | {"aliases": "Jenkins;Sue;Suzy"}, KUMAR | {"aliases": "Kumar;Pradeep"}]


@pytest.mark.parametrize("rows", [[JENKINS, KUMAR], ALIASES])
@pytest.mark.parametrize(
    "name",
    ["Sue Kumar", "Pradeep Jenkins", "Dr Sue Kumar", "Sue P. Kumar", "Sue Jenkins Kumar", "Sue Jenkins-Kumar"],
)
def test_a_given_name_before_anothers_surname_is_neithers(name, rows):
    shown, waits = masked(f"Then {name} told me about it.", rows)
    assert shown == "Then [person] told me about it." and waits == {name}


def test_a_nickname_before_anothers_surname_is_neithers():
    assert masked("Then Suzy Kumar came.", ALIASES) == ("Then [person] came.", {"Suzy Kumar"})


@pytest.mark.parametrize("rows", [[JENKINS, KUMAR], ALIASES])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I told Sue Pradeep was ill.", "I told [nurse A] [GP B] was ill."),
        ("I told Sue Dr Kumar was ill.", "I told [nurse A] [GP B] was ill."),
        ("Here: Sue Jenkins Pradeep Kumar", "Here: [nurse A] [GP B]"),
        ("Here: Jenkins Kumar", "Here: [nurse A] [GP B]"),
        ("It was Sue, Kumar and me.", "It was [nurse A], [GP B] and me."),
        ("I saw Sue's Kumar.", "I saw [nurse A]'s [GP B]."),
        ("I saw Sue. Kumar left.", "I saw [nurse A]. [GP B] left."),
    ],
)
def test_names_of_two_side_by_side_that_make_no_third_are_theirs(text, expected, rows):
    assert masked(text, rows)[0] == expected
