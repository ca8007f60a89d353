"""codebook.yaml as people read and edit it: long texts folded, what the dictionary coder looks for on a line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from multicase.study import files

WIDTH = 120
COMMENT = "# The codebook: themes, subthemes, codes. Mend labels and definitions here; keep the ids that codings use.\n"
ORDER = ("version", "themes", "exclusive", "decisions")


class _Inline(dict):
    """A mapping on one line."""


class _InlineList(list):
    """A list on one line."""


class _Short(str):
    """A text that isn't folded, since it stands on a line with others."""


class _Dumper(yaml.SafeDumper):
    """Lists stand under their keys, two blanks in."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.Dumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else ">" if len(text) > WIDTH - 30 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Short, lambda dumper, data: dumper.represent_scalar("tag:yaml.org,2002:str", str(data)))
_Dumper.add_representer(
    _Inline, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)
)
_Dumper.add_representer(
    _InlineList, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
)


def text(codebook: Mapping[str, Any], comment: str = "") -> str:
    """A codebook as YAML that reads back as the same, its keys in the schema's order. comment: what stands above it."""
    book = {name: codebook[name] for name in ORDER if name in codebook}
    dumped = yaml.dump(
        _arranged(book, ""), Dumper=_Dumper, width=WIDTH, allow_unicode=True, sort_keys=False, default_flow_style=False
    )
    return (comment or COMMENT) + dumped


def comment_of(text: str) -> str:
    """The comment that a file of people's opens with."""
    lines = text.removeprefix("\ufeff").split("\n")
    first = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(f"{line}\n" for line in lines[:first])


def has_comments(text: str) -> bool:
    """Whether there are further comments, which a file written anew hasn't got."""
    below = text.removeprefix("\ufeff").split("\n")[comment_of(text).count("\n") :]
    return any(line.lstrip().startswith("#") or " # " in line for line in below)


def _arranged(content: Any, name: str) -> Any:
    """Keys in the schema's order, and what belongs on one line marked as such."""
    if name in ("indicators", "exclusive", "decisions"):
        return [_inline(item) for item in content]
    if name in ("attributes", "path"):
        return _inline(content)
    if isinstance(content, dict):
        known = _properties(content)
        order = sorted(content, key=lambda key: known.index(key) if key in known else len(known))
        return {key: _arranged(content[key], key) for key in order}
    return [_arranged(item, "") for item in content] if isinstance(content, list) else content


def _properties(content: Mapping[str, Any]) -> list[str]:
    definitions = files.schema("codebook")["$defs"]
    kind = next((kind for kind in ("theme", "subtheme", "code") if kind in content), "")
    return list(definitions[kind]["properties"]) if kind else list(content)


def _inline(content: Any) -> Any:
    if isinstance(content, dict):
        return _Inline({key: _inline(value) for key, value in content.items()})
    if isinstance(content, list):
        return _InlineList(map(_inline, content))
    return _Short(content) if isinstance(content, str) else content
