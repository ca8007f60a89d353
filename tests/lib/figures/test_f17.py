"""F17: on how many decisions each verdict hangs."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from multicase.claims import VERDICTS, robustness
from multicase.figures import f17, style
from multicase.figures.labels import Labels

KEPT, CHANGED, TOO_LITTLE = robustness.KEPT, robustness.CHANGED, robustness.TOO_LITTLE
COLUMNS = ["claim", "decision", "variation", "verdict", "why", "on_everything", "changed"]


def varied(claim, on_everything, **verdicts):
    """The rows of T24 of a claim; verdicts: name of a group of decisions -> the verdict of each of its variations."""
    rows = [
        (claim, getattr(robustness, group), f"{group} {n}", verdict, "", on_everything, robustness.outcome(verdict, on_everything))
        for group, found in verdicts.items()
        for n, verdict in enumerate(found)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


T24 = pd.concat([
    varied("C2", "supported", THRESHOLDS=["insufficient", "supported"], SOURCES=["supported", "divided", "supported"],
           CASES=["leaning for", "contradicted", "supported", "leaning for"]),
    varied("C1", "divided", UNIT=["divided", "divided"], CASES=["divided"] * 4, SOURCES=["divided"] * 5),
])  # fmt: skip
# of each row: claim, verdict, decision, variations, kept, too little, other verdicts
TOLD = [
    ("C2", "supported", "a case left out", 4, 1, 0, "leaning for, contradicted"),
    ("C2", "supported", "a source left out", 3, 2, 0, "divided"),
    ("C2", "supported", "a threshold", 2, 1, 1, ""),
    ("C2", "supported", "all together", 7, 2, 1, "leaning for, divided, contradicted"),
    ("C1", "divided", "a case left out", 4, 4, 0, ""),
    ("C1", "divided", "a source left out", 5, 5, 0, ""),
    ("C1", "divided", "unit counted", 2, 2, 0, ""),
    ("C1", "divided", "all together", 7, 7, 0, ""),
]
ACROSS = ["a case left out", "a source left out", "unit counted", "a threshold", "all together"]


def rows():
    return f17.rows({"T24": T24})


def test_rows_tell_of_each_claim_and_kind_of_decision_how_many_variations_keep_the_verdict():
    assert list(rows().columns) == list(f17.COLUMNS)
    assert list(rows().itertuples(index=False, name=None)) == TOLD


def test_all_single_sources_count_once_among_all_together():
    single = varied("C1", "supported", SOURCES=["supported"] * 30)
    found = f17.rows({"T24": pd.concat([single, varied("C1", "supported", CASES=["divided"] * 2)])})
    assert found.set_index("decision").loc["all together", ["variations", "kept"]].tolist() == [3, 1]


def test_what_names_a_mark_is_called_as_in_t24():
    keys = ["claim", "on_everything", "decision"]
    assert set(rows()[keys].itertuples(index=False, name=None)) - set(T24[keys].itertuples(index=False, name=None)) == {
        ("C2", "supported", "all together"), ("C1", "divided", "all together"),
    }  # fmt: skip
    assert set(rows().columns) & set(T24.columns) == set(keys)


def test_alt_tells_how_many_of_all_keep_each_verdict():
    assert f17.alt(rows(), Labels()) == (
        "Robustness of the verdicts. C2, supported: 2 of 6 variations keep it; C1, divided: 7 of 7 variations keep it."
    )


def test_each_cell_tells_its_numbers_and_verdicts_and_is_the_darker_the_more_is_changed(look):
    seen = look(f17.figure(rows(), Labels()))
    cells = {(round(bar.start + bar.length / 2, 3), round(bar.y, 3)): bar.colour for bar in seen.bars()}
    at = {place: text.split("\n") for place, text in seen.at().items()}
    assert len(TOLD) == len(cells) == len(at)
    for claim, _, decision, n, kept, too_little, others in TOLD:
        place = (ACROSS.index(decision), ["C2", "C1"].index(claim))
        assert cells[place] == to_hex(style.SHADES(1 - kept / (n - too_little))), (claim, decision)
        first, *more = at[place]
        left = [f"{too_little} too little"] if too_little else []
        assert first == f"{kept} of {n - too_little}" and more[len(more) - len(left) :] == left
        assert ", ".join(more[: len(more) - len(left)]) == others
    colours = {text.get_text().split("\n")[0]: to_hex(text.get_color()) for text in seen.axes[0].texts}
    assert (colours["1 of 4"], colours["7 of 7"]) == ("#ffffff", style.INK)


def test_a_claim_without_a_verdict_has_none_to_keep(look):
    table = varied("C1", "insufficient", CASES=["insufficient"] * 3, UNIT=["divided", "insufficient"])
    seen = look(f17.figure(f17.rows({"T24": table}), Labels()))
    assert all(text.get_text().startswith("no verdict") for text in seen.axes[0].texts)
    assert "insufficient: no verdict" in f17.alt(f17.rows({"T24": table}), Labels())


def test_claims_are_named_with_their_verdicts_and_decisions_in_their_order(look):
    seen = look(f17.figure(rows(), Labels()))
    assert seen.across() == dict(enumerate(ACROSS))
    assert seen.down() == {0: "C2  supported", 1: "C1  divided"}
    panel = seen.axes[0]
    assert panel.transData.transform((0, 0))[1] > panel.transData.transform((0, 1))[1]


def many(claims, name, verdicts, on_everything="supported"):
    """Claims of which each kind of decision leads to all these verdicts."""
    groups = dict.fromkeys(
        ["CASES", "KINDS", "CODERS", "SPEAKERS", "SOURCES", "UNIT", "MIXED", "THRESHOLDS", "ADJUDICATION"], verdicts
    )
    return f17.rows({"T24": pd.concat([varied(name.format(n), on_everything, **groups) for n in range(claims)])})


@pytest.mark.parametrize(
    ("claims", "name", "verdicts"),
    [
        (1, "C{}", ["supported"]), (2, "C{}", [*VERDICTS] * 30), (8, "C{}", ["supported", "insufficient"]),
        (30, "C{}", ["leaning against"]), (8, "C1234567890123456789012345{}", [*VERDICTS] * 30),
    ],
)  # fmt: skip
def test_nothing_is_cut_off_and_nothing_overlaps(look, claims, name, verdicts):
    seen = look(f17.figure(many(claims, name, verdicts), Labels()))
    assert list(seen.across().values()) == [*robustness.GROUPS, "all together"]
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


@pytest.mark.parametrize("on_everything", VERDICTS)
def test_what_stands_in_a_cell_has_room_in_it(look, on_everything):
    seen = look(f17.figure(many(2, "C{}", [*VERDICTS] * 30, on_everything), Labels()))
    panel = seen.axes[0]
    for text in seen.axes[0].texts:
        x, y = text.get_position()
        box = seen.box(text)
        left, bottom = panel.transData.transform((x - 0.48, y + 0.46))
        right, top = panel.transData.transform((x + 0.48, y - 0.46))
        assert left <= box.x0 and box.x1 <= right and bottom <= box.y0 and box.y1 <= top, text.get_text()
