"""A job's digest changes with the code that it may run, and with nothing else."""

from __future__ import annotations

import pytest
from multicase import digest
from small_study import REPOSITORY


def forget():
    for function in vars(digest).values():
        if hasattr(function, "cache_clear"):
            function.cache_clear()


def importing(*modules):
    """A script that imports modules."""
    return "".join(f"import {module}\n" for module in modules)


@pytest.fixture
def stub(tmp_path_factory):
    path = tmp_path_factory.mktemp("scripts") / "stub.py"
    path.write_text("")
    return path


@pytest.fixture
def package(tmp_path, monkeypatch, stub):
    """A small package in place of the real one; a digest of it forgets what was read before.

    It is of a script that imports modules, or is given their names.
    """
    monkeypatch.setattr(digest, "ROOT", tmp_path)
    (tmp_path / "__init__.py").write_text("")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "__init__.py").write_text("")
    (tmp_path / "sub" / "words.yaml").write_text("a: 1\nmore: 'more.yaml'")
    (tmp_path / "sub" / "more.yaml").write_text("b: 1")
    (tmp_path / "sub" / "unnamed.yaml").write_text("c: 1")
    (tmp_path / "words.yaml").write_text("d: 1")
    (tmp_path / "leaf.py").write_text('"""Leaf."""\ndef f():\n    """Doc."""\n    return 1\n')
    (tmp_path / "top.py").write_text("def g():\n    from multicase.leaf import f\n    return f()\n")
    (tmp_path / "sub" / "inner.py").write_text("from multicase import leaf\nX = leaf.f()\nNAMED = 'words.yaml'\n")
    (tmp_path / "other.py").write_text("Y = 2\n")

    def digest_of(*modules, by="import"):
        forget()
        stub.write_text(importing(*modules) if by == "import" else "")
        return digest.source_digest(stub, *(() if by == "import" else modules))

    yield digest_of
    forget()


@pytest.mark.parametrize("by", ["import", "name"])
@pytest.mark.parametrize("module", ["multicase.leaf", "multicase.top", "multicase.sub.inner"])
def test_a_changed_body_changes_the_digest_of_all_that_import_it(package, tmp_path, module, by):
    before = package(module, by=by)
    (tmp_path / "leaf.py").write_text("def f():\n    return 3\n")
    assert package(module, by=by) != before


@pytest.mark.parametrize("script", ["from multicase import leaf", "def run():\n    from multicase.leaf import f"])
def test_a_changed_body_changes_the_digest_of_a_script_that_imports_it_in_any_way(package, tmp_path, stub, script):
    def of_script():
        forget()
        stub.write_text(script)
        return digest.source_digest(stub)

    before = of_script()
    (tmp_path / "leaf.py").write_text("def f():\n    return 3\n")
    assert of_script() != before


def test_a_script_counts_itself_but_for_its_comments_docstrings_and_layout(package, stub):
    found = {}
    for name, script in {"plain": "X = 1\n", "tidied": '"""A."""\n# b\nX = (1)\n', "other": "X = 2\n"}.items():
        forget()
        stub.write_text(script)
        found[name] = digest.source_digest(stub)
    assert found["plain"] == found["tidied"] != found["other"]


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


def test_what_a_changed_package_runs_on_import_counts_for_its_modules(package, tmp_path):
    inner, top = package("multicase.sub.inner"), package("multicase.top")
    (tmp_path / "sub" / "__init__.py").write_text("Z = 1\n")
    assert package("multicase.sub.inner") != inner
    assert package("multicase.top") == top


@pytest.mark.parametrize("file", ["words.yaml", "more.yaml"])
def test_a_data_file_counts_for_the_modules_that_name_it_or_a_data_file_that_does_and_for_no_other(
    package, tmp_path, file
):
    inner, top = package("multicase.sub.inner"), package("multicase.top")
    path = tmp_path / "sub" / file
    path.write_text(path.read_text() + "\nz: 2")
    assert package("multicase.sub.inner") != inner
    assert package("multicase.top") == top


@pytest.mark.parametrize("file", ["sub/unnamed.yaml", "words.yaml"])
def test_a_data_file_that_is_named_nowhere_or_lies_elsewhere_counts_for_none(package, tmp_path, file):
    before = package("multicase.sub.inner")
    (tmp_path / file).write_text("z: 2")
    assert package("multicase.sub.inner") == before


@pytest.mark.parametrize("file", ["pages/nav.html.j2", "pages/word.html.j2", "site/own.html.j2"])
def test_a_template_counts_that_another_finds_in_a_folder_of_the_modules(package, tmp_path, file):
    for name, content in {
        "pages/__init__.py": "", "pages/nav.html.j2": "{% include 'word.html.j2' %}", "pages/word.html.j2": "a",
        "site/__init__.py": "from multicase import pages\nPAGE = 'page.html.j2'\n", "site/own.html.j2": "b",
        "site/page.html.j2": "{% include 'nav.html.j2' %}{% import 'own.html.j2' as own %}",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    site, top = package("multicase.site"), package("multicase.top")
    (tmp_path / file).write_text("changed {% include 'word.html.j2' %}")
    assert package("multicase.site") != site and package("multicase.top") == top


def test_a_data_file_counts_that_is_named_with_its_folder(package, tmp_path):
    (tmp_path / "sub/schemas").mkdir()
    (tmp_path / "sub/schemas/claims.yaml").write_text("a: 1")
    (tmp_path / "sub/usual.py").write_text("SCHEMA = 'schemas/claims.yaml'\n")
    before = package("multicase.sub.usual")
    (tmp_path / "sub/schemas/claims.yaml").write_text("a: 2")
    assert package("multicase.sub.usual") != before


def test_a_script_that_another_runs_tells_the_modules_that_it_imports(package, tmp_path, stub):
    for text, modules in {
        "from multicase import leaf\nimport pandas\nfrom multicase.leaf import f\n": {"multicase.leaf", "multicase"},
        "def g():\n    import multicase.top\n": {"multicase.top"},
        "import multicase.nowhere\n": set(),
        "%matplotlib inline\nimport multicase.leaf\n": set(),
    }.items():
        forget()
        stub.write_text(text)
        assert {*digest.imported(stub)} == modules


def test_the_parts_of_a_page_and_what_notebooks_import_count_in_this_library():
    scripts = REPOSITORY / "scripts"
    for script in sorted(scripts.glob("write_*_pages.py")):
        known = digest._data_files(digest._closure(digest._read(script, "")[0], ()))
        assert digest.ROOT / "pages/nav.html.j2" in known, script.name
    notebooks = {name for path in (REPOSITORY / "notebooks").glob("*.py") for name in digest.imported(path)}
    assert "multicase.audit.explain" in notebooks
    claims = digest._closure(digest._read(scripts / "judge_claims.py", "")[0], ())
    assert digest.ROOT / "study/schemas/claims.yaml" in digest._data_files(claims)


def test_a_module_that_is_not_there_is_an_error(package):
    with pytest.raises(ModuleNotFoundError):
        package("multicase.nowhere", by="name")


def test_what_was_found_in_modules_is_kept_and_a_changed_module_is_read_anew(package, tmp_path, monkeypatch):
    kept = tmp_path / "kept" / "modules.json"
    monkeypatch.setattr(digest, "_known", {})
    monkeypatch.setattr(digest, "_used", set())
    before = package("multicase.top")
    digest.keep(kept)

    def recalled():
        monkeypatch.setattr(digest, "_known", {})
        digest.recall(kept)
        return package("multicase.top")

    parsed = []
    read = digest._parsed
    monkeypatch.setattr(digest, "_parsed", lambda text, *more: parsed.append(text) or read(text, *more))
    assert recalled() == before and not parsed
    changed = "def f():\n    return 3\n"
    (tmp_path / "leaf.py").write_text(changed)
    assert recalled() != before and parsed == [changed]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}', '{"a": ["b"]}', None])
def test_without_what_was_kept_or_with_what_can_not_be_read_all_is_as_it_was(package, tmp_path, monkeypatch, content):
    before, kept = package("multicase.top"), tmp_path / "modules.json"
    if content is not None:
        kept.write_text(content)
    monkeypatch.setattr(digest, "_known", {})
    digest.recall(kept)
    assert package("multicase.top") == before


def test_row_digest_ignores_order_and_sees_values():
    rows = [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert digest.row_digest(rows) == digest.row_digest(reversed(rows))
    assert digest.row_digest(rows) != digest.row_digest([{"a": "1", "b": "2"}, {"a": "3", "b": "5"}])


def test_stable_bucket_is_the_same_for_ever():
    assert [digest.stable_bucket(f"coast-i{n:02d}", 4) for n in range(6)] == [
        digest.stable_bucket(f"coast-i{n:02d}", 4) for n in range(6)
    ]
    assert {digest.stable_bucket(f"s{n}", 4) for n in range(100)} == {0, 1, 2, 3}
