"""Which source, code and coder of the study one of another tool's project is, and how that was told.

Nothing is guessed in silence: what people said comes first, then what can be told surely; everything else is left open,
with what it might be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from multicase.exchange.code_ids import digits
from multicase.exchange.imported import Given, Imported, Source
from multicase.exchange.names import Known, coder_id
from multicase.ingest import formats
from multicase.study.coder_names import alike
from multicase.study.files import nearest
from multicase.study.problems import Problem, StudyError

FORMER = "by the id of a former code"
LEAVE = "-"  # in a mapping: not to be taken over at all
WORD = re.compile(r"[^\W\d_]+")  # time stamps and numbers down the margin tell nothing
TOGETHER = 4  # words in a row that are compared
ALIKE, ELSE = 0.6, 0.3  # share of such words from which a text is the same, and below which any other must stay
ANOTHER = 0.1  # ... and below which nothing of two texts is the same
# What follows a dot in a name is a file's ending if it is one of these; `P1.2` has none.
OTHERS = (
    *("doc", "docm", "dotx", "xls", "ods", "json", "xml", "pages", "rtfd", "wpd", "anonymised", "eaf", "textgrid"),
    *("mp3", "mp4", "m4a", "m4v", "wav", "wma", "wmv", "aac", "flac", "ogg", "opus", "mov", "avi", "mkv", "webm"),
    *("jpg", "jpeg", "png", "gif", "tif", "tiff"),
)
ENDINGS = frozenset({*formats.FORMATS, *formats.ENDINGS, *OTHERS})


@dataclass(frozen=True)
class Match:
    """What something of the project is in the study: its id, "" if that can't be told, and how it was told or why not.

    others: what it may be.
    """

    id: str
    how: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """What people say that the project's names mean: name -> id, "" where they haven't decided; see `mapping.csv`."""

    sources: Mapping[str, str]
    codes: Mapping[str, str]
    coders: Mapping[str, str]


NOTHING = Said({}, {}, {})


def said(rows: Iterable[Mapping[str, str]]) -> Said:
    """What the rows of a mapping (schema `mapping`) say."""
    found: dict[str, dict[str, str]] = {"source": {}, "code": {}, "coder": {}}
    for row in rows:
        if row["id"]:
            found[row["what"]][row["name"]] = row["id"]
    return Said(found["source"], found["code"], found["coder"])


def sources(
    imported: Imported, texts: Sequence[Mapping[str, str]], files: Mapping[str, str], said: Said = NOTHING
) -> dict[str, Match]:
    """The guid of each of the project's sources -> the study's.

    texts: versions of the study's texts by source_id. files: source_id -> the file that the source was made of. In
    turn: as people said; by the file's name; by the source's own; by its text, before or after anonymisation. A name
    is believed only where the texts are alike, and no other source has the very same: interviews share a guide.
    """
    ids = sorted({source_id for version in texts for source_id in version} | set(files))
    by_file: dict[str, list[str]] = {}
    for source_id, file in sorted(files.items()):
        for called in dict.fromkeys((_name(file), _stem(file))):
            by_file.setdefault(called, []).append(source_id)
    same: dict[tuple[str, ...], set[str]] = {}
    for version in texts:
        for source_id, text in version.items():
            same.setdefault(_words(text), set()).add(source_id)
    return {source.guid: _source(source, texts, same, ids, by_file, said) for source in imported.sources}


def _source(
    source: Source,
    texts: Sequence[Mapping[str, str]],
    same: Mapping[tuple[str, ...], set[str]],
    ids: Sequence[str],
    by_file: Mapping[str, list[str]],
    said: Said,
) -> Match:
    if source.name in said.sources:
        meant = said.sources[source.name]
        return Match(meant if meant in ids else LEAVE, "as you said")
    own = [key for key in ids if key.casefold() in {_name(source.name), _stem(source.name)}]
    of_file = by_file.get(_name(source.name)) or by_file.get(_stem(source.name)) or []
    for found, how in ((of_file, "by its file"), (own, "by its name")):
        if len(found) == 1:
            alike = [_alike(source.text, version[found[0]]) for version in texts if found[0] in version]
            if not source.text.strip() or not alike or _is_same(found[0], max(alike), source, same):
                return Match(found[0], how)
            share = f"of whose text {max(alike):.0%} is the same" if max(alike) > ANOTHER else "whose text is another"
            by_text = _by_text(source, texts, same)
            return by_text if by_text and by_text.id else Match("", f"named as {found[0]}, {share}", tuple(found))
    return _by_text(source, texts, same) or Match("", "no source of the study", tuple(dict.fromkeys([*own, *of_file])))


def _is_same(named: str, alike: float, source: Source, same: Mapping[tuple[str, ...], set[str]]) -> bool:
    """Whether a source is the one that it is named as: their texts are alike, and no other has the very same."""
    known = same.get(_words(source.text))
    return named in known if known else alike >= ALIKE


def _by_text(
    source: Source, texts: Sequence[Mapping[str, str]], same: Mapping[tuple[str, ...], set[str]]
) -> Match | None:
    """The only source that has the same words, or most of them in the same order."""
    if not _words(source.text):
        return None
    known = sorted(same.get(_words(source.text), ()))
    if len(known) == 1:
        return Match(known[0], "by its text")
    shares: dict[str, float] = {}
    for version in texts:
        for key, text in version.items():
            shares[key] = max(shares.get(key, 0.0), _alike(source.text, text))
    ranked = sorted(shares, key=lambda key: (-shares[key], key))
    if not ranked or shares[ranked[0]] < ELSE or known:
        return Match("", "the text of several sources", tuple(known)) if known else None
    if shares[ranked[0]] >= ALIKE and (len(ranked) == 1 or shares[ranked[1]] < ELSE):
        return Match(ranked[0], f"by its text, of which {shares[ranked[0]]:.0%} is the same")
    return Match("", "like the text of several sources, or not like enough", tuple(ranked[:3]))


def _alike(theirs: str, ours: str) -> float:
    """The share of runs of TOGETHER words of a text that stand in another one, too."""
    wanted = _runs(theirs)
    return len(wanted & _runs(ours)) / len(wanted) if wanted else 0.0


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@lru_cache(maxsize=4096)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = WORD.findall(text.casefold())
    together = min(TOGETHER, len(words)) or 1
    return frozenset(tuple(words[n : n + together]) for n in range(len(words) - together + 1))


def _name(file: str) -> str:
    return PurePosixPath(file.strip().casefold().replace("\\", "/")).name


def _stem(file: str) -> str:
    name = _name(file)
    stem, _, ending = name.rpartition(".")
    return stem if stem and ending in ENDINGS else name


def codes(imported: Imported, known: Known, said: Said = NOTHING) -> dict[Given, Match]:
    """Each of the project's codes that are given -> the study's.

    In turn: as people said of its path or its name; by its path; by its name, where only one code has it and no path
    speaks against it; by the id of a former code, where no code of today is called so.
    """
    given = sorted({coding.given for coding in imported.codings})
    return {(name, path, guid): _code(name, path, known, said) for name, path, guid in given}


def _code(name: str, path: str, known: Known, said: Said) -> Match:
    asked = said.codes.get(path) or said.codes.get(name)
    if asked == LEAVE:
        return Match(LEAVE, "as you said")
    if asked:
        found = known.meant(asked)
        return (
            Match(found[0], "as you said") if len(found) == 1 else Match("", "as you said, and no code", tuple(found))
        )
    fitting, others = known.match(name, path)
    if len(fitting) == 1:
        return Match(fitting[0], "by its name" if name == path else "by its path")
    if fitting:
        return Match("", "a name that several codes have", tuple(fitting))
    if not others and len(former := known.before(name)) == 1:
        return Match(former[0], FORMER)
    return Match("", "a code of this name stands elsewhere" if others else "no code of the codebook", tuple(others))


def coders(imported: Imported, alone: str, said: Said = NOTHING, coder: str = "") -> dict[str, str]:
    """Coder as the tool has it -> id that can name a file; two people never share one unless people say so.

    alone: who it was where the tool doesn't say. coder: who it was, whatever the tool says. Raises StudyError where
    several people coded and one is to be all of them.
    """
    names = sorted({coding.coder for coding in imported.codings})
    if coder:
        if len(names) > 1:
            todo = "Leave --coder out, or say in mapping.csv who each of them is."
            raise StudyError([Problem("", "--coder", f"codings of {', '.join(names)}", "those of one person", todo)])
        return dict.fromkeys(names, coder_id(coder))
    found: dict[str, str] = {name: said.coders[name] for name in names if name in said.coders}
    taken = set(map(alike, found.values()))
    for name in (name for name in names if name not in found):
        plain = coder_id(name) or coder_id(alone)
        unique = plain if alike(plain) not in taken else f"{plain}_{digits(name)}"
        taken.add(alike(unique))
        found[name] = unique
    return found


def undecided(
    imported: Imported, of_sources: Mapping[str, Match], of_codes: Mapping[Given, Match]
) -> list[dict[str, str]]:
    """The rows that a mapping needs (schema `mapping`), for people to fill in: what can't be told surely."""
    rows = [
        {"what": "source", "name": source.name, "id": "", "why": why(of_sources[source.guid])}
        for source in imported.sources
        if not of_sources[source.guid].id
        and any(coding.source == source.guid and not coding.without for coding in imported.codings)
    ]
    rows += [
        {"what": "code", "name": path, "id": "", "why": why(match)}
        for (_, path, _), match in of_codes.items()
        if not match.id and any(coding.code_path == path and not coding.without for coding in imported.codings)
    ]
    return list({(row["what"], row["name"]): row for row in rows}.values())


def why(match: Match) -> str:
    """Why something can't be told, and what it may be."""
    return f"{match.how}: {', '.join(match.others)}" if match.others else match.how


def problems(rows: Sequence[Mapping[str, str]], file: str, ids: Sequence[str], known: Known) -> Iterable[Problem]:
    """What a mapping says that can't be: ids that the study hasn't got, and names that no file of codings can have."""
    for number, row in enumerate(rows, 2):
        place = f"line {getattr(row, 'line', number)}, column id"
        if row["what"] == "source" and row["id"] not in ("", LEAVE) and row["id"] not in ids:
            todo = f"Mend it{nearest(row['id'], ids)}, or write {LEAVE} to leave it out."
            yield Problem(file, place, "an id that no source has", "a source of sources.csv", todo)
        if row["what"] == "code" and row["id"] not in ("", LEAVE) and len(known.meant(row["id"])) != 1:
            todo = f"Mend it{nearest(row['id'], known.ids)}, or write {LEAVE} to leave it out."
            yield Problem(file, place, f"'{row['id']}', which no code has", "a code of codebook.yaml", todo)
        if row["what"] == "coder" and row["id"] not in ("", LEAVE) and coder_id(row["id"]) != row["id"]:
            expected = "a coder's name: a letter or digit first, and neither / nor braces"
            yield Problem(file, place, f"'{row['id']}'", expected, f"Mend it, or write {LEAVE} to leave them out.")
