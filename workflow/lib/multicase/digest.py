"""Digests: of files, of ids, and of the code that a job depends on.

Snakemake reruns a job when its script changes, but not when a module that the script imports does. `source_digest`
closes that hole: as a rule's parameter, it changes exactly when code that the rule may run changes.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

PACKAGE = "multicase"
FILE_NAME = re.compile(r"(?:[\w-]+/)*[\w-]+(?:\.[\w-]+)*\.[a-z]\w{1,4}")
TEMPLATE = ".j2"
QUOTED_NAME = re.compile(rf"[\"']({FILE_NAME.pattern})[\"']")
ROOT = Path(__file__).parent


def text_sha256(text: str) -> str:
    """The sha256 of a text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def as_json(value: Any) -> str:
    """A value on one line, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def file_sha256(path: str | Path) -> str:
    """The sha256 of a file's bytes, in hex."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_digest(paths: Iterable[str | Path]) -> str:
    """A digest of files, by their names and what is in them."""
    lines = sorted(f"{Path(path).name}={file_sha256(path)}" for path in paths)
    return text_sha256("\n".join(lines))[:16]


def row_digest(rows: Iterable[Mapping[str, str]]) -> str:
    """A digest of rows of text, whatever their order; a change of any value changes it."""
    lines = sorted("\x1f".join(f"{column}={row[column]}" for column in sorted(row)) for row in rows)
    return text_sha256("\x1e".join(lines))[:16]


def stable_bucket(key: str, buckets: int) -> int:
    """A number below `buckets` that hangs on nothing but the key: not on order, process or Python version."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8")).digest()[:8], "big") % buckets


def batch_of(case_id: str, source_id: str, per_case: int) -> str:
    """The batch of a source, `<case_id>-<n>`; it hangs on the source's id alone, so that growth moves none."""
    return f"{case_id}-{stable_bucket(source_id, per_case)}"


@cache
def source_digest(stub: str | Path, *modules: str) -> str:
    """A digest of a script, of the modules that it imports and all that they import inside the package, and of the data
    files that these name.

    modules: further ones, which are imported by a name that is put together. Comments, docstrings and layout don't
    count, since they can't change a result. A data file is named by a string, in a module or in a data file, that is
    its path from there (`table.html.j2`); a template also by its path from a folder of the modules, as it is found when
    it is shown. Raises ModuleNotFoundError for a module that isn't there.
    """
    path = Path(stub)
    closure = _closure((*_read(path, "")[0], *modules), modules)
    digest = hashlib.sha256(f"{path.name}\0{_read(path, '')[1]}\0".encode())
    for name in sorted(closure):
        digest.update(f"{name}\0{_of_module(name)[1]}\0".encode())
    for file in sorted(_data_files(closure)):
        digest.update(f"{file.relative_to(ROOT).as_posix()}\0{_data_sha256(file)}\0".encode())
    return digest.hexdigest()[:16]


def imported(script: str | Path) -> tuple[str, ...]:
    """The package's modules that a script imports; of one that is no Python none: it fails when it runs."""
    try:
        return tuple(name for name in _read(Path(script), "")[0] if _path(name))
    except (SyntaxError, ValueError):
        return ()


def recall(path: Path) -> None:
    """Take from a file what earlier processes found in modules, by their texts; nothing of one that can't be read."""
    with suppress(OSError, ValueError, TypeError, AttributeError):
        known = json.loads(path.read_text(encoding="utf-8"))
        _known.update({key: (tuple(names), code, tuple(strings)) for key, (names, code, strings) in known.items()})


def keep(path: Path) -> None:
    """Leave it for later ones, of the modules that this one has read; a disk that takes no more is no failure."""
    part = path.with_name(f"{path.name}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(
            json.dumps({key: _known[key] for key in sorted(_used & _known.keys())}) + "\n", encoding="utf-8"
        )
        part.replace(path)


def _closure(start: Iterable[str], needed: Iterable[str]) -> frozenset[str]:
    for name in needed:
        if _path(name) is None:
            raise ModuleNotFoundError(f"no module {name} in {PACKAGE}")
    seen: set[str] = set()
    todo = list(start)
    while todo:
        name = todo.pop()
        if name in seen or _path(name) is None:
            continue
        seen.add(name)
        todo.extend(_of_module(name)[0])
        parent = name.rpartition(".")[0]
        if parent:
            todo.append(parent)
    return frozenset(seen)


def _path(name: str) -> Path | None:
    return _modules().get(name)


@cache
def _modules() -> Mapping[str, Path]:
    """Every module of the package, by the name under which it is imported."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        *parents, name = path.relative_to(ROOT).with_suffix("").parts
        found[".".join([PACKAGE, *parents, *([] if name == "__init__" else [name])])] = path
    return found


def _of_module(name: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    path = _path(name)
    return _read(path, name if path.name == "__init__.py" else name.rpartition(".")[0])


# What a file holds that counts: the names under the package that it imports, the digest of what it compiles to, and its
# strings that could name a file. By a key that changes with its text, with Python and with this module.
Found = tuple[tuple[str, ...], str, tuple[str, ...]]
_known: dict[str, Found] = {}
_used: set[str] = set()


@cache
def _read(path: Path, package: str) -> Found:
    """What a file of a package holds that counts; an earlier process may have found it."""
    text = path.read_text(encoding="utf-8")
    key = text_sha256("\0".join([_reader(), path.name, package, text]))
    _used.add(key)
    if key not in _known:
        _known[key] = _parsed(text, path.name, package)
    return _known[key]


@cache
def _reader() -> str:
    """What reads: this Python, this module."""
    return f"{sys.version} {file_sha256(__file__)}"


def _parsed(text: str, name: str, package: str) -> Found:
    """Every name under the package that a file imports, at its head or inside a function; a digest of what it compiles
    to; and its strings that could name a file.

    Comments and layout leave no trace in what it compiles to; docstrings are taken out before.
    """
    tree = ast.parse(text)
    imported: list[str] = []
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            imported += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            imported += [base, *(f"{base}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            if is_text and isinstance(first.value.value, str):
                node.body = node.body[1:] or [ast.copy_location(ast.Pass(), first)]
    code = compile(tree, name, "exec", dont_inherit=True, optimize=0)
    names = tuple(module for module in imported if module.split(".")[0] == PACKAGE)
    return names, text_sha256(repr(_plain(code))), tuple(sorted(filter(FILE_NAME.fullmatch, set(_strings(code)))))


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all statements below it: what they are made of, which is far more, imports nothing."""
    yield node
    for part in ("body", "handlers", "orelse", "finalbody", "cases"):
        for below in getattr(node, part, ()):
            yield from _statements(below)


def _strings(value: object) -> Iterator[str]:
    """The strings of what code compiles to."""
    if isinstance(value, str):
        yield value
    parts = value.co_consts if isinstance(value, CodeType) else value if isinstance(value, tuple | frozenset) else ()
    for part in parts:
        yield from _strings(part)


def _plain(value: object) -> object:
    """A compiled constant as plain values that are the same in each process, without places in the source."""
    if isinstance(value, CodeType):
        names = (value.co_name, value.co_names, value.co_varnames, value.co_freevars, value.co_cellvars)
        counts = (value.co_argcount, value.co_posonlyargcount, value.co_kwonlyargcount, value.co_flags)
        return (*names, *counts, value.co_code, value.co_exceptiontable, *map(_plain, value.co_consts))
    if isinstance(value, frozenset):
        return sorted(map(repr, value))
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _data_files(modules: Iterable[str]) -> set[Path]:
    """The data files that modules name, and those that these name in turn, as a template does the one it extends."""
    found: set[Path] = set()
    folders = {_path(name).parent for name in modules}
    todo = [_path(name).parent / named for name in modules for named in _of_module(name)[2]]
    while todo:
        path = todo.pop()
        if path in found or path.suffix == ".py" or not path.is_file():
            continue
        found.add(path)
        around = {path.parent, *folders} if path.suffix == TEMPLATE else {path.parent}
        todo += [
            folder / name for name in QUOTED_NAME.findall(path.read_text(encoding="utf-8")) for folder in sorted(around)
        ]
    return found


@cache
def _data_sha256(path: Path) -> str:
    return file_sha256(path)
