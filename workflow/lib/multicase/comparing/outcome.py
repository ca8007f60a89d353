"""What a study came to, as a comparison needs it: read from its results, of a build or published, and nothing else.

Published results hold no closed material, so that everybody can have what is compared here.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multicase import claims
from multicase.claims import Claim, Criterion
from multicase.digest import file_sha256
from multicase.study import codebook, files
from multicase.study.problems import Problem, StudyError
from multicase.wording import ALL_CASES

if TYPE_CHECKING:
    import pandas as pd

FORM = "1"  # of the results that are read here; another number once a file that is read has another meaning
VERDICTS, AGREEMENT, CLAIMS, MANIFEST = "tables/T23.csv", "tables/T19.csv", "audit/claims.json", "tables/T27.csv"
CODINGS = "audit/evidence.csv"
EVIDENCE = "tables/T23.evidence.parquet"
# What is read: file -> the columns without which it is of another form.
NEEDED = {
    VERDICTS: ("claim", "case", "verdict", "why", "n_for", "n_mixed", "n_against", "n_units", "unit", "statement"),
    AGREEMENT: ("code", "units", "alpha", "interval", "status"),
    "audit/cases.csv": ("case_id", "case"),
    "audit/sources.csv": (
        "source_id", "case_id", "kind", "date", "read", "coders", "words", "text_sha256", "raw_sha256",
    ),
    "audit/participants.csv": ("participant_id",),
    "audit/codes.csv": (
        "theme", "theme_label", "subtheme", "code", "label", "definition", "include", "exclude", "polarity", "version",
    ),
    CODINGS: ("segment_id", "source_id", "case_id", "kind", "participant_id", "role", "role_group", "code", "origin"),
    "audit/settings.csv": ("setting", "value"),
}  # fmt: skip
FILES = (*NEEDED, CLAIMS)
INSTRUMENT = "instrument"
# Older results lack these.
CODEBOOK, MIGRATIONS, ABOUT = (f"{INSTRUMENT}/{name}.yaml" for name in ("codebook", "migrations", "instrument"))
READ = (*FILES, EVIDENCE, INSTRUMENT)  # of the study itself, whose numbers lead to their segments
OVER_ALL = "(all codes)"


@dataclass(frozen=True)
class Outcome:
    """A study's results. root: the folder they lie in. called: what it is called beside others.

    is_finished: whether they have their manifest; those of a build that is under way haven't. renamed: a code's id in
    the results -> what it is called here, where that is another (see `alike`).
    """

    root: Path
    called: str
    is_finished: bool = True
    renamed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, given: Iterable[str]) -> Outcome:
        """Of the files that a job is given, all in one results folder.

        A manifest that isn't among them is an earlier build's, and says nothing of this one.
        """
        paths = list(given)
        root = next(Path(path).parents[1] for path in paths if path.endswith(CODINGS))
        return replace(cls.read(root), is_finished=str(root / MANIFEST) in paths)

    @classmethod
    def read(cls, root: str | Path, called: str = "") -> Outcome:
        """Raises StudyError with every file and column that is missing: results of an older form, or none at all."""
        folder = Path(root)
        problems = list(_problems(folder))
        if problems:
            raise StudyError(problems)
        return cls(folder, called or folder.resolve().name)

    @property
    def name(self) -> str:
        """The study's name."""
        return self.root.resolve().name

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """T23; a study of the reflexive school, or one without claims, has no rows."""
        return self._csv(VERDICTS)

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """The claims that were judged, by their ids."""
        judged = set(self.verdicts["claim"])
        told = json.loads((self.root / CLAIMS).read_text(encoding="utf-8"))
        return {entry["id"]: self._as_called(claims.laid_open(entry)) for entry in told if entry["id"] in judged}

    @cached_property
    def cases(self) -> pd.DataFrame:
        """The cases."""
        return self._csv("audit/cases.csv")

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The sources, with how many of their words can be counted."""
        rows = self._csv("audit/sources.csv")
        return rows.assign(words=rows["words"].astype("int64"), read=rows["read"] == "True")

    @cached_property
    def read_sources(self) -> pd.DataFrame:
        """The sources that somebody has read."""
        return self.sources[self.sources["read"]]

    @cached_property
    def material(self) -> set[str]:
        """The sources that somebody has read, each by its id and its text."""
        return set(self.read_sources["source_id"] + " " + self.read_sources["text_sha256"])

    @cached_property
    def digests(self) -> set[str]:
        """What tells each source that somebody has read, whatever it is called: the sha256 of its text and raw file.

        Two studies may show the same file otherwise, by another profile, and read the same text from two files.
        """
        return {*self.read_sources["text_sha256"], *self.read_sources["raw_sha256"]} - {""}

    @cached_property
    def participants(self) -> pd.DataFrame:
        """The participants."""
        return self._csv("audit/participants.csv")

    @cached_property
    def codes(self) -> pd.DataFrame:
        """The codebook, a row per code."""
        return self._called(self._csv("audit/codes.csv"))

    @cached_property
    def written_codes(self) -> pd.DataFrame:
        """The same with labels as people wrote them, which say nothing of other codes (`codebook.told_apart`); as they
        are shown where the codebook isn't among the results.
        """
        content = self._document(CODEBOOK)
        if "themes" not in content:
            return self.codes
        written = self._called(codebook.codes(content)).set_index("code")["label"]
        return self.codes.assign(label=self.codes["code"].map(written).fillna(self.codes["label"]))

    @cached_property
    def former(self) -> dict[str, str]:
        """A code's former id -> its id now, as the study's history has it."""
        moved = sorted(self._document(MIGRATIONS).get("migrations", ()), key=lambda entry: entry["date"])
        found: dict[str, str] = {}
        for entry in moved:
            if entry["change"] == "rename":
                (before,), (now,) = entry["from"], entry["to"]
                found = {name: now if called == before else called for name, called in found.items()} | {before: now}
        return found

    @cached_property
    def own(self) -> dict[str, str]:
        """What a code is called here -> its id in the results, where that is another."""
        return {called: code for code, called in self.renamed.items()}

    @property
    def translation_of(self) -> str:
        """The study whose codebook this one's is in another language; empty where there is none."""
        return str(self._document(CODEBOOK).get("translation_of", ""))

    @property
    def synthetic(self) -> bool | None:
        """Whether the material was written for the study, and is about nobody; None where older results don't say."""
        return self._document(ABOUT).get("synthetic")

    @cached_property
    def codings(self) -> pd.DataFrame:
        """The analysed codings."""
        return self._called(self._csv(CODINGS))

    @cached_property
    def settings(self) -> dict[str, str]:
        """Setting -> value."""
        rows = self._csv("audit/settings.csv")
        return dict(zip(rows["setting"], rows["value"], strict=True))

    @cached_property
    def agreement(self) -> dict[str, str]:
        """What T19 says over all codes; empty where no two coders read the same."""
        rows = self._csv(AGREEMENT)
        return next(iter(rows[rows["code"] == OVER_ALL].to_dict("records")), {})

    @property
    def published_as(self) -> str:
        """What tells these results from others of the same study: the beginning of their manifest's sha256."""
        path = self.root / MANIFEST
        return file_sha256(path)[:16] if self.is_finished and path.is_file() else ""

    def over_all(self, claim: str) -> Mapping[str, str]:
        """The row of T23 on a claim over all cases; empty where the study didn't judge it."""
        return next(iter(self._of(claim, True).to_dict("records")), {})

    def of_cases(self, claim: str) -> list[str]:
        """The verdicts on a claim in the cases, in their order."""
        return list(self._of(claim, False)["verdict"])

    def kinds_for(self, claim: str) -> set[str]:
        """The kinds of source that speak for a claim."""
        from multicase.claims.units import sides

        bearing = sides(self.claims[claim], self.codings)
        return set(bearing.loc[bearing["side"] == claims.FOR, "kind"])

    def _of(self, claim: str, over_all: bool) -> pd.DataFrame:
        rows = self.verdicts
        return rows[(rows["claim"] == claim) & ((rows["case"] == ALL_CASES) == over_all)]

    def _called(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(code=rows["code"].replace(dict(self.renamed))) if self.renamed else rows

    def _as_called(self, claim: Claim) -> Claim:
        def called(codes: Iterable[str]) -> tuple[str, ...]:
            return tuple(self.renamed.get(code, code) for code in codes)

        each_of = tuple(called(group) for group in claim.each_of)
        return replace(claim, supports=called(claim.supports), contradicts=called(claim.contradicts), each_of=each_of)

    def _document(self, name: str) -> Mapping[str, Any]:
        path = self.root / name
        return files.mapping([path]) if path.is_file() else {}

    def _csv(self, name: str) -> pd.DataFrame:
        import pandas as pd  # who only asks which files are read is spared the import

        return pd.read_csv(self.root / name, dtype=str, keep_default_na=False)


def alike(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The same studies, with each code called as the last of them calls it that has it: a code that one of two says it
    renamed is the same code.
    """
    found = [replace(outcome, renamed={}) for outcome in outcomes]
    for place in reversed(range(len(found) - 1)):
        own = list(found[place].codes["code"])
        called = {code: _called_by(found[place + 1 :], code, found[place]) for code in own}
        others = {code for code in own if called[code] == code}
        renamed = {code: name for code, name in called.items() if name != code and name not in others}
        found[place] = replace(found[place], renamed=renamed)
    return found


def _called_by(later: Sequence[Outcome], code: str, study: Outcome) -> str:
    """What later studies call a code of a study; its id where they haven't got it."""
    names = [before for before, now in study.former.items() if now == code] + [code]
    for other in later:
        there = set(other.codes["code"])
        for name in names:
            now = other.former.get(name, name)
            if (called := other.renamed.get(now, now)) in there:
                return called
    return code


def paths(root: str | Path) -> list[str]:
    """The files of a results folder that a comparison reads; the manifest and the instrument's where they are there."""
    folder = Path(root)
    more = [name for name in (MANIFEST, CODEBOOK, MIGRATIONS, ABOUT) if (folder / name).is_file()]
    return [str(folder / name) for name in (*FILES, *more)]


def _problems(root: Path) -> Iterator[Problem]:
    if not (root / CODINGS).is_file():
        todo = "Name a study that was built, or its published results."
        yield Problem(str(root), "", "no results", "a finished build, or published results", todo)
        return
    todo = "Build that study with this version, and publish it anew; or ask its authors for it."
    for name, columns in NEEDED.items():
        path = root / name
        if not path.is_file():
            yield Problem(str(path), "", "no such file", f"results of form {FORM}, in which it is", todo)
            continue
        with path.open(encoding="utf-8", newline="") as file:
            there = next(csv.reader(file), [])
        if lacking := [column for column in columns if column not in there]:
            found = f"results of another form: no column {', '.join(lacking)}"
            yield Problem(str(path), "line 1", found, f"results of form {FORM}", todo)
    yield from _claims_problems(root / CLAIMS, todo)


def _claims_problems(path: Path, todo: str) -> Iterator[Problem]:
    if not path.is_file():
        yield Problem(str(path), "", "no such file", f"results of form {FORM}, in which it is", todo)
        return
    for place, entry in enumerate(json.loads(path.read_text(encoding="utf-8")), 1):
        if odd := sorted(_unlike(entry, Claim) | _unlike(entry.get("criterion", {}), Criterion)):
            found = f"results of another form: {', '.join(odd)}"
            yield Problem(str(path), f"claim {place}", found, f"results of form {FORM}", todo)


def _unlike(entry: Mapping[str, Any], kind: type) -> set[str]:
    """The keys that aren't known here, and those that are missing and must be there."""
    known = {one.name: one for one in fields(kind)}
    needed = {name for name, one in known.items() if one.default is MISSING and one.default_factory is MISSING}
    return (set(entry) - set(known)) | (needed - set(entry))
