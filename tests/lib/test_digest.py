"""A job's digest changes with the code that it may run, and with nothing else."""

from __future__ import annotations

import pytest
from multicase import digest


def forget():
    for function in vars(digest).values():
        if hasattr(function, "cache_clear"):
            function.cache_clear()


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A small package in place of the real one; writing to it forgets what was read before."""
    monkeypatch.setattr(digest, "ROOT", tmp_path)
    (tmp_path / "__init__.py").write_text("")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "__init__.py").write_text("")
    (tmp_path / "sub" / "words.yaml").write_text("a: 1")
    (tmp_path / "leaf.py").write_text('"""Leaf."""\ndef f():\n    """Doc."""\n    return 1\n')
    (tmp_path / "top.py").write_text("def g():\n    from multicase.leaf import f\n    return f()\n")
    (tmp_path / "sub" / "inner.py").write_text("from multicase import leaf\nX = leaf.f()\n")
    (tmp_path / "other.py").write_text("Y = 2\n")

    def digest_of(*modules):
        forget()
        return digest.source_digest(*modules)

    yield digest_of
    forget()


@pytest.mark.parametrize("module", ["multicase.leaf", "multicase.top", "multicase.sub.inner"])
def test_a_changed_body_changes_the_digest_of_all_that_import_it(package, tmp_path, module):
    before = package(module)
    (tmp_path / "leaf.py").write_text("def f():\n    return 3\n")
    assert package(module) != before


@pytest.mark.parametrize(
    "source", ["# a comment\ndef f():\n    return 1\n", '"""Else."""\ndef f():\n\n    return (1)\n']
)
def test_comments_docstrings_and_layout_change_nothing(package, tmp_path, source):
    before = package("multicase.top")
    (tmp_path / "leaf.py").write_text(source)
    assert package("multicase.top") == before


def test_what_is_not_imported_changes_nothing(package, tmp_path):
    before = package("multicase.top")
    (tmp_path / "other.py").write_text("Y = 3\n")
    assert package("multicase.top") == before


def test_data_files_of_a_subpackage_count_for_its_modules_alone(package, tmp_path):
    inner, top = package("multicase.sub.inner"), package("multicase.top")
    (tmp_path / "sub" / "words.yaml").write_text("a: 2")
    assert package("multicase.sub.inner") != inner
    assert package("multicase.top") == top


def test_a_module_that_is_not_there_is_an_error(package):
    with pytest.raises(ModuleNotFoundError):
        package("multicase.nowhere")


def test_row_digest_ignores_order_and_sees_values():
    rows = [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert digest.row_digest(rows) == digest.row_digest(reversed(rows))
    assert digest.row_digest(rows) != digest.row_digest([{"a": "1", "b": "2"}, {"a": "3", "b": "5"}])


def test_stable_bucket_is_the_same_for_ever():
    assert [digest.stable_bucket(f"coast-i{n:02d}", 4) for n in range(6)] == [
        digest.stable_bucket(f"coast-i{n:02d}", 4) for n in range(6)
    ]
    assert {digest.stable_bucket(f"s{n}", 4) for n in range(100)} == {0, 1, 2, 3}
