"""Which column of a table holds what: who speaks, what is said, when, and what else.

A table is a header (the columns' names) and rows of cells, each as long as the header; all of them are text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from multicase.anchoring.spans import count_words
from multicase.ingest.labels import RANGE
from multicase.wording import counted, listed

WHO, WORDS, TIME, ATTRIBUTE, NOT_READ = "who", "words", "time", "attribute", "not read"
HOLDS = (WHO, WORDS, TIME, ATTRIBUTE, NOT_READ)
Header = Sequence[str]


@dataclass(frozen=True)
class Declared:
    """What people say that columns hold: column -> one of HOLDS; own: those named for one table itself."""

    holds: Mapping[str, str]
    own: frozenset[str]


def declared(columns: Sequence[Mapping[str, str]], source_id: str) -> Declared:
    """What columns hold, for one source; a row for the source itself goes before one for every source."""
    own = {row["column"]: row["holds"] for row in columns if row["source_id"] == source_id}
    general = {row["column"]: row["holds"] for row in columns if row["source_id"] == "*"}
    return Declared(general | own, frozenset(own))


Rows = Sequence[Sequence[str]]

# Of several columns with such names, the name that stands first here goes before the others.
NAMES = {
    WORDS: (
        "words", "text", "transcript", "utterance", "content", "speech", "said", "talk", "transcription",
        "wortlaut", "transkript", "äusserung", "aussage", "inhalt", "gesagtes",
        "texte", "propos", "paroles", "énoncé", "contenu",
        "texto", "palabras", "transcripción", "enunciado", "contenido", "fala", "transcrição", "conteúdo",
        "testo", "parole", "trascrizione", "contenuto", "tekst", "woorden", "transcriptie", "inhoud",
        "utskrift", "yttrande", "wypowiedź", "transkrypcja", "treść", "текст", "речь", "расшифровка",
        "文本", "内容", "转录", "発言", "発話", "テキスト", "النص",
    ),
    WHO: (
        "speaker", "name", "participant", "who", "respondent", "interviewee", "speakers", "person", "initials", "voice",
        "participant id", "participant_id", "respondent id", "respondent_id", "speaker id", "speaker_id",
        "sprecher", "sprecherin", "sprecher:in", "sprecher*in", "sprecher/in", "teilnehmer", "teilnehmerin", "befragte",
        "befragter", "wer", "locuteur", "locutrice", "intervenant", "participante", "participant·e", "nom", "qui",
        "hablante", "nombre", "entrevistado", "quién", "falante", "nome", "quem", "parlante", "partecipante", "chi",
        "spreker", "deelnemer", "naam", "talare", "deltagare", "deltaker", "deltager", "namn", "navn", "taler",
        "mówca", "uczestnik", "говорящий", "участник", "имя",
        "说话人", "发言人", "参与者", "話者", "発言者", "参加者", "المتحدث",
    ),
    TIME: (
        "time", "timestamp", "time stamp", "timestamps", "timespan", "timecode", "time code", "start", "end", "begin",
        "start time", "end time", "start_time", "end_time", "startdate", "enddate", "start date", "end date", "date",
        "recordeddate", "submitted", "duration", "duration (in seconds)",
        "zeit", "zeitstempel", "zeitmarke", "beginn", "anfang", "ende", "dauer", "datum", "uhrzeit",
        "temps", "heure", "horodatage", "horodateur", "début", "fin", "durée", "tiempo", "hora", "marca temporal",
        "inicio", "duración", "fecha", "tempo", "início", "fim", "duração", "data", "ora", "inizio", "fine", "durata",
        "tijd", "tijdstempel", "einde", "duur", "tid", "slut", "czas", "początek", "koniec", "время", "начало", "конец",
        "时间", "開始", "終了", "時間", "الوقت",
    ),
    NOT_READ: ("id", "no", "no.", "nr", "nr.", "nº", "n°", "#", "number", "line", "row", "turn", "index", "№"),
}  # fmt: skip
SHORT = 80  # characters of a name or a code
LONG_ANSWER = 20  # characters, in scripts without blanks between words, too
MEAN_OF_ANSWERS = 4  # words
MOST_VALUES = 12

CLOCK = re.compile(rf"\W*{RANGE}\W*")
# Dates, clock times and lengths of time, as software writes them.
MOMENT = re.compile(
    r"(?:[\d\W_]|(?<![^\W\d_])(?:am|pm|a\.m|p\.m|gmt|utc|cest|cet|h|hrs?|mins?|m|secs?|s|ms|t|z)(?![^\W\d_]))+", re.I
)
COUNT = re.compile(r"\d{1,15}")


@dataclass(frozen=True)
class Column:
    """A column in figures. filled, distinct: cells and different cells with something in them. mean_words: of a cell.

    suggestion: what it seems to hold (one of HOLDS), or nothing.
    """

    name: str
    filled: int
    distinct: int
    mean_words: float
    suggestion: str


def is_called(name: str, holds: str) -> bool:
    """Whether columns that hold something (one of NAMES) are known by such a name."""
    return _key(name) in NAMES[holds]


def guess(header: Header, rows: Rows) -> dict[str, str]:
    """Column -> what it holds (one of HOLDS), where that is sure: by a known name, or by cells that are all alike.

    At most one column is taken for words, and one for who speaks.
    """
    cells = {name: _filled(rows, at) for at, name in enumerate(header)}
    held = {name: kind for name, found in cells.items() if (kind := _unsaid(_key(name), found))}
    for kind in (WHO, WORDS):
        named = [name for name in header if _key(name) in NAMES[kind] and (kind == WORDS or _are_short(cells[name]))]
        if named:
            held[min(named, key=lambda name: (not cells[name], NAMES[kind].index(_key(name))))] = kind
    return held


def settled(header: Header, rows: Rows, declared: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Column -> what it holds, and the columns with words of which neither a person nor their name says it.

    declared: column -> one of HOLDS, by people; it goes before what is guessed. Where people name a column of words
    (or of who speaks), no other is guessed to be one.
    """
    held = {name: declared[name] for name in header if name in declared}
    taken = {WHO, WORDS} & set(held.values())
    rest = [at for at, name in enumerate(header) if name not in held]
    guessed = guess([header[at] for at in rest], [[row[at] for at in rest] for row in rows])
    held |= {name: kind for name, kind in guessed.items() if kind not in taken}
    unsettled = [name for at, name in enumerate(header) if name not in held and _has_words(_filled(rows, at))]
    return held, unsettled


def unread(header: Header, rows: Rows, held: Mapping[str, str]) -> list[int]:
    """The columns (1 for the first) that hold something without letters (`65-74`, `5`), of which nobody says what."""
    return [
        at + 1
        for at, name in enumerate(header)
        if name not in held and (cells := _filled(rows, at)) and not _has_words(cells)
    ]


def told_unread(numbers: Sequence[int]) -> str:
    """A note on columns that are left out since they hold no words, and nobody says what else."""
    which = f"{counted(len(numbers), 'column')} of a table without letters ({listed([str(n) for n in numbers])})"
    what, of = ("what it holds", "it") if len(numbers) == 1 else ("what they hold", "them")
    return (
        f"{which}: nobody says {what}, so nothing is read of {of}. A row of columns.csv settles it; closed "
        "answers are attributes (new-study --attribute COLUMN, or a column of participants.csv)"
    )


def describe(header: Header, rows: Rows) -> list[Column]:
    """Each column in figures, with what it seems to hold, for people who are to say what it does hold."""
    sure = guess(header, rows)
    found = []
    for at, name in enumerate(header):
        cells = _filled(rows, at)
        mean = sum(map(count_words, cells)) / len(cells) if cells else 0.0
        found.append(Column(name, len(cells), len(set(cells)), mean, sure.get(name) or _likely(cells, mean, len(rows))))
    return found


def _unsaid(name: str, cells: Sequence[str]) -> str:
    """TIME or NOT_READ, if a column surely holds that, else nothing."""
    if not cells:
        return NOT_READ
    if all(map(CLOCK.fullmatch, cells)) or (name in NAMES[TIME] and all(map(MOMENT.fullmatch, cells))):
        return TIME
    if all(map(COUNT.fullmatch, cells)):
        first = int(cells[0])
        is_running = (
            first in {0, 1} and len(cells) > 1 and [int(cell) for cell in cells] == [*range(first, first + len(cells))]
        )
        return NOT_READ if name in NAMES[NOT_READ] or is_running else ""
    return ""


def _likely(cells: Sequence[str], mean_words: float, rows: int) -> str:
    distinct = len(set(cells))
    is_long = bool(cells) and sum(map(len, cells)) / len(cells) >= LONG_ANSWER
    if mean_words >= MEAN_OF_ANSWERS or (distinct > MOST_VALUES and is_long):
        return WORDS
    if distinct <= min(MOST_VALUES, rows / 2):
        return ATTRIBUTE
    return WHO if distinct == rows and _are_short(cells) else ""


def _key(name: str) -> str:
    return " ".join(name.casefold().split()).rstrip(":： ")


def _filled(rows: Rows, at: int) -> list[str]:
    return [row[at].strip() for row in rows if row[at].strip()]


def _are_short(cells: Sequence[str]) -> bool:
    return all(len(cell) <= SHORT for cell in cells)


def _has_words(cells: Sequence[str]) -> bool:
    return any(char.isalpha() for cell in cells for char in cell)
