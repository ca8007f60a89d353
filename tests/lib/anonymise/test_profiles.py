"""One set of decisions, shown more and more generally: internal, deposit, publication."""

from __future__ import annotations

import pytest
from multicase.anonymise import locale, register
from multicase.anonymise.decide import Decisions, decide
from multicase.anonymise.detect import Settings

ROWS = [
    {"entity": "p", "kind": "person", "name": "Ann Lee", "aliases": "", "replacement": "GP partner B, village practice"}
]
KNOWN = register.build(ROWS, None, None, locale.load("en_GB"))


def shown(profile, kind, text, entity="", decisions=None):
    find = {"kind": kind, "text": text, "entity": entity, "layer": "pattern", "source_id": "a-i01", "case_id": "a"}
    verdict = decide(find, Decisions(decisions), KNOWN, Settings(profile=profile))
    return verdict.replacement or f"({verdict.action})"


@pytest.mark.parametrize(
    ("kind", "text", "internal", "deposit", "publication"),
    [
        ("date", "3 May 2014", "[spring 2014]", "[2014]", "[date]"),
        ("age", "eighty-four", "[80-89]", "[80-89]", "[60 or over]"),
        ("age", "thirty-one", "[30-39]", "[30-39]", "[20-39]"),
        ("quantity", "£4,200", "(keep)", "[quantity]", "[quantity]"),
    ],
)
def test_dates_ages_and_sums(kind, text, internal, deposit, publication):
    assert [shown(profile, kind, text) for profile in ("internal", "deposit", "publication")] == [
        internal,
        deposit,
        publication,
    ]


def test_names_lose_what_tells_one_of_their_kind_from_another_only_for_publication():
    assert shown("deposit", "person", "Ann Lee", "p") == "[GP partner B, village practice]"
    assert shown("publication", "person", "Ann Lee", "p") == "[GP partner]"
    decisions = [
        {
            "text": "Rowan",
            "kind": "organisation",
            "scope": "study",
            "action": "pseudonymise",
            "replacement": "CCG A",
            "entity": "",
        }
    ]
    assert shown("publication", "organisation", "Rowan", "", decisions) == "[CCG]"
