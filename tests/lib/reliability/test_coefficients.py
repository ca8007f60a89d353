"""The coefficients give the published values, and agree with other libraries on random tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.reliability import coefficients as co
from multicase.reliability import unitizing
from multicase.reliability.unitizing import Continuum, unitizing_alpha


def columns(*rows: str, missing: str = ".*") -> list[list[object]]:
    """Units x coders from one string per coder; digits are numbers."""
    cells = [[None if c in missing else int(c) if c.isdigit() else c for c in row.replace(" ", "")] for row in rows]
    return [list(unit) for unit in zip(*cells, strict=True)]


def from_table(table: list[list[int]]) -> list[list[int]]:
    return [[a, b] for a, row in enumerate(table) for b, n in enumerate(row) for _ in range(n)]


C = columns("123321412...", "12332241 25.3", ".3332342251.", "12332441251.")
WIKIPEDIA = columns("*****34121133*3", "1*213343*******", "**21344*21133*4")
GWET = from_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
FLEISS = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_krippendorffs_example_c(metric, value):
    assert co.krippendorff_alpha(C, metric) == pytest.approx(value, abs=5e-4)


def test_other_coefficients_of_the_same_data():
    ac1, error = co.gwet_ac1(C)
    assert (ac1, error) == pytest.approx((0.77544, 0.14295), abs=5e-6)
    assert co.fleiss_kappa(C) == pytest.approx(0.76117, abs=5e-6)
    assert co.brennan_prediger(C) == pytest.approx(0.77273, abs=5e-6)
    assert co.agreement(C) == pytest.approx(0.81818, abs=5e-6)


def test_congers_kappa_knows_the_coders():
    """Published for these ratings with the last unit given by the third coder, not by the second."""
    moved = columns("123321412...", "1233224125..", ".33323422513", "12332441251.")
    assert co.conger_kappa(moved) == pytest.approx(0.76282, abs=5e-6)
    assert co.conger_kappa(C) == pytest.approx(0.76207, abs=5e-6)
    assert co.conger_kappa(GWET) == pytest.approx(co.cohen_kappa(GWET)[0])


@pytest.mark.parametrize(
    ("rows", "value"), [(("0100000010", "1110010000"), 0.095), (("aabbdcccedda", "babbbccceddd"), 0.692)]
)
def test_alpha_of_krippendorffs_examples_a_and_b(rows, value):
    assert co.krippendorff_alpha(columns(*rows)) == pytest.approx(value, abs=6e-4)


@pytest.mark.parametrize(("metric", "value"), [("nominal", 0.691), ("interval", 0.811)])
def test_alpha_of_wikipedias_table(metric, value):
    assert co.krippendorff_alpha(WIKIPEDIA, metric) == pytest.approx(value, abs=5e-4)


def test_gwets_table_of_three_categories():
    assert co.cohen_kappa(GWET) == pytest.approx((0.79641, 0.05891), abs=5e-6)
    assert co.scott_pi(GWET) == pytest.approx(0.79624, abs=5e-6)
    assert co.ac1_of_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]]) == pytest.approx((0.84933, 0.04322), abs=5e-6)
    assert co.gwet_ac1(GWET)[0] == pytest.approx(0.84933, abs=5e-6)
    assert co.brennan_prediger(GWET) == pytest.approx(0.835, abs=5e-4)


@pytest.mark.parametrize(
    ("table", "value"),
    [([[20, 5], [10, 15]], 0.4), ([[45, 15], [25, 15]], 0.1304), ([[25, 35], [5, 35]], 0.2593)],
)
def test_kappa_of_two_by_two_tables(table, value):
    assert co.kappa_of_table(table)[0] == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize(
    ("table", "kappa", "ac1"), [([[40, 9], [6, 45]], 0.6995, 0.7007), ([[80, 10], [5, 5]], 0.318, 0.808)]
)
def test_the_prevalence_paradox(table, kappa, ac1):
    ratings = from_table(table)
    assert co.agreement(ratings) == pytest.approx(0.85)
    assert co.cohen_kappa(ratings)[0] == pytest.approx(kappa, abs=5e-4)
    assert co.gwet_ac1(ratings)[0] == pytest.approx(ac1, abs=5e-4)


def test_fleiss_table():
    assert co.fleiss_of_counts(np.array(FLEISS, dtype=float)) == pytest.approx(0.2099, abs=5e-5)


def test_unitizing_alpha_of_krippendorffs_example():
    over_all, by_code = unitizing_alpha([Continuum(KRIPPENDORFF, 150, 450)])
    assert by_code["c"] == pytest.approx(0.7286, abs=5e-5)
    assert by_code["k"] == 1
    assert over_all == pytest.approx(0.8587, abs=5e-5)


KRIPPENDORFF = {
    "i": {"c": [(225, 295), (370, 400)], "k": [(180, 240), (300, 350)]},
    "j": {"c": [(220, 300), (355, 375), (400, 420)], "k": [(180, 240), (300, 350)]},
}


def test_disagreements_of_continua_add_up_times_square_of_length_and_coders():
    def parts(*spans, length):
        cut = [unitizing.sections(of_coder, 0, length) for of_coder in spans]
        return np.array([unitizing.observed(cut, length), unitizing.expected(cut, length)])

    units = {"i": [(10, 20)], "j": [(12, 30)], "k": [], "l": [(5, 9)]}
    continua = [
        Continuum({coder: {"c": units[coder]} for coder in coders}, 0, length)
        for coders, length in (("ij", 50), ("jkl", 200))
    ]
    first, second = parts(units["i"], units["j"], length=50), parts(units["j"], [], units["l"], length=200)
    found, chance = 2 * 50**2 * first + 3 * 200**2 * second
    assert unitizing_alpha(continua)[0] == pytest.approx(1 - found / chance)


def test_continua_are_summed_by_length_and_coders():
    """Two alike give what one gives; an agreement on a longer one weighs more, and more if more coders share it."""

    def alpha(*continua):
        return unitizing_alpha(continua)[0]

    one = Continuum(KRIPPENDORFF, 150, 450)
    agreed = {coder: {"c": [(10, 60)]} for coder in "pqr"}
    two = {coder: agreed[coder] for coder in "pq"}
    assert alpha(one, one) == pytest.approx(alpha(one)) == pytest.approx(0.8587, abs=5e-5)
    assert alpha(Continuum(two, 0, 300)) == 1
    assert alpha(one) < alpha(one, Continuum(two, 0, 100)) < alpha(one, Continuum(two, 0, 300))
    assert alpha(one, Continuum(two, 0, 300)) < alpha(one, Continuum(agreed, 0, 300)) < 1


def test_a_continuum_with_one_coder_is_no_agreement():
    with pytest.raises(ValueError, match="two coders"):
        unitizing_alpha([Continuum({"i": {}}, 0, 10)])


@pytest.mark.parametrize("ratings", [[[0, 0], [0, 0]], [], [[1, None]]])
def test_what_is_undefined_is_none(ratings):
    assert co.krippendorff_alpha(ratings) is None
    assert co.cohen_kappa(ratings)[0] is None


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=4, max_size=60))
def test_other_libraries_agree(pairs):
    from nltk.metrics.agreement import AnnotationTask
    from sklearn.metrics import cohen_kappa_score
    from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

    if len({cell for pair in pairs for cell in pair}) < 2:
        return
    first, second = zip(*pairs, strict=True)
    mine = co.cohen_kappa(pairs)[0]
    if mine is not None:
        assert mine == pytest.approx(cohen_kappa_score(first, second), abs=1e-9)
    assert co.fleiss_kappa(pairs) == pytest.approx(fleiss_kappa(aggregate_raters(np.array(pairs))[0]), abs=1e-9)
    task = AnnotationTask(
        data=[(c, str(u), str(v)) for u, pair in enumerate(pairs) for c, v in zip("ab", pair, strict=True)]
    )
    assert co.krippendorff_alpha(pairs) == pytest.approx(task.alpha(), abs=1e-9)
