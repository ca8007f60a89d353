"""The model coder suggests, evaluates itself on what it hasn't seen, and names what it can't learn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from multicase import frames
from multicase.code import evaluation, model
from multicase.contracts import CONTRACTS
from scipy.sparse import csr_matrix

WORDS = {
    "slow": "it took years and years before anything moved at all",
    "quick": "they had it running within a fortnight of the first meeting",
    "": "we talked about the weather and the car park that day",
}


def study(coded=10, uncoded=1, rare=2):
    """Sources of six turns each: two slow, two quick, two of nothing; in the first `rare` sources a rare code too."""
    segments, codings = [], []
    for number in range(coded + uncoded):
        source, case = f"{'ab'[number % 2]}-i{number:02d}", "ab"[number % 2]
        for turn, code in enumerate(["slow", "quick", "", "slow", "quick", ""], 1):
            text = f"{WORDS[code]}, said number {number} on day {turn}"
            known = {
                "segment_id": f"{source}:{turn}.1", "source_id": source, "case_id": case, "kind": "interview", "turn": turn,
                "part": 1, "layer": "speech", "start": 100 * turn, "end": 100 * turn + len(text), "text": text,
                "participant_id": "p", "is_interviewer": False, "left_out": "",
            }  # fmt: skip
            segments.append(dict.fromkeys(CONTRACTS["segments"].columns, "") | {"words": 9} | known)
            if number < coded and code:
                codings.append(_coding(known, code))
            if number < rare and turn == 1:
                codings.append(_coding(known, "rare"))
    names = list(CONTRACTS["segments"].columns)
    return pd.DataFrame(segments, columns=names), pd.DataFrame(codings, columns=list(CONTRACTS["codings"].columns))


def _coding(segment, code):
    shared = {name: segment[name] for name in ("segment_id", "source_id", "case_id", "start", "end")}
    return (
        dict.fromkeys(CONTRACTS["codings"].columns, "")
        | shared
        | {"code": code, "coder": "coder_1", "probability": -1.0}
    )


def run(segments, manual, least=0.5, codes=("slow", "quick", "rare"), adjudication=(), processes=1, **more):
    nothing = manual.iloc[:0]
    return model.evaluate(segments, manual, nothing, adjudication, list(codes), least, processes, **more)


def decided(decision, *pairs):
    return [{"segment_id": segment, "code": code, "decision": decision} for segment, code in pairs]


def test_it_suggests_for_what_nobody_coded_what_it_learned_and_says_which_words_weighed():
    segments, manual = study()
    _, suggested = run(segments, manual)
    frames.conform(suggested, "codings")
    assert set(suggested["source_id"]) == {"a-i10"}  # the one source that nobody coded
    given = set(zip(suggested["segment_id"].str.partition(":")[2], suggested["code"], strict=True))
    assert given == {("1.1", "slow"), ("4.1", "slow"), ("2.1", "quick"), ("5.1", "quick")}
    assert set(suggested["origin"]) == {"model"} and suggested["probability"].between(0.5, 1).all()
    weighed = suggested.loc[suggested["code"] == "slow", "memo"].iloc[0]
    assert weighed.startswith("weighed: years")


def test_it_is_evaluated_by_source_and_by_case_beside_the_dictionary_and_giving_every_segment_the_code():
    segments, manual = study()
    told, _ = run(segments, manual)
    modelled = told[told["status"] == "modelled"]
    assert list(told.columns) == list(evaluation.COLUMNS)
    assert set(zip(modelled["code"], modelled["grouped_by"], strict=True)) == {
        (code, group) for code in ("slow", "quick") for group in ("source", "case")
    }
    assert set(modelled["model_f1"]) == {"1.000"} and set(modelled["dictionary_f1"]) == {"0.000"}
    assert set(modelled["baseline_every_segment_f1"]) == {"0.500"} and set(modelled["support"]) == {20}


def test_each_grouping_ends_with_the_mean_and_the_pool_of_the_modelled_codes_alone():
    told, _ = run(*study())
    names = list(zip(told["grouped_by"], told["code"], told["support"], strict=True))
    each = [("slow", 20), ("quick", 20), ("(macro)", 2), ("(micro)", 40)]
    assert names == [(group, *row) for group in ("source", "case") for row in each] + [("", "rare", 2)]


def test_what_the_adjudication_removed_is_no_example_and_what_it_kept_is():
    segments, manual = study()
    pairs = [(segment, "slow") for segment in manual.loc[manual["code"] == "slow", "segment_id"]]
    told, _ = run(segments, manual, adjudication=decided("remove", *pairs[:3]) + decided("keep", *pairs[3:]))
    support = told[told["grouped_by"] == "source"].set_index("code")["support"]
    assert support["slow"] == 17 and support["quick"] == 20 and support["(micro)"] == 37


def test_a_code_that_the_adjudication_takes_away_is_not_suggested():
    segments, manual = study()
    pairs = [(segment, "slow") for segment in manual.loc[manual["code"] == "slow", "segment_id"]]
    told, suggested = run(segments, manual, adjudication=decided("remove", *pairs))
    assert told.set_index("code").loc["slow", "status"] == "not modelled: 0 segments in 0 sources"
    assert set(suggested["code"]) == {"quick"}


def test_a_source_whose_codings_were_all_removed_is_still_one_that_people_coded():
    segments, manual = study()
    first = manual[manual["source_id"] == "a-i00"]
    pairs = list(zip(first["segment_id"], first["code"], strict=True))
    _, suggested = run(segments, manual, adjudication=decided("remove", *pairs))
    assert set(suggested["source_id"]) == {"a-i10"}


def test_codes_with_too_few_examples_are_named_and_not_modelled():
    told, suggested = run(*study())
    assert told.set_index("code").loc["rare", "status"] == "not modelled: 2 segments in 2 sources"
    assert "rare" not in set(suggested["code"])


def test_what_people_read_without_a_code_is_an_example_of_what_codes_are_not_and_is_suggested_nothing():
    segments, manual = study()
    told, suggested = run(segments, manual)
    (unread,) = {*segments["source_id"]} - {*manual["source_id"]}
    read, nothing = run(segments, manual, read=segments["segment_id"])
    assert set(suggested["source_id"]) == {unread} and nothing.empty
    chance = [float(of.set_index("code").loc["slow", "chance_average_precision"].iloc[0]) for of in (told, read)]
    assert chance == [pytest.approx(20 / 60, abs=1e-3), pytest.approx(20 / 66, abs=1e-3)]
    segments, manual = study(coded=14)
    some = segments.loc[segments["turn"] != 1, "segment_id"]
    _, of_unread = run(segments, manual[manual["segment_id"].isin(some)], read=some)
    assert {segment.split(":")[1] for segment in of_unread["segment_id"]} == {"1.1"}


def test_of_a_code_that_the_dictionary_does_not_look_for_nothing_is_said_of_it():
    told, _ = run(*study(), sought=["quick"])
    measures = told.set_index(["code", "grouped_by"])["dictionary_recall"]
    assert measures["slow", "source"] == "undefined" and measures["quick", "source"] == "0.000"


def test_with_hardly_any_coded_source_nothing_is_modelled():
    told, suggested = run(*study(coded=3))
    assert set(told["status"]) == {"not modelled: fewer than 4 sources are read"} and suggested.empty


@pytest.mark.parametrize(
    ("text", "coded", "reason"),
    [(None, 3, "fewer than 4 sources are read"), ("{}x", 6, "hardly a word recurs in what is read")],
)
def test_what_people_gave_is_counted_where_nothing_is_modelled(text, coded, reason):
    segments, manual = study(coded=coded)
    if text:
        segments["text"] = [text.format(chr(0x4E00 + number)) for number in range(len(segments))]
    told, _ = run(segments, manual)
    assert set(told["status"]) == {f"not modelled: {reason}"}
    assert dict(zip(told["code"], told["support"], strict=True)) == {"slow": 2 * coded, "quick": 2 * coded, "rare": 2}


def test_the_evaluation_takes_as_given_what_would_be_suggested():
    told, _ = run(*study(), least=1.0)
    modelled = told[told["status"] == "modelled"]
    assert set(modelled["model_recall"]) == {"0.000"} and set(modelled["least"]) == {1.0}


@pytest.mark.parametrize("processes", [1, 2, 4])
def test_the_same_codings_give_the_same_suggestions_in_any_number_of_processes(processes):
    first, second = run(*study()), run(*study(), processes=processes)
    assert all(a.equals(b) for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("portion", [1, 5])
def test_the_same_is_suggested_however_many_segments_are_looked_at_at_a_time(monkeypatch, portion):
    segments, manual = study(uncoded=4)
    at_once = run(segments, manual, least=0.1)[1]
    monkeypatch.setattr(model, "PORTION", portion)
    pd.testing.assert_frame_equal(run(segments, manual, least=0.1)[1], at_once)
    assert at_once["segment_id"].nunique() > portion
    assert at_once["code"].nunique() > 1


def test_the_solver_reaches_the_least_loss_of_the_weighted_regression():
    draw = np.random.default_rng(3)
    seen, given = csr_matrix(draw.uniform(size=(60, 200)) * (draw.uniform(size=(60, 200)) < 0.2)), np.arange(60) < 9
    learned = model._learn(seen, given)
    weights = 4.0 * np.where(
        given, 60 / (2 * 9), 60 / (2 * 51)
    )  # of each segment: C, and as much for rare as for frequent
    wrong = 1 / (1 + np.exp(learned.decision_function(seen))) - ~given
    slope = learned.coef_[0] - (weights * wrong) @ seen.toarray()
    assert np.abs(slope).max() < 1e-3 and learned.n_iter_[0] < model.STEPS


def test_replacements_are_not_learned_from():
    segments = pd.DataFrame({"text": ["[practice A] was slow", "[east-p01] and [GP chair A] said so"]})
    assert [text.split() for text in model._texts(segments)] == [["was", "slow"], ["and", "said", "so"]]


def test_probabilities_are_calibrated_on_what_was_not_learned_from():
    draw = np.random.default_rng(5)
    likely = draw.uniform(size=4000)
    given = draw.uniform(size=4000) < likely
    values = 3 * np.log(likely / (1 - likely))  # a model three times too sure of itself
    found = model._calibration(values, given)(values)
    assert np.abs(found - likely).mean() < 0.02


def test_the_curve_of_a_rare_code_is_the_likeliest_one():
    """Where it is, the probabilities sum to the segments with the code, and so do their products with the values."""
    draw = np.random.default_rng(4)
    given = np.arange(2000) < 24
    values = draw.normal(loc=np.where(given, -3.2, -3.5))
    likely = model._calibration(values, given)(values)
    assert likely.sum() == pytest.approx(24, abs=1e-4)
    assert (likely * values).sum() == pytest.approx(values[given].sum(), abs=1e-4)


@pytest.mark.parametrize(
    ("values", "given"), [([1.0, 2.0, 3.0, 4.0], [1, 1, 0, 0]), ([1.0, 2.0], [0, 0]), ([1.0, 2.0], [1, 1])]
)
def test_values_that_tell_nothing_make_each_segment_as_likely_as_the_code_is_frequent(values, given):
    given = np.array(given, dtype=bool)
    assert model._calibration(np.array(values), given)(np.array([9.0])) == pytest.approx(given.mean())
