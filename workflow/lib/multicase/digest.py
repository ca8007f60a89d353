"""Digests: of files, of ids, and of the code that a job depends on.

Snakemake reruns a job when its script changes, but not when a module that the script imports does. `source_digest`
closes that hole: as a rule's parameter, it changes exactly when code that the rule may run changes.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import CodeType

PACKAGE = "multicase"
ROOT = Path(__file__).parent


def text_sha256(text: str) -> str:
    """The sha256 of a text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def file_sha256(path: str | Path) -> str:
    """The sha256 of a file's bytes, in hex."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def row_digest(rows: Iterable[Mapping[str, str]]) -> str:
    """A digest of rows of text, whatever their order; a change of any value changes it."""
    lines = sorted("\x1f".join(f"{column}={row[column]}" for column in sorted(row)) for row in rows)
    return text_sha256("\x1e".join(lines))[:16]


def stable_bucket(key: str, buckets: int) -> int:
    """A number below `buckets` that hangs on nothing but the key: not on order, process or Python version."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8")).digest()[:8], "big") % buckets


@cache
def source_digest(*modules: str) -> str:
    """A digest of the modules' code and of all that they import inside the package.

    Comments, docstrings and layout don't count, since they can't change a result; data files (templates, locales)
    that lie in a subpackage beside the code do. Raises ModuleNotFoundError for a module that isn't there.
    """
    digest = hashlib.sha256()
    for name in sorted(_closure(modules)):
        digest.update(f"{name}\0{_read(name)[1]}\0".encode())
    for path in _data_files(_closure(modules)):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0{_data_sha256(path)}\0".encode())
    return digest.hexdigest()[:16]


def _closure(modules: tuple[str, ...]) -> frozenset[str]:
    seen: set[str] = set()
    todo = list(modules)
    for name in modules:
        if _path(name) is None:
            raise ModuleNotFoundError(f"no module {name} in {PACKAGE}")
    while todo:
        name = todo.pop()
        if name in seen or _path(name) is None:
            continue
        seen.add(name)
        todo.extend(_read(name)[0])
        parent = name.rpartition(".")[0]
        if parent:
            todo.append(parent)
    return frozenset(seen)


@cache
def _path(name: str) -> Path | None:
    parts = name.split(".")
    if parts[0] != PACKAGE:
        return None
    base = ROOT.joinpath(*parts[1:])
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if len(parts) > 1 and path.is_file():
            return path
    return ROOT / "__init__.py" if len(parts) == 1 else None


@cache
def _read(name: str) -> tuple[tuple[str, ...], str]:
    """Every name under the package that a module imports, at its head or inside a function; and what it compiles to.

    Comments and layout leave no trace in that; docstrings are taken out before.
    """
    path = _path(name)
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            found += [base, *(f"{base}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            if is_text and isinstance(first.value.value, str):
                node.body = node.body[1:] or [ast.copy_location(ast.Pass(), first)]
    code = compile(tree, name, "exec", dont_inherit=True, optimize=0)
    return tuple(module for module in found if module.split(".")[0] == PACKAGE), repr(_plain(code))


def _plain(value: object) -> object:
    """A compiled constant as plain values that are the same in each process, without places in the source."""
    if isinstance(value, CodeType):
        names = (value.co_name, value.co_names, value.co_varnames, value.co_freevars, value.co_cellvars)
        counts = (value.co_argcount, value.co_posonlyargcount, value.co_kwonlyargcount, value.co_flags)
        return (*names, *counts, value.co_code, value.co_exceptiontable, *map(_plain, value.co_consts))
    if isinstance(value, frozenset):
        return sorted(map(repr, value))
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _data_files(modules: frozenset[str]) -> list[Path]:
    folders = {_path(name).parent for name in modules} - {ROOT}
    return sorted({path for folder in folders for path in _data_below(folder)})


@cache
def _data_sha256(path: Path) -> str:
    return file_sha256(path)


@cache
def _data_below(folder: Path) -> frozenset[Path]:
    files = (path for path in folder.rglob("*") if path.suffix not in {".py", ".pyc"})
    return frozenset(path for path in files if path.is_file())
