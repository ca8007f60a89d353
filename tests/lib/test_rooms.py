"""The package's rooms: none imports another in a circle, no file lies in one unused, none knows the shipped study."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from small_study import REPOSITORY

WORKFLOW = REPOSITORY / "workflow"
PACKAGE = WORKFLOW / "lib/multicase"
NAME = PACKAGE.name
Uses = dict[str, dict[str, list[str]]]  # room -> room that it imports -> where


def room_of(module: str) -> str:
    """`multicase.study.files` is of the room `study`, `multicase.segment` of `segment`; the package itself is none."""
    return module.split(".")[1] if module.startswith(f"{NAME}.") else ""


def imported(node: ast.AST, package: str) -> Iterator[str]:
    """The modules of the package that a node imports, by statement or by name."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = package.rsplit(".", node.level - 1)[0] if node.level else ""
        module = ".".join(filter(None, [above, node.module]))
        yield from ([f"{NAME}.{alias.name}" for alias in node.names] if module == NAME else [module])
    elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "import_module":
        yield from (part.value for part in ast.walk(node.args[0]) if isinstance(getattr(part, "value", None), str))


@cache
def uses(package: Path) -> Uses:
    """Which rooms each room imports, from the text of all modules: those inside functions and for types included."""
    found: Uses = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        room = room_of(".".join(parts)) if path.parent != package or path.name != "__init__.py" else ""
        found.setdefault(room, {})
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for module in imported(node, ".".join(parts[:-1])):
                if (other := room_of(module)) and other != room:
                    where = f"{path.relative_to(package)}:{node.lineno}"
                    found[room].setdefault(other, []).append(where)
    return found


def circle(graph: Uses) -> list[str]:
    """The rooms of a circle, the first again at its end; empty if there is none."""
    done: set[str] = set()

    def walk(room: str, way: list[str]) -> list[str]:
        if room in way:
            return [*way[way.index(room) :], room]
        if room in done:
            return []
        for other in sorted(graph.get(room, {})):
            if found := walk(other, [*way, room]):
                return found
        done.add(room)
        return []

    return next((found for room in sorted(graph) if (found := walk(room, []))), [])


def test_a_circle_is_found_through_functions_types_and_names(tmp_path):
    texts = {
        "a/__init__.py": "",
        "a/one.py": f"def f():\n    from {NAME} import b\n",
        "b.py": f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from {NAME}.c.two import x\n",
        "c/two.py": f"import importlib\nimportlib.import_module(f'{NAME}.a.{{1}}')\n",
        "d.py": f"import {NAME}.a.one\n",
        "e/three.py": "from ..a import one\nfrom . import four\n",
    }
    for name, text in texts.items():
        path = tmp_path / NAME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    graph = uses(tmp_path / NAME)
    assert circle(graph) == ["a", "b", "c", "a"]
    assert graph["d"] == {"a": ["d.py:1"]} and graph["e"] == {"a": ["e/three.py:1"]}
    graph["c"] = {}
    assert circle(graph) == []


def test_no_room_imports_another_in_a_circle():
    graph = uses(PACKAGE)
    assert len(graph) > 15 and graph["study"]
    found = circle(graph)
    steps = [f"{a} -> {b} ({', '.join(graph[a][b][:3])})" for a, b in pairwise(found)]
    assert not found, "a circle of imports: " + "; ".join(steps)


def test_every_module_imports_only_rooms_that_are_there():
    graph = uses(PACKAGE)
    assert {other for used in graph.values() for other in used} <= set(graph)


def data_files() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"})


def names_of(path: Path) -> list[str]:
    """What each of must stand in some text for a file to be read: its name, or what a name is put together from."""
    if path.parent.name == "locales":
        locale, _, rest = path.name.partition(".")
        return [rf"\b{locale}\b", *([re.escape(f".{rest}")] if rest != "yaml" else [])]
    if path.parent.name == "schemas":
        return [rf"""["']{path.stem}["']"""]
    return [rf"\b{re.escape(path.name)}\b"]


def test_every_data_file_of_the_package_is_named_by_something():
    asked = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.j2"), *WORKFLOW.glob("rules/*"), *REPOSITORY.glob("docs/*.md")]
    texts = [path.read_text(encoding="utf-8") for path in [*asked, REPOSITORY / "config.yaml"]]
    assert len(data_files()) > 25
    unnamed = [
        str(path.relative_to(PACKAGE))
        for path in data_files()
        for name in names_of(path)
        if not any(re.search(name, text) for text in texts)
    ]
    assert unnamed == []


# What Snakemake documents for those who write workflows and plugins.
DOCUMENTED = re.compile(r"snakemake\.(exceptions|utils|io|script|__version__)\b|snakemake_interface_\w+")
FROM = re.compile(r"^\s*from (snakemake[\w.]*) import (.+)$|^\s*import (snakemake[\w.]*)", re.M)


def test_of_snakemake_only_documented_interfaces_are_imported():
    texts = [
        *WORKFLOW.rglob("*.py"),
        *WORKFLOW.rglob("*.smk"),
        *REPOSITORY.glob("scripts/*.py"),
        REPOSITORY / "Snakefile",
    ]
    found = {
        (str(path.relative_to(REPOSITORY)), module or f"{package}.{name.split()[0]}")
        for path in texts
        for package, name, module in FROM.findall(path.read_text(encoding="utf-8"))
    }
    assert {module for _, module in found} >= {"snakemake.utils.min_version", "snakemake.exceptions.WorkflowError"}
    assert sorted(each for each in found if not DOCUMENTED.match(each[1])) == []


WORDS = re.compile(r"\b(titular|clinician|service_redesign|alliance|NHS|GP)\b", re.IGNORECASE)


def test_the_shipped_studys_words_stand_nowhere_in_the_workflow():
    texts = [path for path in sorted(WORKFLOW.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    texts = [path for path in texts if not {"locales", "__pycache__"} & set(path.parts)]
    assert len(texts) > 150
    found = [
        f"{path.relative_to(REPOSITORY)}:{number}: {', '.join(words)}"
        for path in texts
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if (words := WORDS.findall(line))
    ]
    assert found == [], "\n".join(found)
