"""What studies differ in beside their results: cases, material, people, coders, agreement, instrument."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from multicase import claims
from multicase.comparing.outcome import FORM, Outcome
from multicase.digest import row_digest
from multicase.study.kinds import KINDS, PLURALS
from multicase.wording import counted, listed, share

NONE = "none"


def design(outcomes: Sequence[Outcome]) -> list[tuple[str, list[str]]]:
    """Each aspect with what it is in each study, in words."""
    return [(aspect, [told(outcome) for outcome in outcomes]) for aspect, told in ASPECTS.items()]


def _cases(outcome: Outcome) -> str:
    return f"{len(outcome.cases)}: {listed(list(outcome.cases['case']))}"


def _sources(outcome: Outcome) -> str:
    numbers = Counter(outcome.sources["kind"])
    kinds = [f"{numbers[kind]} {KINDS[kind][numbers[kind] != 1]}" for kind in PLURALS if kind in numbers]
    return f"{len(outcome.sources)}: {listed(kinds)}" if kinds else NONE


def _read(outcome: Outcome) -> str:
    return f"{len(outcome.read_sources)} of {len(outcome.sources)}"


def _words(outcome: Outcome) -> str:
    return f"{outcome.read_sources['words'].sum():,}"


def _dates(outcome: Outcome) -> str:
    dates = sorted(date for date in outcome.sources["date"] if date)
    return f"{dates[0]} to {dates[-1]}" if dates else "undated"


def _synthetic(outcome: Outcome) -> str:
    return {True: "yes, about nobody real", False: "no", None: "not told"}[outcome.synthetic]


def about_nobody(outcomes: Mapping[str, Outcome]) -> str:
    """Says so where some of the studies are synthetic and others aren't: then what is pooled is no finding; else empty.

    outcomes: by what each is called. Of results that don't say it nothing is said.
    """
    which, others = ([called for called, one in outcomes.items() if one.synthetic is said] for said in (True, False))
    if not which or not others:
        return ""
    return (
        f"The material of {listed(which)} is synthetic, about nobody real, and that of {listed(others)} isn't: what is "
        "compared and pooled here shows how it is done, and finds nothing. "
    )


def _participants(outcome: Outcome) -> str:
    return f"{len(outcome.participants):,}"


def _coders(outcome: Outcome) -> str:
    return str(len({coder for coders in outcome.sources["coders"] for coder in coders.split(";") if coder}))


def _several(outcome: Outcome) -> str:
    several = int(outcome.sources["coders"].str.contains(";").sum())
    return f"{several} of {counted(len(outcome.sources), 'source')}"


def _agreement(outcome: Outcome) -> str:
    told = outcome.agreement
    if not told:
        return "not measured"
    interval = f" ({told['interval']})" if told["interval"] else ""
    return f"alpha {told['alpha']}{interval}, {told['status']}"


def _codings(outcome: Outcome) -> str:
    origins = outcome.codings["origin"].value_counts().sort_index()
    return listed([f"{n:,} {origin}" for origin, n in origins.items()]) or NONE


def _codebook(outcome: Outcome) -> str:
    versions = listed(sorted(set(outcome.codes["version"]))) or NONE
    digest = row_digest(outcome.codes[["code", "definition", "include", "exclude", "polarity"]].to_dict("records"))
    return f"version {versions}, {counted(len(outcome.codes), 'code')} ({digest[:8]})"


def _criterion(outcome: Outcome) -> str:
    """The thresholds of most claims, and how many have others."""
    told = [_thresholds(claim.criterion) for claim in outcome.claims.values()]
    if not told:
        return NONE
    usual = max(dict.fromkeys(told), key=told.count)
    others = len(told) - told.count(usual)
    return usual + (f"; {counted(others, 'claim')} with another" if others else "")


def _thresholds(criterion: claims.Criterion) -> str:
    return (
        f"minimum {criterion.minimum}, tolerance {share(criterion.tolerance)}, cases {criterion.cases}, "
        f"most {share(criterion.most)}, mixed counts as {criterion.mixed}"
    )


def _setting(name: str) -> Callable[[Outcome], str]:
    return lambda outcome: outcome.settings.get(name, "") or NONE


def _form(outcome: Outcome) -> str:
    return f"form {FORM}"


def _published(outcome: Outcome) -> str:
    return f"{outcome.name}, {outcome.published_as or 'this build'}"


ASPECTS: Mapping[str, Callable[[Outcome], str]] = {
    "cases": _cases,
    "sources": _sources,
    "synthetic material": _synthetic,
    "sources read": _read,
    "words in the sources read": _words,
    "dates of the sources": _dates,
    "participants": _participants,
    "coders": _coders,
    "sources read by several coders": _several,
    "agreement over all codes": _agreement,
    "codings analysed, by origin": _codings,
    "codebook": _codebook,
    "criterion of the claims": _criterion,
    "unit of coding": _setting("segment.unit"),
    "whose turns are coded": _setting("segment.speakers"),
    "locale": _setting("anonymise.locale"),
    "results, and their manifest": _published,
    "results read as": _form,
}
