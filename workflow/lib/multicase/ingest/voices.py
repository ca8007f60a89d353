"""Voices: the labels of a source with how much they say, and what that tells of who they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from multicase.anchoring.spans import SPOKEN_LAYERS, count_words
from multicase.ingest import labels

ASKING = ("?", "؟", "？", ";?")
MOSTLY = 0.5  # of a voice's turns that are questions, from which it may be an interviewer's; and other halves
SOMETIMES = 0.25  # ... if it speaks in several sources of the study
LEAST_ASKED = 3  # questions of another's, from which the label of an interviewer may be wrong
SHOWN = 60  # characters of a voice's first words


@dataclass(frozen=True)
class Voice:
    """A label of a source: its turns, words and questions, where it stands first, what it says first, who it is."""

    source_id: str
    label: str
    turns: int
    words: int
    questions: int
    locator: str
    first: str
    who: str = ""

    @property
    def asking(self) -> float:
        """The share of its turns that are questions."""
        return self.questions / self.turns if self.turns else 0.0


@dataclass(frozen=True)
class Guess:
    """What a label is taken for, and why."""

    role: str
    why: str


def of_turns(turns: Iterable[Mapping[str, object]]) -> list[Voice]:
    """The voices of one source, in the order in which they first speak. turns: rows of the contract `turns`."""
    found: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for turn in turns:
        if turn["layer"] in SPOKEN_LAYERS:
            found[labels.key(str(turn["speaker_label"])) if turn["speaker_label"] else ""].append(turn)
    return [
        Voice(
            source_id=str(of[0]["source_id"]),
            label=str(of[0]["speaker_label"]),
            turns=len(of),
            words=sum(count_words(str(turn["text"])) for turn in of),
            questions=sum(str(turn["text"]).rstrip(" \"'”’»*_)").endswith(ASKING) for turn in of),
            locator=str(of[0]["locator"]),
            first=start(next((str(turn["text"]) for turn in of if turn["text"]), "")),
            who=str(of[0]["participant_id"]),
        )
        for of in found.values()
    ]


def start(text: str) -> str:
    """The first words of what somebody says, to know them by."""
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1].rsplit(" ", 1)[0] + " …"


def roles(sources: Sequence[Sequence[Voice]], observed: Collection[str] = frozenset()) -> dict[tuple[str, str], Guess]:
    """(source_id, label) -> what the label is taken for: by its word, by who asks, by who speaks in several sources.

    sources: the voices of each source of a study, documents left out. observed: source ids of observations, in which
    nobody interviews by a question or two (somebody overheard). Whoever asks in every source in which they speak,
    of several, is an interviewer, whatever they are called; and whoever asks nothing and says most, beside another who
    asks again and again, is none.
    """
    found: dict[tuple[str, str], Guess] = {}
    repeated = _asking_in_several(sources)
    for voices in sources:
        named = [voice for voice in voices if voice.label]
        asking = [voice for voice in named if labels.asks(voice.label) and not _is_asked(voice, named)]
        sure = asking or [voice for voice in named if labels.key(voice.label) in repeated]
        asker = _asker(named) if not sure else None
        if asker and asker.source_id in observed and asker.questions < LEAST_ASKED:
            asker = None
        for voice in named:
            key = (voice.source_id, voice.label)
            n = repeated.get(labels.key(voice.label), 0)
            asked = f"{voice.questions} of {voice.turns} turns are questions"
            if voice in asking:
                found[key] = Guess("interviewer", "by its label")
            elif labels.asks(voice.label):
                found[key] = Guess("participant", f"called as an interviewer is, but another asks, and {asked}")
            elif labels.is_of_many(voice.label):
                found[key] = Guess("unidentified", "by its label")
            elif n:
                found[key] = Guess("interviewer", f"speaks and asks in {n} sources")
            elif voice is asker:
                found[key] = Guess("interviewer", asked)
            elif labels.observes(voice.label):
                found[key] = Guess("observer", "by its label")
            elif labels.answers(voice.label):
                found[key] = Guess("participant", "by its label")
            else:
                found[key] = Guess("participant", asked)
    return found


def _is_asked(voice: Voice, voices: Sequence[Voice]) -> bool:
    """Whether a voice answers, whatever it is called: it asks nothing and says most words of the source, and another
    asks it: mostly, several times, and in about as many turns. A bystander's question makes nobody a participant.
    """
    return (
        not voice.questions
        and voice.words > MOSTLY * sum(each.words for each in voices)
        and any(
            other.asking >= MOSTLY and other.questions >= LEAST_ASKED and other.turns >= MOSTLY * voice.turns
            for other in voices
            if not labels.answers(other.label)
        )
    )


def _asking_in_several(sources: Sequence[Sequence[Voice]]) -> dict[str, int]:
    """Keys of names that speak in several sources, and ask in each of them -> in how many."""
    by_name: dict[str, list[Voice]] = defaultdict(list)
    for voices in sources:
        for voice in voices:
            if voice.label and not labels.is_generic(voice.label):
                by_name[labels.key(voice.label)].append(voice)
    return {
        name: len(of)
        for name, of in by_name.items()
        if len(of) > 1 and all(voice.asking >= SOMETIMES and voice.questions for voice in of)
    }


def _asker(voices: Sequence[Voice]) -> Voice | None:
    """The voice of a source that asks, if one does, much more than the others, and isn't called a participant."""
    able = [voice for voice in voices if not (labels.answers(voice.label) or labels.is_of_many(voice.label))]
    most = max(able, key=lambda voice: (voice.asking, voice.questions), default=None)
    if most is None or len(voices) < 2 or most.asking < MOSTLY:
        return None
    others = [voice for voice in voices if voice is not most]
    return most if all(voice.asking <= most.asking / 2 for voice in others) else None
