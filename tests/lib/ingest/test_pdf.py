import io
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.ingest import readers
from multicase.ingest.blocks import ASIDE, COMMENT, FURNITURE, HEADING, HIDDEN, LINE_NUMBER, TEXT
from multicase.ingest.limits import Budget, Limits
from multicase.ingest.readers.pdf import letters as letters_of
from multicase.ingest.readers.pdf import paragraphs, parts
from multicase.study.problems import StudyError
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
HEIGHT = 842


def built(pages, encrypt=None, crop=None, turn=0):
    """A PDF of pages of (x, height from the head, text, font, size), or of functions that draw on the canvas."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, HEIGHT), invariant=1, encrypt=encrypt, cropBox=crop)
    for page in pages:
        if turn:
            canvas.setPageRotation(turn)
        for item in page:
            if callable(item):
                item(canvas)
                continue
            x, y, text, *font = item
            canvas.setFont(*(font or (PLAIN, 12)))
            canvas.drawString(x, HEIGHT - y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def reading(pages, **options):
    return readers.read(built(pages, **options), "pdf", "s")


def texts(pages, **options):
    return [block.text for block in reading(pages, **options).blocks]


def said(pages):
    return [(block.speaker, block.text) for block in reading(pages).blocks]


def left(pages, reason):
    return [(out.text, out.locator) for out in reading(pages).left_out if out.reason == reason]


def down(lines, x=72, y=100, lead=14, *font):
    return [(x, y + lead * n, line, *font) for n, line in enumerate(lines)]


def stepped(lines, y=100, lead=14):
    return [(72 + step, y + lead * n, line) for n, (step, line) in enumerate(lines)]


def letters(x, y, text, size=12):
    found = []
    for char in text:
        if char != " ":
            found.append((x, y, char, PLAIN, size))
        x += stringWidth(char, PLAIN, size)
    return found


def shuffled(items, seed=1):
    random.Random(seed).shuffle(items)
    return items


def wrapped(text, width=330, size=12):
    return simpleSplit(text, PLAIN, size, width)


BOTH = [
    "The gate was left open all night and nobody in the yard had seen it until the dogs came in. It was then that the "
    "farmer rose and went out to the field below the old house.",
    "He called for the others. They came with lamps and ropes, but they found nothing at all, and went home.",
]
GATE, LAMPS = map(wrapped, BOTH)
LEFT = wrapped(BOTH[0] + " There the sheep had been before, and there was no sound of anything.", 190)
RIGHT = wrapped(
    "A second column begins here with the story of the well, which had dried up in the summer before it. Nobody had "
    "asked why. The owner said he would dig a new one near the road, and he did it in the month of May.", 190
)  # fmt: skip
COLUMNS = [" ".join(LEFT), " ".join(RIGHT)]
ABREAST = [item for n in range(len(RIGHT)) for item in ((60, 150 + 14 * n, LEFT[n]), (320, 150 + 14 * n, RIGHT[n]))]
ANSWERS = ["I came in the spring.", "Why then?", "Nobody told me.", "And now?", "Here I stay."]
ROMAN = ["i", "ii", "iii", "iv"]
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven"]


def numbered(*more, pages=4, opening="Number"):
    """Pages with a line of text each, and what functions of their number add to them."""
    return [
        [(72, 300, f"{opening} {NUMBERS[n - 1]} it is."), *(item for add in more for item in add(n))]
        for n in range(1, pages + 1)
    ]


# Lines


def test_letters_drawn_alone_and_in_any_order_are_words():
    lines = ["I: Do the gates open all night?", "P1: They do, and the illness", "fills the hall."]
    page = shuffled([item for n, line in enumerate(lines) for item in letters(72, 100 + 14 * n, line)])
    assert texts([page]) == ["I: Do the gates open all night?", "P1: They do, and the illness fills the hall."]


def test_text_drawn_twice_to_look_bold_is_there_once():
    assert texts([[(72, 100, "All will fall ill."), (72.4, 100.2, "All will fall ill.")]]) == ["All will fall ill."]


def test_double_letters_stay_double():
    assert texts([[(72, 100, "All illness", PLAIN, 5)]]) == ["All illness"]


def test_raised_and_lowered_letters_stay_in_their_line():
    pieces = [
        ("On the 10", 0),
        ("th", -5),
        (" of May it rained,", 0),
        ("3", -5),
        (" and H", 0),
        ("2", 3),
        ("O froze", 0),
    ]
    page, x = [(72, 114, "until it was over.")], 72
    for text, raised in pieces:
        font = (PLAIN, 7 if raised else 12)
        page.append((x, 100 + raised, text, *font))
        x += stringWidth(text, *font)
    assert texts([page]) == ["On the 10th of May it rained,3 and H2O froze until it was over."]


def test_a_letter_of_a_line_that_is_set_a_little_off_keeps_its_place():
    page = letters(72, 100, "the files *.diff and LATEX, and so on")
    page = [(x, y + {"*": 2, "E": 3}.get(char, 0), char, *font) for x, y, char, *font in page]
    assert texts([page]) == ["the files *.diff and LATEX, and so on"]


def test_lines_of_a_small_font_close_below_are_lines_of_their_own():
    assert texts([[(72, 100, "It was late."), (72, 112, "A note below.", PLAIN, 8)]]) == [
        "It was late.",
        "A note below.",
    ]


def test_a_page_that_was_scanned_askew_is_read_line_by_line():
    def askew(canvas):
        canvas.rotate(1.5)
        for n, line in enumerate([*GATE, *LAMPS]):
            x = 90
            for word in line.split():
                canvas.drawString(x, 700 - 14 * n, word)
                x += stringWidth(f"{word} ", PLAIN, 12)

    assert texts([[askew]]) == BOTH


def test_a_line_that_bends_keeps_its_words_whole():
    text = "the gate was open all night, and nobody in the yard had seen it"
    page = [(x, y + n * 0.3, char, *font) for n, (x, y, char, *font) in enumerate(letters(72, 100, text))]
    assert texts([page]) == [text]


def test_cells_of_a_row_may_stand_a_little_higher_than_others():
    page = beside(["Harbour", "Suburb", "Valley"], ["12 of them", "14", "9 or so"])
    assert texts([[(x, y + (2 if x > 72 else 0), text) for x, y, text in page]]) == [
        "Harbour 12 of them",
        "Suburb 14",
        "Valley 9 or so",
    ]


def test_words_of_a_scan_may_each_lean_another_way():
    def leaning(canvas):
        x = 72
        for n, word in enumerate(GATE[0].split()):
            canvas.saveState()
            canvas.translate(x, 700)
            canvas.rotate(n % 4 - 1)
            canvas.drawString(0, 0, word)
            canvas.restoreState()
            x += stringWidth(f"{word} ", PLAIN, 12)

    assert texts([[leaning]]) == [GATE[0]]


def test_blanks_that_are_drawn_part_words_however_narrow_they_are():
    def narrow(canvas):
        text = canvas.beginText(72, 700)
        text.setWordSpace(-2.2)
        text.textLine("narrow blanks between words")
        canvas.drawText(text)

    assert texts([[narrow]]) == ["narrow blanks between words"]


def test_ligatures_become_letters():
    assert letters_of.Pages(None, "s", None, None)._letters("ﬁ") == "fi"


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        (["םולש"], ["שלום"]),
        (["םלוע", "םולש"], ["שלום", "עולם"]),
        (["two", "words", "םלוע", "םולש"], ["שלום", "עולם", "two", "words"]),
        (["םלוע", "two", "words", "םולש"], ["שלום", "two", "words", "עולם"]),
        (["(םולש)"], ["(שלום)"]),
        (["he", "said", "םולש", "once"], ["he", "said", "שלום", "once"]),
    ],
)
def test_scripts_that_run_to_the_left_are_turned_round(seen, read):
    assert letters_of._in_reading_order(seen) == read


def test_words_of_scripts_without_blanks_are_not_parted_by_line_ends():
    lines = [parts.Line(1, 0, text, 72, 300, y, 12, False, 200) for text, y in (("我們來到", 100), ("這裏。", 114))]
    assert [block.text for _, block in paragraphs.Paragraphs(lines, []).blocks()] == ["我們來到這裏。"]


def test_bullets_are_told():
    assert texts([[(72, 100, "\u2022 more time"), (72, 114, "\u2022 more money")]]) == ["• more time", "• more money"]


# Columns


def test_columns_are_read_one_after_the_other_though_they_are_drawn_row_by_row():
    assert texts([ABREAST]) == COLUMNS


def test_lines_over_the_whole_width_keep_their_places():
    head = "A line that goes over all of the page, from the left to the right margin, stands here."
    foot = "After the columns another line goes over the whole of the width of the page."
    middle = "Between the parts there is a third line that goes over the whole width of it."
    second = [(x, y + 150, text.replace("gate", "door")) for x, y, text in ABREAST]
    page = shuffled([(60, 120, head), *ABREAST, (60, 260, middle), *second, (60, 420, foot)])
    door = COLUMNS[0].replace("gate", "door")
    assert texts([page]) == [head, *COLUMNS, middle, door, COLUMNS[1], foot]


def test_a_short_heading_between_columns_parts_them():
    second = [(x, y + 150, text) for x, y, text in ABREAST]
    assert texts([[*ABREAST, (60, 264, "Second part", BOLD, 12), *second]]) == [*COLUMNS, "Second part", *COLUMNS]


def test_a_short_line_at_the_right_above_columns_comes_first():
    assert texts([[(440, 110, "The 12th of May."), *ABREAST]]) == ["The 12th of May.", *COLUMNS]


def test_columns_need_not_have_their_lines_at_one_height():
    assert texts([[*down(LEFT, 60, 150), *down(RIGHT, 320, 156.5)]]) == COLUMNS


def test_a_column_may_be_longer_than_the_other():
    assert texts([[*down(LEFT * 2, 60, 150), *down(RIGHT, 320, 150)]]) == [f"{COLUMNS[0]} {COLUMNS[0]}", COLUMNS[1]]


def test_a_column_that_is_longer_and_not_at_the_others_height():
    assert texts([[*down(LEFT * 2, 60, 150), *down(RIGHT, 320, 157)]]) == [f"{COLUMNS[0]} {COLUMNS[0]}", COLUMNS[1]]


def test_a_short_line_below_columns_comes_last():
    assert texts([[*ABREAST, (60, 290, "So it was.")]]) == [*COLUMNS, "So it was."]


def test_a_bold_line_of_one_column_does_not_part_both():
    bold = [*down(LEFT, 60, 150), (60, 248, "And in bold", BOLD, 12), *down(LEFT, 60, 262)]
    assert texts([[*bold, *down(RIGHT * 2, 320, 129)]])[-2:] == [COLUMNS[1]] * 2


def test_a_line_apart_in_one_column_does_not_part_both():
    left_lines = [*down(LEFT, 60, 150), (60, 262, "A line apart."), *down(LEFT, 60, 290)]
    right_lines = [*down(RIGHT, 320, 150), *down(RIGHT, 320, 290)]
    assert texts([[*left_lines, *right_lines]]) == [COLUMNS[0], "A line apart.", COLUMNS[0], COLUMNS[1], COLUMNS[1]]


def test_three_columns():
    small = (PLAIN, 8)
    page = [*down(LEFT, 40, 150, 10, *small), *down(RIGHT, 220, 150, 10, *small), *down(LEFT, 400, 150, 10, *small)]
    assert texts([shuffled(page)]) == [*COLUMNS, COLUMNS[0]]


def test_columns_of_a_few_long_rows():
    page = [item for n in range(3) for item in ((60, 150 + 14 * n, LEFT[4 + n]), (320, 150 + 14 * n, RIGHT[n]))]
    assert texts([page]) == [" ".join(LEFT[4:]), " ".join(RIGHT[:3])]


def test_a_paragraph_goes_on_in_the_next_column():
    page = [*down([*LEFT[:4], "to the field and then"], 60), *down(["they saw that it was empty", *RIGHT[1:]], 320)]
    assert "to the field and then they saw that it was empty" in texts([page])[0]


def test_turns_in_two_columns():
    some = [
        "I: Why did you come here to",
        "the house?",
        "P1: The work, and the pay was",
        "better than there.",
        "I: Okay then.",
    ]
    more = [
        "I: And the others, did they",
        "come with you?",
        "P1: They came a year after us, on",
        "a boat.",
        "I: Okay for now.",
    ]
    assert texts([shuffled([*down(some, 60), *down(more, 320)])]) == [
        "I: Why did you come here to the house?", "P1: The work, and the pay was better than there.", "I: Okay then.",
        "I: And the others, did they come with you?", "P1: They came a year after us, on a boat.", "I: Okay for now.",
    ]  # fmt: skip


def test_short_turns_in_two_columns():
    some, more = [[f"{'I' if n % 2 else 'P1'}: Word{n + k}." for n in range(6)] for k in (0, 6)]
    assert texts([shuffled([*down(some, 60), *down(more, 320)])]) == [*some, *more]


def beside(names, words, x=150):
    """A column of names beside one of words; a name may be empty."""
    rows = zip(names, words, strict=True)
    return [item for n, (name, text) in enumerate(rows) for item in ((72, 100 + 14 * n, name), (x, 100 + 14 * n, text))]


WRAPPED = [
    "I came in the spring, when the road was",
    "still closed.",
    "Why then?",
    "Nobody told me. And it was",
    "cold.",
    "And now?",
]


def test_a_column_of_names_says_who_speaks():
    assert said([beside(["P1", "", "I", "P1", "", "I"], WRAPPED)]) == [
        ("P1", "I came in the spring, when the road was still closed."),
        ("I", "Why then?"),
        ("P1", "Nobody told me. And it was cold."),
        ("I", "And now?"),
    ]


def test_names_with_a_colon_stay_in_the_text():
    assert said([beside(["P1:", "", "I:", "P1:", "", "I:"], WRAPPED)]) == [
        ("", "P1: I came in the spring, when the road was still closed."),
        ("", "I: Why then?"),
        ("", "P1: Nobody told me. And it was cold."),
        ("", "I: And now?"),
    ]


def test_long_names_beside_words_are_no_column_of_prose():
    names = ["Dr Mary Ann Stone:", "", "Mr John Peter Wood:", "Dr Mary Ann Stone:", "", "Mr John Peter Wood:"]
    assert [text.partition(":")[0] for _, text in said([beside(names, WRAPPED, 230)])] == [
        "Dr Mary Ann Stone", "Mr John Peter Wood", "Dr Mary Ann Stone", "Mr John Peter Wood",
    ]  # fmt: skip


def test_a_column_of_names_is_known_on_a_page_where_few_speak():
    pages = [
        beside(["Mary", "John", "Mary", "John", "Mary"], [*ANSWERS[:4], "Here I stay, and"]),
        beside(["", "John", ""], ["I mean it.", "That is good, and", "it is well."]),
    ]
    assert said(pages)[-2:] == [("Mary", "Here I stay, and I mean it."), ("John", "That is good, and it is well.")]


def test_a_column_of_names_is_known_though_few_speak_on_each_page():
    pages = [beside([name, "", ""], wrapped(f"{BOTH[0]}", 250)[:3]) for name in ("Mary", "John", "Mary", "John")]
    assert [speaker for speaker, _ in said(pages)] == ["Mary", "John", "Mary", "John"]


def test_a_column_of_names_is_known_on_a_page_before():
    pages = [
        beside(["Mary", ""], ["Here I stay, and", "I mean it."]),
        beside(["Mary", "John", "Mary", "John", "Mary"], ANSWERS),
    ]
    assert said(pages)[0] == ("Mary", "Here I stay, and I mean it.")


def test_columns_of_names_in_two_columns_of_a_page():
    names = ["P1", "I", "P1", "I", "P1"]
    page = [*beside(names, ANSWERS, 110), *((x + 250, y, text.upper()) for x, y, text in beside(names, ANSWERS, 110))]
    expected = list(zip(names, ANSWERS, strict=True))
    assert said([page]) == [*expected, *((name, text.upper()) for name, text in expected)]


def test_a_name_of_the_column_that_stands_there_once_is_one():
    pages = [beside(["Mary", "John", "Mary", "John", "Mary"], ANSWERS), beside(["Mary", "Ada", "Mary"], ANSWERS[:3])]
    assert said(pages)[5:] == [("Mary", ANSWERS[0]), ("Ada", ANSWERS[1]), ("Mary", ANSWERS[2])]


def test_a_name_in_a_row_of_its_own_is_that_of_the_next_row():
    page = [
        item
        for n, (name, text) in enumerate(zip(["P1", "I", "P1", "I"], ANSWERS, strict=False))
        for item in ((72, 100 + 28 * n, name), (150, 114 + 28 * n, text))
    ]
    page += [(72, 240, "P1"), (150, 240, "Yes."), (72, 254, "I"), (150, 254, "No."), (72, 268, "P1"), (150, 268, "Oh.")]
    assert said([page])[:2] == [("P1", ANSWERS[0]), ("I", ANSWERS[1])]


def test_time_stamps_in_a_column_open_lines():
    stamps = [f"00:0{n}:12" for n in range(5)]
    words = [f"{name}: {text}" for name, text in zip(["P1", "I", "P1", "I", "P1"], ANSWERS, strict=True)]
    assert texts([beside(stamps, words)]) == [f"{stamp} {text}" for stamp, text in zip(stamps, words, strict=True)]


def test_time_stamps_and_names_in_columns():
    stamps, names = [f"00:0{n}:12" for n in range(5)], ["P1", "I", "P1", "I", "P1"]
    page = beside(stamps, names) + [(200, 100 + 14 * n, text) for n, text in enumerate(ANSWERS)]
    assert said([page]) == [(name, f"{stamp} {text}") for name, stamp, text in zip(names, stamps, ANSWERS, strict=True)]


def test_words_beside_names_need_no_full_stop():
    words = [text.rstrip(".?") for text in ANSWERS]
    assert said([beside(["P1", "I", "P1", "I", "P1"], words)]) == list(zip(["P1", "I"] * 3, words, strict=False))
    stamps = [f"00:0{n}:12" for n in range(5)]
    assert texts([beside(stamps, words)]) == [f"{stamp} {text}" for stamp, text in zip(stamps, words, strict=True)]


def test_words_that_recur_in_tables_on_many_pages_name_no_speaker():
    page = [
        *beside(["Number", "Number", "Number"], ["of yards", "of gates", "of dogs"]),
        (72, 160, "Then there is a line that goes over all"),
    ]
    page += [(x, y + 90, text) for x, y, text in beside(["Number"], ["of all"])]
    assert not any(speaker for speaker, _ in said([page] * 3))


def test_words_that_recur_in_a_tables_first_column_name_no_speaker():
    names = ["Number", "Number", "Number", "Letter", "Letter", "Letter"]
    assert said([beside(names, ["of yards", "of gates", "of dogs", "to all", "to some", "to none"])])[0] == (
        "",
        "Number of yards",
    )


def test_a_table_is_read_row_by_row_and_its_first_column_is_no_speaker():
    table = [
        ("Harbour", "12", "yes"),
        ("Suburb", "14", "no"),
        ("Valley", "9", "not yet"),
        ("City", "3", "yes"),
        ("Fens", "1", "no"),
    ]
    page = [(72 + 100 * m, 100 + 14 * n, cell) for n, row in enumerate(table) for m, cell in enumerate(row)]
    assert said([shuffled(page)]) == [("", " ".join(row)) for row in table]


# Paragraphs


def test_turns_with_even_spacing():
    lines = ["I: Why was that?", f"P1: {GATE[0]}", *GATE[1:], "I: Okay", "P1: It was", "I: And then?"]
    assert texts([down(lines)]) == ["I: Why was that?", f"P1: {BOTH[0]}", "I: Okay", "P1: It was", "I: And then?"]


@pytest.mark.parametrize("lead", [14, 28])
@pytest.mark.parametrize("apart", [6, 8, 14])
def test_paragraphs_apart_by_their_spacing(apart, lead):
    below = 100 + 3 * lead + apart
    page = [
        *down(GATE, lead=lead),
        *down(LAMPS, y=below, lead=lead),
        *down(GATE, y=below + 2 * lead + apart, lead=lead),
    ]
    assert texts([page]) == [*BOTH, BOTH[0]]


@pytest.mark.parametrize("lead", [14, 28])
def test_a_full_last_line_before_a_gap_ends_its_paragraph(lead):
    full = "seen it until the dogs came in. It was then that they all rose."
    lines = [GATE[0], full]
    below = 100 + 2 * lead + 6
    assert len(texts([[*down(lines, lead=lead), *down(lines, y=below, lead=lead)]])) == 2


@pytest.mark.parametrize("lead", [14, 28])
def test_first_line_indents(lead):
    lines = [
        (18, GATE[0]),
        *((0, line) for line in GATE[1:]),
        (18, LAMPS[0]),
        (0, LAMPS[1]),
        (18, "A short one."),
        (18, "Another."),
    ]
    assert texts([stepped([*lines, *lines], lead=lead)]) == [*BOTH, "A short one.", "Another."] * 2


RISEN = "seen it until the dogs came in. It was then that they all rose."  # as wide as lines of GATE go


def test_a_full_last_line_before_an_indent_ends_its_paragraph():
    lines = [(18, GATE[0][:-4]), (0, RISEN), (18, LAMPS[0][:-6]), (0, LAMPS[1])]
    assert len(texts([stepped(lines * 2)])) == 4


def test_a_full_last_line_before_a_hanging_indent_ends_its_paragraph():
    lines = [(0, GATE[0]), (18, RISEN[:-10] + "rose."), (0, LAMPS[0]), (18, LAMPS[1])]
    assert len(texts([stepped(lines * 2)])) == 4


def test_a_full_line_that_ends_a_sentence_goes_on():
    lines = [GATE[0], RISEN, *LAMPS]
    assert texts([down(lines)]) == [" ".join(lines)]


def test_a_line_that_goes_beyond_the_margin_does_not_move_it():
    far = "P1: It was at https://example.org/a/very/long/address/that/is/not/broken/over/lines."
    lines = [GATE[0], RISEN, *LAMPS]
    pages = [[*down([*lines * 12, far])], [*down(lines, y=60)]]
    assert texts(pages)[-1] == " ".join(lines)


def test_the_margin_is_where_the_longest_line_ends():
    lines = ["It was over by then, and all of them slept until he came in.", "So it was."]
    longest, second = (stringWidth(line, PLAIN, 12) for line in (GATE[1], GATE[0]))
    room = stringWidth(f"{lines[0]} So", PLAIN, 12)
    assert second < room < longest - 2, "words that would have fitted in one of the lines only"
    assert texts([down([*GATE, *LAMPS, *lines])])[-2:] == lines


def test_single_spacing_within_a_text_with_double_spacing():
    double = [*wrapped(" ".join([*BOTH, "So it was"])), ""][:5]
    page = [*down(double, lead=28), *down([GATE[0], RISEN], y=300), *down([GATE[0], RISEN], y=334)]
    assert texts([page])[-2:] == [f"{GATE[0]} {RISEN}"] * 2


def test_hanging_indents():
    hung = [(0, GATE[0]), (24, GATE[1]), (24, GATE[2]), (0, LAMPS[0]), (24, LAMPS[1])]
    assert texts([stepped(hung * 2)]) == BOTH * 2


def test_hanging_labels_whose_first_line_ends_a_sentence():
    end = "He called for the others. They came with lamps and with them."
    assert texts([stepped([(0, f"P1: {end}"), (24, GATE[0]), (24, GATE[1]), (0, "I: Why?"), (0, f"P1: {GATE[0]}"), (24, GATE[2])])]) == [
        f"P1: {end} {GATE[0]} {GATE[1]}", "I: Why?", f"P1: {GATE[0]} {GATE[2]}",
    ]  # fmt: skip


def test_short_lines_that_end_sentences_are_not_joined():
    assert texts([down([*GATE, *LAMPS, "It was over.", "Then came the rain."])]) == [
        *BOTH,
        "It was over.",
        "Then came the rain.",
    ]


def test_short_turns_with_blank_lines_between_them():
    lines = ["Yes, we did it.", "And why?", "I never knew", "That is all."]
    assert texts([down(lines, lead=28)]) == lines


def test_an_unfinished_line_goes_on_after_a_wider_gap():
    page = [*down(GATE[:2]), (72, 136, GATE[2]), *down(LAMPS, y=164)]
    assert texts([page]) == BOTH


def test_what_does_not_go_on_after_a_wider_gap():
    apart = [*down(GATE[:2]), (72, 180, GATE[2])]  # too wide
    assert len(texts([apart])) == 2
    capital = [*down(GATE[:2]), (72, 136, "Nothing else was left open.")]
    assert len(texts([capital])) == 2
    item = [*down([GATE[0], GATE[1][:-5] + "all;"]), (72, 136, "nothing else was left open.")]
    assert len(texts([item])) == 2


def test_a_short_unfinished_line_goes_on_though_it_is_double_spaced():
    assert texts([down(["It was late,", *[line.lower() for line in GATE]], lead=28)]) == [
        f"It was late, {BOTH[0].lower()}"
    ]


def test_items_of_lists():
    lines = [
        *GATE,
        "We need:",
        "1. time",
        "2. money",
        "\u2022 a gate that nobody leaves open at night, and nobody in the",
        "yard",
    ]
    assert texts([down(lines)])[1:] == ["We need:", "1. time", "2. money", f"• {lines[-2][2:]} yard"]


def test_items_with_a_gap_behind_their_numbers():
    page = [
        *down(GATE),
        *beside(["1.", "", "2."], ["a gate that is always shut at night by the", "yard", "a lamp"], 100),
    ]
    page = [(x, y + (60 if n >= 3 else 0), text) for n, (x, y, text) in enumerate(page)]
    assert texts([page])[1:] == ["1. a gate that is always shut at night by the yard", "2. a lamp"]


def test_an_item_begins_after_a_full_line():
    assert texts([down([*GATE, f"\u2022 {GATE[0]}", "\u2022 seen it there"])])[1:] == [
        f"• {GATE[0]}",
        "• seen it there",
    ]


def test_a_label_alone_stands_with_its_words():
    assert texts([down(["Mary:", *GATE, "John:", "Why?"])]) == [f"Mary: {BOTH[0]}", "John: Why?"]


def test_a_label_before_a_time_stamp_stands_alone():
    lines = ["Mary Stone 00:01:12", *GATE, "John Wood 00:02:10", "Why?"]
    assert texts([down(lines)]) == ["Mary Stone 00:01:12", BOTH[0], "John Wood 00:02:10", "Why?"]


def broken_before(text, words):
    """Lines of a text, one of which begins with these words since the one before was full."""
    for width in range(200, 400):
        lines = wrapped(text, width)
        if any(line.startswith(words) for line in lines[1:]):
            return lines
    raise AssertionError("no width breaks it there")


@pytest.mark.parametrize("words", ["Beta: one site", "Senior Doctor; and", "Patient groups"])
def test_words_like_a_label_where_a_full_line_broke_are_none(words):
    text = f"{BOTH[0]} It has a plan for all of the wards that are there now, and Option {words} is liked by most of them, it is said."
    assert texts([down(broken_before(text, words))]) == [text]


def test_a_label_of_other_lines_opens_one_wherever_it_stands():
    full = "Ada: It has a plan for every one of the wards in it, and more"
    lines = [
        "Ada: Yes.",
        "Beta: No.",
        "Ada: Oh.",
        "Beta: Well, it was so that in the end of it we all came on and",
        "went home.",
        full,
        "Beta: so it has.",
    ]
    assert texts([down(lines)])[-2:] == [full, "Beta: so it has."]


# Over pages


def test_a_paragraph_goes_on_over_a_pages_end():
    blocks = reading([down(GATE[:2]), down(GATE[2:] + LAMPS)]).blocks
    assert [(block.text, block.locator) for block in blocks] == [(BOTH[0], "page 1"), (BOTH[1], "page 2")]


def test_a_label_or_an_ended_sentence_ends_it():
    pages = [
        down(["P1: and so it was"]),
        down(["I: Was it?"]),
        down(["It was then that it began"]),
        down(["and went on."]),
    ]
    assert texts(pages) == ["P1: and so it was", "I: Was it?", "It was then that it began and went on."]


def test_an_indented_line_begins_a_paragraph_on_a_new_page():
    page = stepped(
        [(18, GATE[0]), *((0, line) for line in GATE[1:]), (18, LAMPS[0]), (0, LAMPS[1]), (18, "They had no")]
    )
    assert texts([page, stepped([(18, LAMPS[0]), (0, LAMPS[1])])])[-2:] == ["They had no", BOTH[1]]


def test_an_indented_line_goes_on_with_a_hanging_one_on_a_new_page():
    hung = [(0, GATE[0]), (24, GATE[1]), (24, GATE[2]), (0, LAMPS[0])]
    assert texts([stepped(hung), stepped([(24, LAMPS[1]), *hung])])[1] == BOTH[1]


def test_a_note_further_left_does_not_make_all_other_lines_indented():
    first = [(18, GATE[0][:-4]), (0, GATE[1]), (0, GATE[2])]
    pages = [[(40, 80, "A note."), *stepped([*first * 4, (18, "They had no")])], stepped([(0, "lamps."), *first])]
    assert "They had no lamps." in texts(pages)


# Headings


def roles(pages):
    return [(block.text, block.role == HEADING) for block in reading(pages).blocks]


@pytest.mark.parametrize("font", [(BOLD, 12), (PLAIN, 15)])
def test_headings_in_another_font(font):
    page = [(72, 86, "Findings", *font), *down(GATE), (72, 142, "What came next", *font), *down(LAMPS, y=156)]
    assert roles([page]) == [("Findings", True), (BOTH[0], False), ("What came next", True), (BOTH[1], False)]


def test_a_heading_of_two_lines():
    page = [*down(["What came next, and how it was that", "nobody told"], 72, 60, 18, PLAIN, 15), *down(GATE)]
    assert roles([page])[0] == ("What came next, and how it was that nobody told", True)


def test_a_heading_that_stands_apart():
    page = [*down(GATE), *down(LAMPS, y=148), (72, 206, "What came next"), *down(GATE, y=230), *down(LAMPS, y=278)]
    assert roles([page]) == [
        (BOTH[0], False),
        (BOTH[1], False),
        ("What came next", True),
        (BOTH[0], False),
        (BOTH[1], False),
    ]


def test_bold_words_that_somebody_says_are_no_heading():
    asked = [(72, 100, "I: How did it begin, and what was the very", BOLD, 12), (72, 114, "first thing", BOLD, 12)]
    unnamed = [(72, 170, "And what came after that?", BOLD, 12)]
    named = [(72, 220, "Interviewer", BOLD, 12)]
    page = [*asked, *down(GATE, y=128), *unnamed, *down(LAMPS, y=184), *named, *down(GATE, y=234)]
    assert not any(heading for _, heading in roles([page]))


def test_many_bold_lines_are_no_heading():
    bold = wrapped(" ".join([*BOTH, *BOTH])[:-1], 300)
    assert not any(heading for _, heading in roles([[*down(bold, 72, 60, 14, BOLD, 12), *down(GATE * 5, y=300)]]))


def test_what_somebody_says_in_large_letters_is_no_heading():
    assert not any(heading for _, heading in roles([[(72, 60, "I: Why", PLAIN, 15), *down(GATE)]]))


def test_a_line_without_a_full_stop_is_no_heading():
    page = [*down(GATE), (72, 150, "So it was"), *down(LAMPS, y=172), *down(GATE, y=208)]
    assert not any(heading for _, heading in roles([page]))
    page = [*down(GATE), *down(LAMPS, y=148), (72, 210, "So it was"), (72, 224, "I: Was it?"), *down(GATE, y=246)]
    assert not any(heading for _, heading in roles([page]))


def test_a_name_that_recurs_is_no_heading():
    page = [
        item for n in range(3) for item in ((72, 100 + 60 * n, "Mary Stone", BOLD, 12), *down(GATE, y=114 + 60 * n))
    ]
    assert not any(heading for _, heading in roles([page]))


def test_a_bold_line_within_a_paragraph_does_not_part_it():
    page = [(72, 100, GATE[0]), (72, 114, "seen it until the dogs came in. It was then that the", BOLD, 12)]
    page += down(wrapped("farmer rose and went out to the field below the old house."), y=128)
    assert len(texts([page])) == 1


# Hyphens

HYPHENS = {
    "a word that stands whole elsewhere": (["The govern-", "ment is the government."], "The government is the government."),
    "a word that has its hyphen elsewhere": (["A long-", "term plan is long-term."], "A long-term plan is long-term."),
    "whichever is more frequent": (
        ["Some long-", "term plan is longterm, not long-term, but longterm."],
        "Some longterm plan is longterm, not long-term, but longterm.",
    ),
    "first parts that keep it": (["It was well-", "known that the co-", "operative had re-", "signed."], "It was well-known that the co-operative had re-signed."),
    "a prefix where words are split, before a word": (["The gar-", "den was pre-", "paid as they paid."], "The garden was pre-paid as they paid."),
    "a prefix where words are split, before none": (["The gar-", "den was pre-", "pared."], "The garden was prepared."),
    "a capital": (["It was anti-", "German."], "It was anti-German."),
    "numbers": (["In 1998-", "1999 a 12-", "inch pipe."], "In 1998-1999 a 12-inch pipe."),
    "a single letter": (["By e-", "mail."], "By e-mail."),
    "words of three parts": (["The base is out-of-", "hours for all of us."], "The base is out-of-hours for all of us."),
    "a word begun again": (["He th-", "thought so."], "He th- thought so."),
    "a word broken off": (["He th-", "I mean she did."], "He th- I mean she did."),
    "a word made of two alike": (["He said bye-", "bye, as in bye-bye."], "He said bye-bye, as in bye-bye."),
    "a dash": (["He came -", "she went."], "He came - she went."),
    "a soft hyphen": (["It was some\xad", "how well\xad", "known."], "It was somehow wellknown."),
    "a soft hyphen that is drawn": (["It was some\xadhow late."], "It was some-how late."),
}  # fmt: skip


@pytest.mark.parametrize("case", HYPHENS)
def test_hyphens_at_a_lines_end(case):
    lines, text = HYPHENS[case]
    assert texts([down(lines)]) == [text]


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        (["The gar-", "den was well-", "known."], ["1 hyphen at a line's end was taken out"]),
        (["The gar-", "den had win-", "ter sun."], ["2 hyphens at a line's end were taken out"]),
        (["The gar-", "den is a garden."], []),
    ],
)
def test_hyphens_that_nothing_decides_are_counted(lines, note):
    assert reading([down(lines)]).notes == note


def test_hyphens_over_a_pages_end():
    assert texts([down(["The govern-"]), down(["ment is the government."])]) == ["The government is the government."]


# Furniture


def at_foot(text):
    return lambda n: [(72, 810, text.format(n=n, m=n + 44, r=ROMAN[n - 1]))]


def at_head(text):
    return lambda n: [(72, 40, text.format(n=n))]


BODY = [f"Number {number} it is." for number in NUMBERS]


@pytest.mark.parametrize(
    ("add", "first"),
    [
        (at_head("Harbour Study, in confidence"), "Harbour Study, in confidence"),
        (at_head("Harbour Study: a report"), "Harbour Study: a report"),
        (at_head("Harbour Study: page {n} of 4"), "Harbour Study: page 1 of 4"),
        (at_foot("Page {n} of 4"), "Page 1 of 4"),
        (at_foot("{n}/4"), "1/4"),
        (at_foot("- {n} -"), "- 1 -"),
        (at_foot("{n}"), "1"),
        (at_foot("{m}"), "45"),
        (at_foot("{r}"), "i"),
        (at_foot("{n} Harbour {n}"), "1 Harbour 1"),
        (lambda n: [(72, 40, "And so on and on"[n:]), (72, 54, "Harbour Study")], "Harbour Study"),
    ],
)
def test_what_recurs_at_the_edges_of_pages_is_furniture(add, first):
    pages = numbered(add)
    found = left(pages, FURNITURE)
    assert [text for text in texts(pages) if not text.endswith(" and on")] == BODY[:4]
    assert found[0] == (first, "page 1") and [place for _, place in found] == [f"page {n}" for n in range(1, 5)]


def test_two_lines_at_an_edge_are_furniture():
    pages = numbered(lambda n: [(72, 40, "Harbour Study"), (72, 54, "In confidence"), (72, 68, "All rights reserved")])
    assert texts(pages) == BODY[:4] and len(left(pages, FURNITURE)) == 12


def test_odd_and_even_pages_may_differ():
    pages = numbered(lambda n: [(72, 40, ["A harbour study", "By the coast"][n % 2])], pages=6)
    assert texts(pages) == BODY[:6]
    assert len(texts(numbered(lambda n: [(72, 40, ["A harbour study.", "By the coast."][n % 2])], pages=5))) == 7


STAYS = {
    "a role's words": (at_foot("I: Okay."), "Number"),
    "words of somebody who says more": (at_foot("Mary: Okay."), "Mary: Number"),
    "years that count nothing": (lambda n: [(72, 40, f"In {[1990, 1985, 2003, 1971][n - 1]} it rained.")], "Number"),
    "at another height each": (lambda n: [(72, 20 + 15 * n, "Harbour Study.")], "Number"),
    "on half of the pages": (lambda n: [(72, 40, "Harbour Study.")] if n < 3 else [], "Number"),
    "on three of seven pages": (lambda n: [(72, 40, "Harbour Study.")] if n < 4 else [], "Number"),
    "off the edge": (lambda n: [(72, 130, "Harbour Study.")], "Number"),
}


@pytest.mark.parametrize("case", STAYS)
def test_what_is_no_furniture_stays(case):
    add, opening = STAYS[case]
    pages = numbered(add, pages=7 if "seven" in case else 4, opening=opening)
    assert left(pages, FURNITURE) == []
    assert sum(len(text.split()) for text in texts(pages)) == sum(
        len(text.split()) for page in pages for *_, text in page
    )


def test_on_two_pages_only_numbers_of_pages_are_furniture():
    pages = numbered(at_head("Harbour Study."), at_foot("{n}"), pages=2)
    assert texts(pages) == ["Harbour Study.", BODY[0], "Harbour Study.", BODY[1]]
    assert left(pages, FURNITURE) == [("1", "page 1"), ("2", "page 2")]
    assert left(numbered(at_foot("{m}"), pages=2), FURNITURE) == []


@pytest.mark.parametrize(
    "line", ["Harbour House: contact policy v3 Page {n} of 2", "Contact policy, p. {n}/2", "Seite {n} von 2 | Studie", "Page {n} of 3 Harbour"]
)  # fmt: skip
def test_what_stands_beside_the_number_of_a_page_of_so_many_is_furniture_on_two_pages(line):
    pages = numbered(at_foot(line), pages=2)
    assert texts(pages) == BODY[:2]
    assert left(pages, FURNITURE) == [(line.format(n=n), f"page {n}") for n in (1, 2)]


@pytest.mark.parametrize("line", ["They are on page 7 of 9.", "Harbour Study {n}.", "It is {n} of 2 houses."])
def test_what_tells_no_page_of_so_many_stays_on_two_pages(line):
    assert left(numbered(at_foot(line), pages=2), FURNITURE) == []


def test_a_line_that_recurs_on_two_pages_is_told():
    assert "two are too few" in " ".join(reading(numbered(at_head("Harbour Study."), pages=2)).notes)
    assert reading(numbered(at_head("Harbour Study {n}."), pages=2)).notes == []
    assert reading(numbered(lambda n: [(72, 30 + 9 * n, "Harbour Study.")], pages=2)).notes == []


def test_on_one_page_only_the_number_of_one_page_is_furniture():
    assert left(numbered(at_foot("Page {n} of 1"), pages=1), FURNITURE) == [("Page 1 of 1", "page 1")]
    assert left(numbered(at_foot("{n}"), pages=1), FURNITURE) == []
    assert left(numbered(at_foot("Page {n} of 3"), pages=1), FURNITURE) == []


def test_only_two_lines_are_at_an_edge_at_once():
    pages = numbered(lambda n: [(72, 30, f"First {n * n}."), (72, 44, f"Second {n * n}."), (72, 58, "Third.")])
    assert left(pages, FURNITURE) == []


# Line numbers


def counted(numbers, x=40, lead=14, y=100):
    return [(x + 6 * (2 - len(str(n))), y + lead * place, str(n), PLAIN, 9) for place, n in numbers]


TURNS = [f"P1: {GATE[0]}", *GATE[1:], "I: Okay.", f"P1: {LAMPS[0]}", LAMPS[1], "I: Yes?", "P1: No."]


@pytest.mark.parametrize("x", [40, 545])
@pytest.mark.parametrize("runs_on", [True, False])
def test_numbers_of_lines_are_left_out(x, runs_on):
    first = 9 if runs_on else 1
    pages = [
        [*down(TURNS), *counted(list(enumerate(range(1, 9))), x)],
        [*down(GATE), *counted(list(enumerate(range(first, first + 3))), x)],
    ]
    assert texts(pages) == [f"P1: {BOTH[0]}", "I: Okay.", f"P1: {BOTH[1]}", "I: Yes?", "P1: No.", BOTH[0]]
    second = " ".join(str(n) for n in range(first, first + 3))
    assert left(pages, LINE_NUMBER) == [("1 2 3 4 5 6 7 8", "page 1"), (second, "page 2")]


@pytest.mark.parametrize("x", [40, 545])
def test_every_fifth_number(x):
    page = [*down(TURNS * 2), *counted([(4, 5), (9, 10), (14, 15)], x)]
    assert left([page], LINE_NUMBER) == [("5 10 15", "page 1")]


NO_LINE_NUMBERS = {
    "numbers of a list": [*down(GATE * 2), *[(40, 100 + 14 * n, f"{n + 1}.") for n in range(6)]],
    "irregular numbers": [*down(TURNS), *counted(list(enumerate([1, 2, 4, 5, 6, 7, 8, 9])))],
    "too few numbers": [*down(GATE), *counted(list(enumerate([1, 2, 3])))],
    "numbers of items that wrap": [*down(GATE * 4), *counted([(2 * n, n + 1) for n in range(6)])],
    "numbers of a table among text": [*down(TURNS * 2), *down(["one", "two", "three", "four", "five"], y=400), *counted(list(enumerate(range(1, 6))), y=400)],
    "numbers that are not aligned": [*down(TURNS), *[(20 + 7 * (n % 3), 100 + 14 * n, str(n + 1)) for n in range(8)]],
    "numbers that stand further in than text": [(30, 72, "A head of two"), (30, 86, "lines."), *down(TURNS), *counted(list(enumerate(range(1, 9))))],
    "numbers within the text": [(72, 100 + 14 * n, f"{n + 1} words of it") for n in range(8)],
}  # fmt: skip


@pytest.mark.parametrize("case", NO_LINE_NUMBERS)
def test_other_numbers_stay(case):
    page = NO_LINE_NUMBERS[case]
    assert left([page], LINE_NUMBER) == []
    assert sorted(" ".join(texts([page])).split()) == sorted(" ".join(text for _, _, text, *_ in page).split())


# What else is on a page


def test_words_outside_the_page_are_hidden():
    pages = [[(72, 100, "Seen."), (700, 100, "Unseen words"), (72, 900, "below all")]]
    assert texts(pages) == ["Seen."] and left(pages, HIDDEN) == [("Unseen words below all", "page 1")]


def test_words_outside_what_is_shown_of_the_page_are_hidden():
    found = reading([[(72, 100, "Cut off."), (72, 500, "Seen.")]], crop=(0, 0, 595, 600))
    assert [block.text for block in found.blocks] == ["Seen."]
    assert [(out.text, out.reason) for out in found.left_out] == [("Cut off.", HIDDEN)]


def across(text, angle=45):
    def draw(canvas):
        canvas.saveState()
        canvas.translate(300, 400)
        canvas.rotate(angle)
        canvas.setFont(PLAIN, 30)
        canvas.drawString(0, 0, text)
        canvas.restoreState()

    return draw


@pytest.mark.parametrize("angle", [45, 90, 180, 270, 33])
def test_a_stamp_across_three_pages_is_furniture(angle):
    pages = numbered(lambda n: [across("DRAFT COPY", angle)], pages=3)
    assert texts(pages) == BODY[:3] and left(pages, FURNITURE) == [("DRAFT COPY", f"page {n}") for n in (1, 2, 3)]


def test_other_words_across_a_page_stand_at_its_end():
    pages = [
        [across("Seen by me"), (72, 300, "It goes on")],
        [across("Seen by me"), (72, 300, "and on."), (72, 330, "Well.")],
    ]
    assert [(block.text, block.locator) for block in reading(pages).blocks] == [
        ("It goes on and on.", "page 1"), ("Seen by me", "page 1"), ("Well.", "page 2"), ("Seen by me", "page 2"),
    ]  # fmt: skip
    assert reading(pages).left_out == []


def test_a_page_that_is_drawn_sideways_is_read_as_any_other():
    def sideways(canvas):
        canvas.translate(400, 100)
        canvas.rotate(90)
        for n, line in enumerate([*TURNS]):
            canvas.drawString(0, 300 - 14 * n, line)

    assert texts([[sideways]]) == texts([down(TURNS)]) == texts([[sideways]], turn=90)
    assert texts([[(500, 820, "Seen."), sideways]]) == [*texts([down(TURNS)]), "Seen."]


def test_recognised_text_under_a_picture_is_read():
    def invisible(canvas):
        text = canvas.beginText(72, 700)
        text.setTextRenderMode(3)
        text.textLine("Recognised words.")
        canvas.drawText(text)

    found = reading([[picture, invisible]])
    assert [block.text for block in found.blocks] == ["Recognised words."] and found.notes == []


def picture(canvas):
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("RGB", (8, 8))), 50, 50, 200, 200)


def scan(canvas):
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("RGB", (8, 8))), 20, 40, 550, 760)


@pytest.mark.parametrize(
    "number", [[(290, 820, "{n}")], [(290, 820, "Page {n} of 4")], [(72, 30, "Northbay study, round 2")]]
)
@pytest.mark.parametrize("scanned", [(2,), (3,), (2, 4)])
def test_a_scanned_page_is_noted_whatever_stands_at_its_edges(number, scanned):
    pages = []
    for n in (1, 2, 3, 4):
        body = [scan] if n in scanned else down([f"It was late in the year, and number {n} had gone."] * 9)
        pages.append([*body, *((x, y, text.format(n=n)) for x, y, text in number)])
    (note,) = reading(pages).notes
    assert note.startswith(f"page{'s' if len(scanned) > 1 else ''} {', '.join(map(str, scanned))} hold")


def test_few_words_beside_a_picture_of_the_whole_page_are_read_and_the_picture_noted():
    found = reading([[(72, 100, "It was late in the year.")], [scan, (290, 820, "EXH-00017")]])
    assert [block.text for block in found.blocks] == ["It was late in the year.", "EXH-00017"]
    assert found.notes == [
        "page 2 holds pictures and few words beside them: nothing of what the pictures show was read"
    ]
    assert reading([[picture, *down(["It was late in the year."] * 9)]]).notes == []


@pytest.mark.parametrize(
    ("pages", "note"),
    [
        (
            [[(72, 100, "Seen.")], [picture], [], [picture]],
            "pages 2, 4 hold pictures without text: nothing of them was read",
        ),
        ([[(72, 100, "Seen.")], [picture]], "page 2 holds pictures without text: nothing of it was read"),
    ],
)
def test_pictures_without_text_are_told(pages, note):
    assert reading(pages).notes == [note]


def fields(canvas):
    canvas.acroForm.textfield(name="who", value="Filled in", x=72, y=500, width=200, height=20)
    canvas.acroForm.textfield(name="empty", value="", x=72, y=400, width=200, height=20)
    canvas.acroForm.textfield(
        name="why", value="Not shown", x=72, y=300, width=200, height=20, annotationFlags="hidden"
    )


def test_values_of_fields_are_text_and_comments_are_not():
    def comment(canvas):
        canvas.textAnnotation("Is that so?", Rect=[72, 300, 100, 320])

    pages = [[(72, 100, "It goes on"), fields, comment], [(72, 100, "and on."), (72, 130, "Well.")]]
    assert [(block.text, block.locator) for block in reading(pages).blocks] == [
        ("It goes on and on.", "page 1"), ("Filled in", "page 1, field"), ("Well.", "page 2"),
    ]  # fmt: skip
    assert left(pages, COMMENT) == [("Is that so?", "page 1")]
    assert left(pages, HIDDEN) == [("Not shown", "page 1, field")]


# Refusals and limits


def refusal(data, budget=None):
    with pytest.raises(StudyError) as caught:
        readers.read(data, "pdf", "a-i01", budget)
    return str(caught.value)


def test_a_password_is_refused_and_an_empty_one_is_none():
    page = [[(72, 100, "Secret words.")]]
    told = refusal(built(page, encrypt=pdfencrypt.StandardEncryption("x")))
    assert "an encrypted PDF" in told and "Remove its password" in told
    assert texts(page, encrypt=pdfencrypt.StandardEncryption("", ownerPassword="x")) == ["Secret words."]


def handmade(text, stream=None, annotations=(), more=()):
    """A PDF of one page without reportlab, by its operators or by the whole of its stream's object.

    annotations: of the page. more: objects from the sixth on.
    """
    stream = stream or b"<</Length %d>>stream\n%s\nendstream" % (len(text), text)
    page = b"/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/Annots[%s]" % b"".join(annotations)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R%s>>" % page,
        stream, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", *more,
    ]  # fmt: skip
    data, places = b"%PDF-1.4\n", b""
    for n, one in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(data)
        data += b"%d 0 obj%s endobj\n" % (n, one)
    count = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return data + table % (count, places, count, len(data))


SEEN = b"BT /F 9 Tf 72 700 Td (Seen.) Tj ET"


def test_a_field_that_is_shown_twice_is_read_once():
    shown = b"<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]/Parent 6 0 R>>"
    data = handmade(SEEN, annotations=[shown, shown], more=[b"<</FT/Tx/T(a)/V(Filled in)>>"])
    assert [block.text for block in readers.read(data, "pdf", "s").blocks] == ["Seen.", "Filled in"]


def test_values_of_lists_and_long_fields_are_read():
    shown = [b"<</Subtype/Widget/V[(One)(Two)]>>", b"<</Subtype/Widget/V 6 0 R>>", b"<</Subtype/Widget/V/Off>>"]
    data = handmade(SEEN, annotations=shown, more=[b"<</Length 9>>stream\nLong text\nendstream"])
    assert [block.text for block in readers.read(data, "pdf", "s").blocks] == ["Seen.", "One Two", "Long text"]


def test_fields_that_stand_above_each_other_are_refused():
    data = handmade(SEEN, annotations=[b"6 0 R"], more=[b"<</Subtype/Widget/Parent 6 0 R>>"])
    assert "nested more than" in refusal(data)


def test_a_comment_that_pops_up_is_the_same_comment():
    notes = [b"<</Subtype/Text/Contents(Is it so?)>>", b"<</Subtype/Popup/Contents(Is it so?)>>"]
    found = readers.read(handmade(SEEN, annotations=notes), "pdf", "s")
    assert [(out.text, out.reason) for out in found.left_out] == [("Is it so?", COMMENT)]


def test_text_in_a_form_that_is_set_into_a_page_is_read():
    form = b"<</Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Length 35>>stream\n%s\nendstream" % SEEN
    data = handmade(b"/X Do", more=[form]).replace(b"/Resources<</Font", b"/Resources<</XObject<</X 6 0 R>>/Font", 1)
    assert [block.text for block in readers.read(data, "pdf", "s").blocks] == ["Seen."]


@pytest.mark.parametrize("known", [98, 101])
def test_letters_that_can_not_be_told(known):
    data = handmade(b"BT /F 9 Tf 72 700 Td (\\001%s) Tj ET" % (b"b" * known))
    if known < 99:
        told = refusal(data)
        assert "text whose letters can't be told" in told and "text recognition" in told
    else:
        found = readers.read(data, "pdf", "s")
        assert found.blocks[0].text == "\ufffd" + "b" * known
        assert found.notes == ["1 letters can't be told, and stand as \ufffd"]


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_stream_is_not_unpacked_beyond_the_limit(wrapped):
    packed, filters = zlib.compress(b" " * 3_000_000), b"/FlateDecode"
    if wrapped:
        packed, filters = packed.hex().encode() + b">", b"[/ASCIIHexDecode/FlateDecode]"
    stream = b"<</Length %d/Filter%s>>stream\n%s\nendstream" % (len(packed), filters, packed)
    data = handmade(b"", stream=stream)
    assert "more than 2 MB once unpacked" in refusal(data, Budget("a-i01", Limits(megabytes=2)))
    assert "without text" in refusal(data, Budget("a-i01", Limits(megabytes=4)))


def test_pictures_count_for_nothing():
    from PIL import Image

    def large(canvas):
        canvas.drawImage(ImageReader(Image.new("RGB", (1000, 1000))), 50, 50, 200, 200)

    data = built([[large, (72, 100, "Seen.")]])
    assert readers.read(data, "pdf", "s", Budget("s", Limits(megabytes=1))).blocks[0].text == "Seen."


def test_too_many_pages_are_refused():
    assert "more than 3 pages" in refusal(built(numbered(pages=4)), Budget("a-i01", Limits(pages=3)))


def test_a_message_quotes_no_word():
    assert "secret" not in refusal(b"%PDF-1.7 secret")


# Every word in one place


@st.composite
def documents(draw):
    """Turns of known words in one of the ways in which transcripts are set, with what isn't text round them."""
    turns, word = [], 0
    for n in range(draw(st.integers(6, 10))):
        length = draw(st.integers(1, 30))
        turns.append((("I", "P1")[n % 2], [f"w{word + k}" for k in range(length)]))
        word += length
    return {
        "turns": turns,
        "style": draw(st.sampled_from(["even", "loose", "double", "hanging", "first", "beside", "colon", "columns"])),
        "alone": draw(st.booleans()), "twice": draw(st.booleans()), "seed": draw(st.integers(0, 99)),
        "header": draw(st.booleans()), "numbers": draw(st.booleans()), "outside": draw(st.booleans()),
    }  # fmt: skip


def composed(document):
    """The pages of a document, and what of them is to be left out."""
    style = document["style"]
    narrow = 200 if style in {"columns", "beside", "colon"} else 330
    lead = 28 if style == "double" else 14
    lines = []  # label beside, indent, gap before, text
    for label, words in document["turns"]:
        named = style == "beside" or style == "colon"
        text, first = ("" if named else f"{label}:"), True
        rows = []
        for n, word in enumerate(words):
            word += "." if n == len(words) - 1 else ""
            if text and stringWidth(f"{text} {word}", PLAIN, 10) > narrow:
                rows.append(text)
                text = word
            else:
                text = f"{text} {word}".strip()
        for row in [*rows, text]:
            beside_it = (label + (":" if style == "colon" else "")) if named and first else ""
            indent = {"hanging": 0 if first else 20, "first": 20 if first else 0}.get(style, 0)
            lines.append((beside_it, indent, 8 if first and style == "loose" else 0, row))
            first = False
    per_page = max(6, -(-len(lines) // 3))
    pages, left_out, number = [], [], 0
    for start in range(0, len(lines), per_page):
        page, y, x = [], 120, 100
        for name, indent, gap, text in lines[start : start + per_page]:
            y += gap
            if name:
                page.append((x, y, name))
            page.append((x + indent + (60 if style in {"beside", "colon"} else 0), y, text))
            y += lead
        pages.append(page)
    if style == "columns" and len(pages) > 1 and len(pages[1]) >= 5:
        second = [(x + 240, y, text) for x, y, text in pages.pop(1)]
        pages[0] = [*pages[0], *second]
    for n, page in enumerate(pages, 1):
        if document["numbers"] and style != "columns":
            heights = sorted({y for _, y, _ in page})
            values = list(range(number + 1, number + len(heights) + 1))
            page += [(60, y, f"{value:>2}".replace(" ", "")) for y, value in zip(heights, values, strict=True)]
            number += len(heights)
        if document["outside"]:
            page.append((800, 300, f"out{n}"))
            left_out.append((HIDDEN, f"page {n}", f"out{n}"))
        if document["header"] and len(pages) > 2:
            page.append((100, 40, "Harbour Study"))
            left_out.append((FURNITURE, f"page {n}", "Harbour Study"))
        if len(pages) > 1:
            page.append((300, 815, f"Page {n} of {len(pages)}"))
            left_out.append((FURNITURE, f"page {n}", f"Page {n} of {len(pages)}"))
    return pages, left_out


def drawn(pages, document):
    found = []
    for page in pages:
        items = [
            one
            for x, y, text in page
            for one in (letters(x, y, text, 10) if document["alone"] else [(x, y, text, PLAIN, 10)])
        ]
        if document["twice"]:
            items += [(x + 0.3, *rest) for x, *rest in items]
        found.append(shuffled(items, document["seed"]))
    return found


@given(documents())
@settings(max_examples=200)
def test_each_word_is_in_one_place_and_its_speakers(document):
    pages, left_out = composed(document)
    found = reading(drawn(pages, document))
    speaker, spoken = "", []
    for block in found.blocks:
        words = block.text.split()
        if block.speaker or words[0] in {"I:", "P1:"}:
            speaker = block.speaker or words.pop(0).rstrip(":")
        spoken += [(speaker, word.rstrip(".")) for word in words]
    assert spoken == [(label, word) for label, words in document["turns"] for word in words]
    others = [(out.reason, out.locator, out.text) for out in found.left_out if out.reason != LINE_NUMBER]
    assert sorted(others) == sorted(left_out)
    numbers = " ".join(out.text for out in found.left_out if out.reason == LINE_NUMBER).split()
    lines = sum(len({y for _, y, _ in page if 100 < y < 800 and y != 300}) for page in pages)
    assert len(numbers) in ({lines} if document["numbers"] and document["style"] != "columns" else {0})


SPOKEN = [
    "Bob: I came in the spring because my brother had told me that there",
    "was work in the harbour for everyone, and so I packed my things",
]


@pytest.mark.parametrize("mark", ["1 ", "12. ", "[3] ", "* ", "† ", "1"])
def test_what_may_be_a_footnote_is_noted_and_stays(mark):
    note = down([f"{mark}The harbour was renamed by the transcriber,", "see the list."], 72, 770, 11, PLAIN, 9)
    pages = [[*down(SPOKEN, y=640), *note], down(["and left on the next morning.", "Ann: So?"])]
    found = reading(pages)
    told = "small print at the foot that opens with a number, which is read as text: is it a footnote?"
    assert found.notes == [f"page 1: {told}"] and not found.left_out
    assert "see the list." in " ".join(block.text for block in found.blocks)


@pytest.mark.parametrize("size", [9, 12])
def test_small_print_without_a_mark_and_numbers_in_letters_of_the_text_are_read(size):
    words = "The harbour was renamed." if size == 9 else "1 The harbour was renamed."
    pages = [[*down(SPOKEN), (72, 770, words, PLAIN, size)]]
    assert " ".join(texts(pages)).endswith(words) and reading(pages).notes == []


def test_comments_in_the_margin_are_left_out():
    balloons = [
        (490, 102, "Commented [JM1]: work?", PLAIN, 8), (490, 112, "compare with Ada", PLAIN, 8),
        (490, 124, "Commented [JM2R1]: yes", PLAIN, 8),
    ]  # fmt: skip
    pages = [[*down(SPOKEN), *balloons], [*down(["Ann: So?"]), (490, 100, "mother again", PLAIN, 8)]]
    assert texts(pages) == [" ".join(SPOKEN), "Ann: So?"]
    whole = "Commented [JM1]: work? compare with Ada Commented [JM2R1]: yes"
    assert left(pages, COMMENT) == [(whole, "page 1"), ("mother again", "page 2")]


def test_small_print_in_the_margin_that_does_not_say_what_it_is_is_noted():
    found = reading([[*down(SPOKEN), (490, 100, "JM: work?", PLAIN, 8)]])
    assert found.notes == ["page 1: smaller words in the right margin, which are read as text: are they comments?"]


def test_what_was_typed_onto_a_page_is_text_of_nobody_and_no_comment():
    notes = [b"<</Subtype/FreeText/Contents(Early mornings.)>>", b"<</Subtype/FreeText/F 2/Contents(Gone.)>>"]
    found = readers.read(handmade(SEEN, annotations=notes), "pdf", "s")
    assert [(block.text, block.role) for block in found.blocks] == [("Seen.", TEXT), ("Early mornings.", ASIDE)]
    assert [(one.text, one.reason) for one in found.left_out] == [("Gone.", COMMENT)]


@pytest.mark.parametrize(("value", "is_noted"), [(b"/Yes", True), (b"/weekly", True), (b"/Off", False), (b"()", False)])
def test_ticked_boxes_are_noted(value, is_noted):
    found = readers.read(handmade(SEEN, annotations=[b"<</Subtype/Widget/FT/Btn/V%s>>" % value]), "pdf", "s")
    assert found.notes == (["page 1: boxes of a form are ticked, which isn't read"] if is_noted else [])
