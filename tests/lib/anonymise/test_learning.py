"""The weights of the layer `learned` come from marked texts, by a script that anybody can run."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from multicase.anonymise import learned, locale

BENCH = Path(__file__).parents[2] / "bench"
LINES = (
    "Then [[direct|person|p1|Quill]] rang, and I told [[direct|person|p1|Quill]] to wait.",
    "He drives the [[quasi|job|j1|grit lorry]] at night.",
    "Nobody rang, and I told them to wait at night.",
)


@pytest.fixture
def learn():
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(BENCH))
        spec = importlib.util.spec_from_file_location("learn", BENCH / "learn.py")
        module = importlib.util.module_from_spec(spec)
        patched.setitem(sys.modules, "learn", module)
        spec.loader.exec_module(module)
        yield module


@pytest.fixture
def text(tmp_path):
    def write(content, name="a.txt"):
        (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path / name

    return write


def test_a_token_has_the_kind_of_its_mark_and_is_judged_by_what_stands_around_it(learn, text):
    of = list(learn.examples(text("So [[direct|phone|t1|01632 1]] rang.\n"), locale.load("en_GB")))
    assert [learned.KINDS[one.kind] for one in of] == ["none", "code", "code", "none", "none", "none"]
    assert {"0\tw=01632", "-1\tw=so", "1\tw=1", "-2\tw=<end>", "-1\tp=so 01632", "0\tp=01632 1"} <= {*of[1].features}


def test_a_mark_of_a_kind_that_nobody_knows_is_refused(learn, text):
    with pytest.raises(ValueError, match=r"a\.txt: a mark of kind 'hobby'"):
        list(learn.examples(text("She [[quasi|hobby|h1|sails]]."), locale.load("en_GB")))


def test_what_was_learnt_judges_like_the_model_that_learnt_it(learn, text, tmp_path, monkeypatch):
    words = locale.load("en_GB")
    path = text("\n".join(LINES * 6) + "\n")
    target = tmp_path / "xx.learned.tsv"
    monkeypatch.setattr(learned, "weights_of", lambda _: target)
    tokens, rows = learn.write("en_GB", target, [path])
    of = list(learn.examples(path, words))
    assert tokens == len(of)
    assert rows + 1 == len(target.read_text(encoding="utf-8").splitlines())  # and the head
    learned.load.cache_clear()
    told = learned.load("xx")
    marked = learn.genres.read(path)
    chances = told.chances(learned.tokens_of(marked.text).texts, False)
    assert (chances.argmax(axis=1) == [one.kind for one in of]).all()
    model = learn.weights(of)
    by_feature = dict(zip(*model, strict=True))
    for example, chance in zip(of, chances, strict=True):
        sums = sum(
            (by_feature[name] for name in example.features if name in by_feature), by_feature[f"0\t{learned.ALWAYS}"]
        )
        raised = np.exp(sums * learned.STEP)
        np.testing.assert_allclose(chance, raised / raised.sum())
    learned.load.cache_clear()


def test_what_is_seen_too_seldom_is_not_learnt(learn, text):
    of = list(
        learn.examples(text("\n".join([*LINES * 6, "Once [[direct|person|p2|Zebedee]] came."])), locale.load("en_GB"))
    )
    names, steps = learn.weights(of)
    assert len(names) == len(steps)
    assert "0\tw=quill" in names
    assert "0\tw=zebedee" not in names
