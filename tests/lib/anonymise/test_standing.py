"""A name that is a word is a name, a word or unclear by what stands beside it, whatever it is elsewhere."""

from __future__ import annotations

import pytest
from multicase.anonymise import lexicon, locale, names, register, standing
from multicase.anonymise.capitals import capitals
from multicase.anonymise.detect import Settings, detect
from multicase.anonymise.standing import Standing

GB = locale.load("en_GB")
NAME, WORD, UNCLEAR = Standing.NAME, Standing.WORD, Standing.UNCLEAR


def stands(text, word, known=()):
    """How the first `word` of a text stands. known: names that the case tells."""
    told = lexicon.of_texts([text], GB)
    told = lexicon.Lexicon(told.lower, told.capital, told.language, dict.fromkeys(known, 1))
    place = next(item for item in capitals(text) if item.text == word)
    return standing.of(place, text, told, GB)


@pytest.mark.parametrize(
    ("text", "word", "how"),
    [
        # what a verb follows at a sentence's start
        ("Will rang me about it.", "Will", NAME),
        ("Mark worked nights then.", "Mark", NAME),
        ("Bill was sat outside.", "Bill", NAME),
        ("Will that do?", "Will", WORD),
        ("May I ask you?", "May", WORD),
        ("Mark my words.", "Mark", WORD),
        ("Hope you are well.", "Hope", WORD),
        ("Rob a bank, they said.", "Rob", WORD),
        # what says where somebody belongs may stand between
        ("Bryony on nights said so.", "Bryony", UNCLEAR),
        ("Mark in finance thinks so.", "Mark", UNCLEAR),
        ("Frank from the next plot gave me beans.", "Frank", UNCLEAR),
        ("Rose at the corner shop told me.", "Rose", UNCLEAR),
        ("Mark from the top floor came.", "Mark", UNCLEAR),
        ("Hope from the start was thin.", "Hope", WORD),
        ("Grace in defeat is rare.", "Grace", WORD),
        ("Ray by ray the sun came.", "Ray", WORD),
        ("Mark in the margin.", "Mark", WORD),
        ("Will for a house.", "Will", WORD),
        # words that stand without an article can't be told
        ("Hope was off sick.", "Hope", UNCLEAR),
        ("Hope is what keeps us going.", "Hope", WORD),
        ("Price of fish.", "Price", WORD),
        ("Price rises hurt.", "Price", WORD),
        # a surname before a given name, or a list
        ("Rice, Grace: absent.", "Rice", UNCLEAR),
        ("Drew Mackintosh is not here.", "Drew", UNCLEAR),
        ("Grant Committee", "Grant", WORD),
        ("Price List of last year", "Price", WORD),
        # a label that comes again is somebody's, and one that comes once may be
        ("Summer: I went.\n\nMei: So did I.\n\nSummer: Never!", "Summer", NAME),
        ("Summer: we went to the sea.", "Summer", UNCLEAR),
        ("Price: nine pounds.\nPrice: ten pounds.", "Price", WORD),
        # inside a sentence the capital tells
        ("I asked May to stay.", "May", NAME),
        ("so Christian said no", "Christian", NAME),
        ("It began in May again.", "May", WORD),
        ("on 3 May we met", "May", WORD),
        ("By then April was wet.", "April", UNCLEAR),
        # behind a determiner
        ("We read the Bill twice.", "Bill", WORD),
        ("It was in the Corn Hall.", "Corn", NAME),
        # ... but what hardly anybody writes with a capital as a word is called so
        ("We walked along the Dee.", "Dee", UNCLEAR),
        ("The Prince was late.", "Prince", UNCLEAR),
        ("The Cam is low; a cam broke.", "Cam", WORD),
        ("The Dizzy spell.", "Dizzy", UNCLEAR),
        ("I thought that Moody was out.", "Moody", NAME),
        # beside a mark, a capital or another name
        ("Mark, can you hear?", "Mark", NAME),
        ("Basil, thyme and mint grow.", "Basil", WORD),
        ("Rose, Penny and Art came.", "Rose", NAME),
        ("Bishop and I fell out.", "Bishop", NAME),
        ("Christian and Muslim pupils sat.", "Christian", UNCLEAR),
        ("Grant Committee papers came.", "Grant", WORD),
        ("Will Carter rang.", "Will", NAME),
        ("Ruby? She is lovely.", "Ruby", UNCLEAR),
        ("Will's mug broke.", "Will", NAME),
        ("Carter's account differs.", "Carter", UNCLEAR),
        ("Norm frets about it.", "Norm", UNCLEAR),
    ],
)
def test_what_stands_beside_a_word_decides(text, word, how):
    assert stands(text, word) is how


@pytest.mark.parametrize(
    ("text", "word", "how"),
    [
        ("Price rises hurt.", "Price", UNCLEAR),
        ("Street I know well.", "Street", UNCLEAR),
        ("Then find your Rose and ask.", "Rose", UNCLEAR),
        ("Grace was off sick.", "Grace", UNCLEAR),
        ("Which Rob?", "Rob", UNCLEAR),
        ("So which Grace do you mean?", "Grace", UNCLEAR),
        ("I know another Will, from school.", "Will", UNCLEAR),
        ("It was this Mark again.", "Mark", UNCLEAR),
        ("Will that do?", "Will", WORD),
        ("We read the Bill twice.", "Bill", WORD),
    ],
)
def test_where_somebody_is_called_so_doubt_goes_before_people(text, word, how):
    assert stands(text, word, known=[word.lower()]) is how


def test_a_word_of_the_dictionary_that_is_only_a_name_makes_no_word_of_it():
    told = lexicon.of_texts(["Beryl said that beryl is a word."], GB)
    assert not standing.is_word("beryl", told, GB)
    assert standing.is_word("grace", lexicon.of_texts(["grace"], GB), GB)
    assert not standing.is_word("wolcott", told, GB)


def test_what_the_case_writes_small_again_and_again_is_a_word_but_not_in_a_text_without_capitals():
    told = lexicon.of_texts(["The spoke, a spoke, my ginnel, a ginnel, the ginnel"], GB)
    assert standing.is_word("ginnel", told, GB) and not standing.is_listed("ginnel", told, GB)


def test_what_can_not_be_told_is_one_find_of_a_kind_of_its_own():
    text = "Hope was off sick."
    reader = names.Reader(text, capitals(text), lexicon.of_texts([text], GB), GB)
    assert [(span.kind, span.rule_id) for span in names.find(reader)] == [("unclear", "word_or_name")]


@pytest.mark.parametrize(
    ("text", "word", "how"),
    [
        ("SID rang me.", "SID", NAME),
        ("Then LORA said no.", "LORA", NAME),
        ("I asked SID about it.", "SID", NAME),
        ("It was SID's mum.", "SID", NAME),
        ("We saw SID Okafor.", "SID", NAME),
        ("We use LORA devices.", "LORA", UNCLEAR),
        ("ELSA is a study.", "ELSA", UNCLEAR),
        ("The data went to SID.", "SID", UNCLEAR),
        ("It came with ALAN.", "ALAN", UNCLEAR),
        ("We read the ELSA study.", "ELSA", WORD),
    ],
)
def test_a_given_name_in_capitals_may_be_an_acronym(text, word, how):
    assert stands(text, word) is how


@pytest.mark.parametrize("text", ["SID rang me. We use SID data.", "We use SID data. Then I asked SID."])
def test_a_given_name_in_capitals_is_masked_where_it_is_somebody_and_asked_about_elsewhere(text):
    known, told = register.build(None, None, None, GB), lexicon.of_texts([text], GB)
    spans = detect(text, known=known, lexicon=told, locale=GB, settings=Settings())
    assert sorted((text[span.start : span.end], span.kind) for span in spans) == [("SID", "person"), ("SID", "unclear")]


@pytest.mark.parametrize("label", ["Anna", "ANNA", "Anna Okafor"])
@pytest.mark.parametrize("text", ["So it was ANNA who did it.", "It came with ANNA."])
def test_a_speakers_name_in_capitals_is_no_acronym(text, label):
    known, told = register.build(None, None, None, GB), lexicon.of_texts([text], GB, [label])
    spans = detect(text, label_names=[label], known=known, lexicon=told, locale=GB, settings=Settings())
    assert [(text[span.start : span.end], span.kind) for span in spans] == [("ANNA", "person")]


def test_one_that_the_case_writes_as_names_are_written_is_one():
    text = "We met Sid there. SID data is SID."
    known, told = register.build(None, None, None, GB), lexicon.of_texts([text], GB)
    spans = detect(text, known=known, lexicon=told, locale=GB, settings=Settings())
    assert {span.kind for span in spans} == {"person"}
