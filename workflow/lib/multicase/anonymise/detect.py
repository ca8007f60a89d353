"""Detection: everything in a text that may point to somebody. The union of the layers; the surest one wins the kind."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from multicase.anonymise import (
    bare,
    beside,
    cues,
    fuzzy,
    learned,
    lives,
    names,
    patterns,
    plain,
    propagate,
    register,
    scripts,
    small,
    structure,
    telephones,
    terms,
    wide,
)
from multicase.anonymise.capitals import UPPER, capitals, is_bare
from multicase.anonymise.lexicon import Lexicon
from multicase.anonymise.locale import Locale
from multicase.anonymise.names.headed import OF_A_HOUSE
from multicase.anonymise.register import Register
from multicase.anonymise.span import BROKEN, Span, meeting, resolved
from multicase.anonymise.structure import Label

NAMES = frozenset({"person", "other"})
SURNAMES = frozenset({"surname", "title", "initials", "letters", "user_name"})  # rules of forms that end no given name
ENDS_WITH_OF = re.compile(r"(?: (?:of|for|at|in|the))+$")
OF_A_PLACE = re.compile(r" (?:of|for|at|in)(?: the)? |, ")
FULL = 40  # characters from which on a line may have ended because it was full, ...
NEAR = 0.75  # ... and its share of the longest line of its paragraph
NARROW = 20  # characters of the longest line of a paragraph, below which it is a list and not wrapped
AROUND = 90  # characters to either side of a line's end, between which lies what it breaks
# Where a line ends only because it is full: before and after it stand words.
LINE_END = re.compile(r"(?<=[\w,'’])\n(?=[^\W_])(?![^\n:]{0,30}:)")
FIRST_WORD = re.compile(r"\S+")
FIRST_LETTERS = re.compile(r"[^\W_]*")
AT_A_NUMBER = re.compile(rf"{OF_A_HOUSE}(?P<first>[{UPPER}][\w'’-]+)(?: [{UPPER}][\w'’-]+){{0,2}}$")  # `14 Acacia`
BLANKS = " \u00a0.,-'’"


@dataclass(frozen=True)
class Settings:
    """What config.yaml says of anonymisation; see study/schemas/config.yaml."""

    locale: str = "en_GB"
    allow_register_only: bool | Sequence[str] = False
    allow_other_language: bool | Sequence[str] = False
    fuzzy_ratio: float = 80
    dates: str = "season"
    ages: str = "band"
    quantities: str = "keep"
    profile: str = "internal"


def detect(
    text: str,
    *,
    labels: Sequence[Label] = (),
    label_names: Iterable[str] = (),
    known: Register,
    lexicon: Lexicon,
    locale: Locale,
    settings: Settings,
    scopes: frozenset[str] = frozenset({"study"}),
) -> list[Span]:
    """The identifiers of one canonical text: spans in order that don't overlap and don't leave their line.

    labels: where speaker labels stand. label_names: labels that are names, looked for in the text too. scopes: those in
    which the text lies; a string that people decided about is looked for only there.
    """
    view = plain.read(text)
    moved = [_moved(label, view) for label in labels]
    reader = reading(view.text, moved, lexicon, locale)
    spans = _ruled(reader, moved, frozenset(label_names), known, settings, scopes)
    is_explained = meeting(_explained(view.text, locale))
    seen = (span for span in learned.find(reader, spans, settings.profile) if not is_explained(span.start, span.end))
    spans = [*spans, *seen]
    spans = sorted([*spans, *_apart(cues.called(reader), spans)], key=lambda span: span.start)
    if reader.text is text:
        return spans
    return resolved([part for span in spans for part in _within_lines(text, view.to_old(span))])


def reading(text: str, labels: Iterable[Label], lexicon: Lexicon, locale: Locale) -> names.Reader:
    """The reader of a text (a view's): one without capitals, but in its labels, is read as one flowing text."""
    labels = [label for label in labels if label.start >= 0]
    spoken = structure.spoken(text, labels)
    words = capitals(text, spoken)
    bare = is_bare(spoken, words if spoken is text else [word for word in words if spoken[word.start] == word.text[0]])
    read = _flowing(text, labels, lambda end: True) if bare else text
    return names.Reader(read, words if read is text else capitals(read), lexicon, locale, bare=bare)


def _flowing(text: str, labels: Iterable[Label], is_full: Callable[[re.Match[str]], bool]) -> str:
    """A text as it is read on, of the same length: captions and lines of a fixed width end anywhere.

    A line stays where a speaker begins or something stands in brackets, behind a mark that ends a sentence, and where
    it isn't full.
    """
    starts = {label.start for label in labels}
    return LINE_END.sub(lambda end: " " if end.end() not in starts and is_full(end) else end[0], text)


def _goes_on(text: str, locale: Locale) -> Callable[[re.Match[str]], bool]:
    """Tells whether a line of a text with capitals is full and the next goes on with it.

    A full line is about as long as the longest of its paragraph, or it has no room for the next word, as one beside it
    hasn't: then the text is wrapped, at whatever width. Rows of figures end by themselves. Whatever its length, a line
    that ends in a house's number and a name goes on where the next begins with what such a name ends with.
    """
    streets = {noun for noun, kind in locale.head_nouns.items() if kind == "place"}
    longest: dict[int, int] = {}  # where a line begins -> how long the longest line of its paragraph is
    lines: list[int] = []
    start = most = 0
    for line in [*text.split("\n"), ""]:
        if line.strip():
            lines.append(start)
            most = max(most, len(line))
        else:
            longest |= dict.fromkeys(lines, most)
            lines, most = [], 0
        start += len(line) + 1

    def is_tight(end: int) -> bool:
        begin, word = text.rfind("\n", 0, end) + 1, FIRST_WORD.match(text, end + 1)
        width = longest.get(begin, 0)
        return end > 0 and word is not None and end + 1 + len(word[0]) - begin > width >= NARROW

    def is_full(end: re.Match[str]) -> bool:
        begin = text.rfind("\n", 0, end.start()) + 1
        length = end.start() - begin
        if not any(map(str.isalpha, text[begin : end.start()])):
            return False
        house = AT_A_NUMBER.search(text, begin, end.start())
        if house and house["first"] not in locale.months and FIRST_LETTERS.match(text, end.end())[0] in streets:
            return True
        if not text[end.end()].isupper() and length >= max(FULL, NEAR * longest[begin]):
            return True
        return is_tight(end.start()) and (is_tight(begin - 1) or is_tight(text.find("\n", end.end())))

    return is_full


def _of_patterns(text: str, read: str, locale: Locale) -> list[Span]:
    """What patterns find, also over the ends of lines that are only full, and where the word before told of it.

    read: the text in which those ends are blanks.
    """
    found = list(patterns.find(text, locale))
    joined = list(_over_ends(text, read, lambda around: patterns.find(around, locale)))
    shared = [span for span in joined if span.layer == "wide" and "\n" in text[span.start : span.end]]
    joined = [span for span in joined if span.layer == "pattern"]
    over = [span for span in joined if "\n" in text[span.start : span.end]]
    found = [*over, *_apart(found, over)]
    return [*found, *_apart((span for span in joined if span not in over), found), *shared]


def _of_names(reader: names.Reader, read: str) -> list[Span]:
    """What tells names, also over the ends of lines that are only full: `14 Acacia` and below it `Avenue`."""

    def over(around: str) -> Iterable[Span]:
        return names.find(names.Reader(around, capitals(around), reader.lexicon, reader.locale))

    text = reader.text
    joined = [span for span in _over_ends(text, read, over) if "\n" in text[span.start : span.end]]
    return [*names.find(reader), *joined]


def _apart(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Those of some spans that meet none of the others."""
    meets = meeting(others)
    return [span for span in spans if not meets(span.start, span.end)]


def _over_ends(text: str, read: str, find: Callable[[str], Iterable[Span]]) -> Iterator[Span]:
    """What is found over the ends of lines that were joined and behind them, read in a piece around each."""
    pieces: list[tuple[int, int]] = []
    for end in (found.start() for found in LINE_END.finditer(text) if read[found.start()] == " "):
        start, stop = max(0, end - AROUND), end + AROUND
        start = read.find(" ", start, end) + 1 if start and " " in read[start:end] else start
        if pieces and start <= pieces[-1][1]:
            start = pieces.pop()[0]
        pieces.append((start, stop))
    if not pieces:
        return
    around = "\n\n".join(read[start:stop] for start, stop in pieces)
    places, place = [], 0
    for start, stop in pieces:
        places.append(place)
        place += min(stop, len(read)) - start + 2
    for span in find(around):
        piece = bisect_right(places, span.start) - 1
        start = span.start - places[piece] + pieces[piece][0]
        stop = start + span.end - span.start
        is_cut = pieces[piece][1] < len(text) and stop >= pieces[piece][1]
        begin = text.rfind("\n", max(0, start - AROUND // 2), stop)
        if not is_cut and begin >= 0 and read[begin] == " ":
            yield replace(span, start=start, end=stop)


def _ruled(
    reader: names.Reader,
    labels: Sequence[Label],
    label_names: frozenset[str],
    known: Register,
    settings: Settings,
    scopes: frozenset[str],
) -> list[Span]:
    """What the rules find in what a person reads of a text."""
    text, locale = reader.text, reader.locale
    read = _flowing(text, labels, _goes_on(text, locale))
    told = propagate.words(reader, label_names)
    found = [
        *structure.find(labels),
        *register.find(reader, known, scopes),
        *_of_patterns(text, read, locale),
        *_of_names(reader, read),
    ]
    found += propagate.find(reader, told, label_names)
    found += small.in_lines(reader)
    found += small.in_full(reader)
    found += (bare if reader.is_bare() else small).find(reader, told | known.words)
    found += fuzzy.find(reader, known, settings.fuzzy_ratio)
    found += scripts.find(text)
    spans = resolved([part for span in found for part in _within_lines(text, span)])
    spans = _rest(reader, found, spans)
    spans = _joined(reader, spans, known)
    dates = terms.compiled(telephones.DATES, locale)
    spans = resolved([*spans, *telephones.unexplained(text, spans, _explained(text, locale), dates)])
    spans = resolved([*spans, *beside.ages(reader, spans)])
    shared = [*wide.find(reader), *lives.find(reader, spans)]
    spans = [*spans, *_posts_of_one(text, spans, shared, locale)]
    starts = _starts(spans)
    return resolved([*spans, *(_before(reader.text, span, starts) for span in cues.find(reader)), *shared])


def _moved(label: Label, view: plain.View) -> Label:
    if label.start < 0:
        return label
    start, end = view.to_new(label.start, label.end)
    return replace(label, start=start, end=end)


def _posts_of_one(text: str, spans: Sequence[Span], shared: Iterable[Span], locale: Locale) -> Iterator[Span]:
    """Posts that one person holds at a time, `Accountable Officer`, `Fire Officer of Rutland`: they are asked about."""
    starts = sorted(span.start for span in spans if span.kind in {"organisation", "place", "other"})
    others = _starts(spans)
    for post in shared:
        if post.rule_id != "post":
            continue
        after = OF_A_PLACE.match(text, post.end)
        named = bisect_right(starts, after.end() if after else post.end) > bisect_right(starts, post.start)
        if named or text[post.start : post.end].startswith(locale.single_posts):
            span = _before(text, replace(post, layer="cue", rule_id="post_of_one"), others)
            left = ENDS_WITH_OF.sub("", text[span.start : span.end])
            yield replace(span, end=span.start + len(left))


def _starts(spans: Iterable[Span]) -> list[int]:
    """Where finds begin that end a cue, in order."""
    return sorted(span.start for span in spans if span.layer != "wide")


def _before(text: str, cue: Span, starts: Sequence[int]) -> Span:
    """A cue as far as the first other find inside it: `the first black woman to lead` at a hospital that has a name."""
    place = bisect_right(starts, cue.start)
    met = min(cue.end, starts[place]) if place < len(starts) else cue.end
    return replace(cue, end=cue.start + len(text[cue.start : met].rstrip(BLANKS)))


def _explained(text: str, locale: Locale) -> list[Span]:
    """The digits that a word explains, with that word, as if they were finds."""
    return [Span(start, end, "code", "pattern", "explained") for start, end in patterns.explained(text, locale)]


def _within_lines(text: str, span: Span) -> list[Span]:
    if "\n" not in text[span.start : span.end]:
        return [span]
    parts, place, rule_id = [], span.start, BROKEN if span.kind == "age" else span.rule_id
    for line in text[span.start : span.end].split("\n"):
        if line.strip():
            start = place + len(line) - len(line.lstrip())
            end = place + len(line.rstrip(BLANKS))
            parts.append(replace(span, start=start, end=end, rule_id=rule_id))
        place += len(line) + 1
    return parts


def _rest(reader: names.Reader, found: Iterable[Span], kept: Sequence[Span]) -> list[Span]:
    """What surer spans leave of a longer one: `Holt` is registered, `Sarah Holt` was found."""
    ends = [span.end for span in kept]
    places = [word.start for word in reader.words]
    rest = [
        part
        for span in found
        for part in _uncovered(span, kept, bisect_right(ends, span.start))
        for part in _trimmed(reader, places, part)
    ]
    return resolved([*kept, *rest])


def _uncovered(span: Span, kept: Sequence[Span], number: int) -> Iterator[Span]:
    """The parts of a span that no kept one covers; `number` is the first kept one that ends after its start."""
    place = span.start
    while number < len(kept) and kept[number].start < span.end:
        if kept[number].start > place:
            yield replace(span, start=place, end=kept[number].start, entity="")
        place = kept[number].end
        number += 1
    if place < span.end:
        yield replace(span, start=place, entity="")


def _trimmed(reader: names.Reader, places: Sequence[int], span: Span) -> Iterator[Span]:
    """A span from its first capitalised word on, if one of its words may be part of a name; else nothing."""
    words = reader.words[bisect_left(places, span.start) : bisect_left(places, span.end)]
    if any(reader.is_title(word) or reader.may_name(word) for word in words):
        end = span.start + len(reader.text[span.start : span.end].rstrip(BLANKS))
        if words[0].start < end and "\n" not in reader.text[words[0].start : end]:
            yield replace(span, start=words[0].start, end=end)


def _joined(reader: names.Reader, spans: Sequence[Span], known: Register) -> list[Span]:
    """Touching parts of one name made one span: an unregistered title or initial goes with the registered surname."""
    text, entities = reader.text, known.name_words
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        touching = last is not None and _touch(reader, last, span)
        if touching and _go_together(last, span):
            merged[-1] = _one_name(reader, text, last, span, entities)
        elif touching and _name_a_third(reader, last, span, known):
            merged[-1] = Span(last.start, span.end, "person", "fuzzy", "another_name")
        else:
            merged.append(span)
    return merged


def _touch(reader: names.Reader, a: Span, b: Span) -> bool:
    """Whether only a blank lies between, or after a title or an initial a full stop, which else ends a sentence."""
    gap = reader.text[a.end : b.start]
    if gap in {" ", "\u00a0"}:
        return True
    word = reader.text[a.start : a.end].rpartition(" ")[2].lower()
    return gap in {". ", "."} and (len(word) == 1 or word in reader.locale.titles)


def _one_name(reader: names.Reader, text: str, a: Span, b: Span, entities: Mapping[str, set[str]]) -> Span:
    """Both spans as one. It is the registered person only if all its words may be: `Rob Holt` is not `Sarah Holt`."""
    surer = a if a.entity else b
    words = re.findall(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", text[a.start : b.end])
    strange = [
        word
        for word in (word.lower().replace("’", "'") for word in words)
        if len(word) > 1 and word not in reader.locale.titles and surer.entity not in entities.get(word, ())
    ]
    if surer.entity and strange:
        return Span(a.start, b.end, "person", "fuzzy", "another_first_name")
    return Span(a.start, b.end, "person", surer.layer, surer.rule_id, surer.entity)


def _kind(span: Span) -> str:
    """A find's kind; that of a bare capital after `from` or `in` is a guess, and a name beside it knows better."""
    return "other" if span.layer == "truecase" and span.kind == "place" else span.kind


def _go_together(a: Span, b: Span) -> bool:
    kinds = {_kind(a), _kind(b)}
    if "structure" in {a.layer, b.layer} or not kinds <= NAMES or kinds == {"other"}:
        return False
    return not (a.entity and b.entity and a.entity != b.entity)


def _name_a_third(reader: names.Reader, a: Span, b: Span, known: Register) -> bool:
    """Whether a given name before another's surname is a third person's and not both of them: `Sue Kumar`."""
    if {a.layer, b.layer} != {"register"} or {a.kind, b.kind} != {"person"} or "" in {a.entity, b.entity}:
        return False
    first, last = reader.text[a.start : a.end], reader.text[b.start : b.end]
    before, after = known.rules(first, a.entity), known.rules(last, b.entity)
    is_given = "first_name" in before or before.isdisjoint(SURNAMES)
    unlisted = " " not in last and last.lower() not in reader.locale.any_given
    return is_given and "first_name" not in after and (unlisted or not after.isdisjoint({"surname", "initials"}))
