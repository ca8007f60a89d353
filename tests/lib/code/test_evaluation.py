"""Scores are right, stand beside what needs no look at the segments, and have means and pools."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from multicase.code import evaluation

# Four segments; `slow` has two and `quick` has one. The model gives `slow` to one of its two and one other; `quick` to none.
GIVEN = np.array([[1, 0], [1, 0], [0, 1], [0, 0]], dtype=bool)
LIKELY = np.array([[0.9, 0.1], [0.1, 0.4], [0.6, 0.2], [0.0, 0.0]])
LOOKED = np.array([[0, 0], [0, 0], [0, 1], [0, 0]], dtype=bool)


@pytest.fixture
def rows():
    found = evaluation.modelled(["slow", "quick"], "source", GIVEN, LIKELY, LOOKED, 0.5)
    assert all(tuple(sorted(row)) == tuple(sorted(evaluation.COLUMNS)) for row in found)
    return {row["code"]: row for row in found}


def test_a_code_s_scores_stand_beside_those_that_need_no_look_at_the_segments(rows):
    slow = rows["slow"]
    assert [slow[f"model_{name}"] for name in ("precision", "recall", "f1")] == ["0.500"] * 3
    assert slow["model_average_precision"] == "0.833"  # right at rank 1 and 3: (1 + 2/3) / 2
    assert slow["chance_average_precision"] == "0.500" and rows["quick"]["chance_average_precision"] == "0.250"
    assert slow["baseline_every_segment_f1"] == "0.667" and rows["quick"]["baseline_every_segment_f1"] == "0.400"


def test_what_is_undefined_is_so_called(rows):
    assert rows["quick"]["model_precision"] == "undefined" and rows["quick"]["model_recall"] == "0.000"
    assert rows["slow"]["dictionary_precision"] == "undefined"


def test_macro_is_the_mean_over_codes_and_says_where_fewer_have_a_value(rows):
    macro = rows[evaluation.MACRO]
    assert macro["support"] == 2 and macro["grouped_by"] == "source" and macro["least"] == 0.5
    assert macro["model_f1"] == "0.250" and macro["dictionary_f1"] == "0.500"
    assert macro["model_average_precision"] == "0.667" and macro["chance_average_precision"] == "0.375"
    assert macro["baseline_every_segment_f1"] == "0.533"
    assert macro["model_precision"] == "0.500" and macro["dictionary_precision"] == "1.000"
    assert macro["status"] == (
        "mean over the 2 modelled codes; where it is defined: model_precision over 1, dictionary_precision over 1"
    )


def test_micro_pools_the_decisions_on_all_codes(rows):
    micro = rows[evaluation.MICRO]
    assert micro["support"] == 3 and micro["status"] == "pooled over the 2 modelled codes"
    assert [micro[f"model_{name}"] for name in ("precision", "recall", "f1")] == ["0.500", "0.333", "0.400"]
    assert [micro[f"dictionary_{name}"] for name in ("precision", "recall", "f1")] == ["1.000", "0.333", "0.500"]
    assert micro["chance_average_precision"] == "0.375" and micro["baseline_every_segment_f1"] == "0.545"


def test_what_the_dictionary_does_not_look_for_it_cannot_miss():
    found = evaluation.modelled(["slow", "quick"], "source", GIVEN, LIKELY, LOOKED, 0.5, [False, True])
    slow, quick, macro, micro = ([row[f"dictionary_{name}"] for name in ("precision", "recall", "f1")] for row in found)
    assert slow == ["undefined"] * 3
    assert quick == macro == micro == ["1.000"] * 3
    assert "dictionary_recall over 1, dictionary_f1 over 1" in found[2]["status"]
    none = evaluation.modelled(["slow", "quick"], "source", GIVEN, LIKELY, LOOKED, 0.5, [False, False])
    assert {row["dictionary_f1"] for row in none} == {"undefined"}


def test_without_a_modelled_code_there_is_no_row():
    nothing = np.zeros((4, 0), dtype=bool)
    assert evaluation.modelled([], "source", nothing, nothing.astype(float), nothing, 0.5) == []


@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 60))
@example(13, 6, 19)  # 0.8125, shown as 0.812
def test_no_blind_coder_does_better_than_the_baseline(n_given, n_other, n_said):
    """A blind coder gives the code to the same share of the segments that have it and of those that don't."""
    segments = n_given + n_other
    share, said = n_given / segments, min(n_said, segments) / segments
    blind = 2 * share * said / (share + said)
    column = (np.arange(segments) < n_given)[:, None]
    row = evaluation.modelled(["c"], "source", column, column * 1.0, column, 0.5)[0]
    shown = 0.0005 + 1e-9  # what is lost to its three digits, and to the sums
    assert blind <= float(row["baseline_every_segment_f1"]) + shown


def test_equal_probabilities_have_the_average_precision_of_chance():
    row = evaluation.modelled(["slow"], "case", GIVEN[:, :1], np.full((4, 1), 0.3), LOOKED[:, :1], 0.5)[0]
    assert row["model_average_precision"] == row["chance_average_precision"] == "0.500"
