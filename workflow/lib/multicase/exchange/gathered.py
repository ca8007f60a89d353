"""A study's parts for exports, from the files of the study and of its last build."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from multicase.exchange.parts import Parts, may_be_quoted
from multicase.study import attributes, consent, disclosure
from multicase.study.attributes import Attributes


def parts(
    study: str,
    texts: Mapping[str, str],
    codings: pd.DataFrame,
    codebook: Mapping[str, Any],
    people: pd.DataFrame,
    sources: Sequence[Mapping[str, str]],
    declared: Attributes,
    k: int,
    chosen: Callable[[Mapping[str, str]], bool] = may_be_quoted,
) -> Parts:
    """The parts, with participants as vague as the study shows them.

    people: the complete frame of participants.csv. k: how many must share what is told of a participant. The rest as
    `Parts` has it.
    """
    shown = disclosure.shown(consent.heard(people, sources), declared, k)
    named = ["role_group", *(name for name in attributes.given_up(declared) if name != "role")]
    return Parts(
        study=study,
        texts=texts,
        codings=codings,
        codebook=codebook,
        participants=shown.to_dict("records"),
        sources=sources,
        attributes=attributes.in_order_of(list(shown.columns), named),
        of_sources=tuple(declared["sources"]),
        chosen=chosen,
    )
