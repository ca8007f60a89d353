"""Events: what happened while people spoke, kept apart from what they said."""

from __future__ import annotations

import re
from collections.abc import Iterator

WORDS = (
    "laughs?|laughing|laughter|chuckles?|pauses?|long pause|silence|inaudible|unintelligible|indistinct|unclear|"
    "crosstalk|cross-talk|overlapping|overtalking|sighs?|sighing|coughs?|coughing|crying|cries|applause|"
    "phone rings?|phone ringing|knock at (?:the )?door|interruption|interrupted|"
    "recording (?:stops|starts|paused|ends)|tape (?:stops|starts)|"
    "(?:a )?(?:short|brief|lunch|tea|coffee) (?:break|adjournment)|(?:the )?luncheon adjournment|nods?|nodding|"
    "shakes? (?:his |her |their )?head|smiles?|smiling|whispers?|background noise|gestures?|points? |taps? |shrugs?|"
    "pours? |drinks? |sips?|stands? up|sits? down|leaves? |enters? |returns? |draws? |mimes? |reads? (?:aloud|from)|"
    "imitates? |puts? on|picks? up|looks? (?:at|up|down|out)|waves? |clears? (?:his |her )?throat|"
    "bangs? |tuts?|snorts?|grins?|whistles?|sniffs?|yawns?|rustl|phone |telephone |mobile |door |bell |siren|alarm|"
    "bleep|tannoy|kettle |"
    "voices? |dog |baby "
)
DETAIL = r"(?:[ ,:;~-]+[^\]\)\n]{0,40})?"
CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]\.?m\.?)?"
SQUARE = re.compile(rf"\[(?:(?:{WORDS})(?:[^\]\n]{{0,60}})?|{CLOCK})\]", re.I)
ROUND = re.compile(rf"\((?:(?:{WORDS}){DETAIL}|{CLOCK})\)", re.I)
# What a chat that was saved without its pictures has in their place.
MEDIA = re.compile(
    r"<(?:attached: [^<>\n]{1,120}|[^\W\d_]+(?: \w+){0,2} "
    r"(?:omitted|ausgeschlossen|weggelassen|weggelaten|omis|omitidos?|omessi?))>",
    re.I,
)
# Someone's redaction, as `[P1]` or `[EnsembleAPI]`: one word with a capital or a digit. It stays speech.
REDACTION = re.compile(r"\[(?=[^\]\s]*[A-Z0-9])[^\]\s]+\]|\[[A-Z][\w'’-]*(?: [A-Z0-9][\w'’-]*)*\]")
# What somebody says, though a whole line of it stands in brackets or italics: a question, or words of I and you.
SAID = re.compile(r"[?？؟]\W*$|\b(?:I|I['’]\w+|[Yy]ou|[Ww]e|[Mm]y|[Yy]our|[Oo]ur)\b")
WHOLE = re.compile(r"\*\([^*\n]+\)\*|\*[^*\n]+\*|\([^()\n]+\)|\[[^\[\]\n]+\]")


def is_event(paragraph: str) -> bool:
    """Whether a whole paragraph tells an event: in brackets or, in a marked-up transcript, in italics."""
    text = paragraph.strip()
    if not WHOLE.fullmatch(text):
        return False
    return bool(_known(text)) or not (REDACTION.fullmatch(text) or SAID.search(text))


def inline(text: str) -> Iterator[tuple[int, int]]:
    """The spans of events inside speech: a known word or a clock time in brackets, such as `[laughs]`; a chat's
    `<Media omitted>`.

    Other words in square brackets are those with which somebody mends a quotation.
    """
    if "<" in text:
        yield from (found.span() for found in MEDIA.finditer(text))
    if "[" not in text and "(" not in text:
        return
    for pattern in (SQUARE, ROUND):
        for found in pattern.finditer(text):
            if _known(found[0]) or not REDACTION.fullmatch(found[0]):
                yield found.span()


def _known(text: str) -> re.Match[str] | None:
    return re.match(rf"\*?[\[(](?:{WORDS}|{CLOCK})\b", text, re.I)
