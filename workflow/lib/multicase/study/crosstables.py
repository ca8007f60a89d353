"""The study's own cross-tables and figures, as tables.yaml declares them: what is wrong with a declaration.

The form is the schema's business; here is what only the study can tell: attributes that it hasn't declared, tables that
aren't there, values that no code has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from multicase.study.attributes import CORE, Attributes
from multicase.study.files import nearest
from multicase.study.kinds import KINDS
from multicase.study.problems import Problem

# Where a row's values can come from without more being said.
PLAIN = ("theme", "subtheme", "code", "case", "kind", "polarity")
FROM = {"code": "codes", "speaker": "participants", "source": "sources", "case": "cases"}
# What stands where there is no value, unless the declaration says otherwise.
NONE = {"code": "not coded", "speaker": "not recorded", "source": "not recorded", "case": "not recorded"}
NO_SPEAKER, UNDATED = "no speaker", "undated"
# What each kind of drawing understands, beside title, caption, of, draw, rows, counts and labels; and what it needs.
DRAWINGS: Mapping[str, tuple[set[str], set[str]]] = {
    "bars": ({"bars"}, set()),
    "diverging": ({"by", "panels", "left", "right"}, {"left", "right"}),
    "timeline": ({"across", "stack", "events"}, {"across", "stack"}),
    "matrix": ({"across"}, {"across"}),
}
TYPOLOGY = "typology"
N_SEGMENTS = "n_segments"
COMMON = {"title", "caption", "of", "draw", "rows", "counts", "labels"}


def problems(
    content: Mapping[str, Any], attributes: Attributes, codebook: Mapping[str, Any] | None, file: str
) -> Iterator[Problem]:
    """What is wrong with the declarations of a tables.yaml that satisfies its schema."""
    tables, figures = content.get("tables") or {}, content.get("figures") or {}
    themes = {theme["theme"] for theme in (codebook or {}).get("themes", [])}
    for name, table in tables.items():
        if ("rows" in table) == (TYPOLOGY in table):
            found = f"rows and {TYPOLOGY}" if "rows" in table else f"neither rows nor {TYPOLOGY}"
            yield Problem(file, f"tables.{name}", found, "one of them", "Say what makes a row, once.")
        elif TYPOLOGY in table:
            yield from _of_typology(name, table, attributes, file)
        else:
            yield from _of_table(name, table, attributes, themes, file)
            yield from _of_orders(name, table, attributes, codebook or {"themes": []}, file)
    for name, figure in figures.items():
        drawn = tables.get(figure["of"], {})
        if TYPOLOGY in drawn:
            found, todo = f"'{figure['of']}', a {TYPOLOGY}", "Name another, or take the figure away."
            yield Problem(file, f"figures.{name}.of", found, "a table with counts, which can be drawn", todo)
        elif "rows" in drawn:
            yield from _of_figure(name, figure, tables[figure["of"]], file)
            yield from _of_sides(name, figure, tables[figure["of"]], attributes, codebook or {"themes": []}, file)
            yield from _of_labels(name, figure, tables[figure["of"]], attributes, codebook or {"themes": []}, file)
        elif figure["of"] not in tables:
            todo = f"Declare the table, or mend it{nearest(figure['of'], list(tables))}."
            yield Problem(file, f"figures.{name}.of", f"'{figure['of']}'", "a table declared in this file", todo)


def _of_table(
    name: str, table: Mapping[str, Any], attributes: Attributes, themes: set[str], file: str
) -> Iterator[Problem]:
    for attribute in table.get("of", []):
        yield from _undeclared(attribute, "codes", attributes, f"tables.{name}.of", file)
    for theme in sorted(set(table.get("themes", [])) - themes) if themes else ():
        todo = f"Mend it{nearest(theme, sorted(themes))}."
        yield Problem(file, f"tables.{name}.themes", f"'{theme}'", "a theme of codebook.yaml", todo)
    for column, row in table["rows"].items():
        place, row = f"tables.{name}.rows.{column}", row or {}
        given = [source for source in FROM if source in row]
        if len(given) > 1:
            yield Problem(file, place, f"{' and '.join(given)}", "one of them", "Take the others away.")
        elif given:
            yield from _undeclared(row[given[0]], FROM[given[0]], attributes, f"{place}.{given[0]}", file)
        elif column not in PLAIN:
            expected = f"one of {', '.join(PLAIN)}, or where its values come from"
            todo = f"Say code, speaker, source or case with an attribute{nearest(column, PLAIN)}."
            yield Problem(file, place, f"'{column}' alone", expected, todo)
        for key in ("over", "denied", "join"):
            if key in row and "code" not in row:
                yield Problem(file, f"{place}.{key}", f"{key} {row[key]}", "it with code only", "Take it away.")
        if "join" in row and "code" in row and row.get("over") != "speaker":
            yield Problem(file, f"{place}.join", "join", "it with over: speaker only", "Take it away.")


def _of_typology(name: str, table: Mapping[str, Any], attributes: Attributes, file: str) -> Iterator[Problem]:
    place, named = f"tables.{name}.{TYPOLOGY}", table[TYPOLOGY]
    for key in sorted({"of", "themes", "list"} & set(table)):
        yield Problem(file, f"tables.{name}.{key}", f"{key} with a {TYPOLOGY}", "it with rows only", "Take it away.")
    for key, attribute in named.items():
        if attribute == "cases":
            found, todo = "'cases', the column that lists the cases", "Rename the attribute."
            yield Problem(file, f"{place}.{key}", found, "another attribute", todo)
        else:
            yield from _undeclared(attribute, "cases", attributes, f"{place}.{key}", file)
    if named["rows"] == named["columns"]:
        found, todo = f"'{named['rows']}' twice", "Name another attribute in one of the two."
        yield Problem(file, place, found, "two attributes", todo)


def _undeclared(name: str, of: str, attributes: Attributes, place: str, file: str) -> Iterator[Problem]:
    known = {*attributes[of], *CORE.get(of, ())} | ({"year"} if of == "sources" else set())
    if name not in known:
        admit = f"declare it in study.yaml: attributes: {{{of}: {{{name}: {{}}}}}}"
        todo = f"Mend it{nearest(name, sorted(known))}, or {admit}."
        expected = f"one of {', '.join(sorted(known))}" if known else f"an attribute of {of} that study.yaml declares"
        yield Problem(file, place, f"the undeclared attribute '{name}'", expected, todo)


def _of_figure(name: str, figure: Mapping[str, Any], table: Mapping[str, Any], file: str) -> Iterator[Problem]:
    place, columns = f"figures.{name}", list(table["rows"])
    knows, needs = DRAWINGS[figure["draw"]]
    for key in sorted(set(figure) - COMMON - knows):
        expected = f"only {', '.join(sorted(COMMON | knows))} with draw: {figure['draw']}"
        yield Problem(file, f"{place}.{key}", f"'{key}'", expected, "Take it away.")
    for key in sorted(needs - set(figure)):
        yield Problem(file, place, f"no {key}", f"{key}, with draw: {figure['draw']}", "Add it.")
    for key, column in columns_of(figure):
        if column not in columns:
            todo = f"Mend it{nearest(column, columns)}."
            yield Problem(file, f"{place}.{key}", f"'{column}'", f"a column of {figure['of']}", todo)
    sides = [next(iter(figure[side])) for side in ("left", "right") if side in figure]
    if len(set(sides)) > 1:
        found, todo = f"the columns {' and '.join(sides)}", "Give both sides values of one column."
        yield Problem(file, place, found, "one column for left and right", todo)


def _of_sides(
    name: str,
    figure: Mapping[str, Any],
    table: Mapping[str, Any],
    attributes: Attributes,
    codebook: Mapping[str, Any],
    file: str,
) -> Iterator[Problem]:
    """Values to the left and to the right that the column can't have: nothing would be drawn there."""
    for side in ("left", "right"):
        for column, value in figure.get(side, {}).items():
            row = table["rows"].get(column) or {}
            known = _values(column, row, attributes, codebook)
            if known and value != row.get("none"):
                yield from _unknown([value], known, f"figures.{name}.{side}.{column}", file)


def _of_orders(
    name: str, table: Mapping[str, Any], attributes: Attributes, codebook: Mapping[str, Any], file: str
) -> Iterator[Problem]:
    """Values of an order that the column can't have: they would order nothing."""
    for column, row in table["rows"].items():
        order = (row or {}).get("order")
        known = _shown(column, row or {}, attributes, codebook)
        if known and isinstance(order, list):
            yield from _unknown(order, known, f"tables.{name}.rows.{column}.order", file)


def _of_labels(
    name: str,
    figure: Mapping[str, Any],
    table: Mapping[str, Any],
    attributes: Attributes,
    codebook: Mapping[str, Any],
    file: str,
) -> Iterator[Problem]:
    """Labels of values that none of the figure's columns can have: nothing would be called so."""
    columns = {column for _, column in columns_of(figure) if column in table["rows"]}
    known = [_shown(column, table["rows"][column] or {}, attributes, codebook) for column in sorted(columns)]
    if all(known):
        every = [value for values in known for value in values]
        yield from _unknown(figure.get("labels", {}), every, f"figures.{name}.labels", file)


def _unknown(values: Iterable[str], known: list[str], place: str, file: str) -> Iterator[Problem]:
    for value in values:
        if value not in known:
            todo = f"Mend it{nearest(value, known)}, or take it away."
            yield Problem(file, place, f"'{value}'", f"one of {', '.join(dict.fromkeys(known))}", todo)


def _shown(column: str, row: Mapping[str, Any], attributes: Attributes, codebook: Mapping[str, Any]) -> list[str]:
    """The values that can stand in a column, also where there is none; empty where they aren't all known."""
    source = next((source for source in FROM if source in row), "")
    # Several values of a speaker are joined, and a role stands where no group is told.
    if row.get("over") == "speaker" or row.get(source) == "role_group":
        return []
    known = _values(column, row, attributes, codebook)
    if not known or not source:
        return known
    declared = attributes[FROM[source]].get(row[source])
    without = [row["none"]] if "none" in row else [NONE[source], *([NO_SPEAKER] if source == "speaker" else [])]
    return [*known, *(declared.values if declared else ()), *without]


def _values(column: str, row: Mapping[str, Any], attributes: Attributes, codebook: Mapping[str, Any]) -> list[str]:
    """The values that a column can have, as far as that is known; empty where it isn't."""
    codes = [code for theme in codebook["themes"] for sub in theme["subthemes"] for code in sub["codes"]]
    if "code" in row:
        given = [code.get("attributes", {}).get(row["code"], "") for code in codes]
        return [value + more for value in dict.fromkeys(filter(None, given)) for more in {"", row.get("denied", "")}]
    if source := next((source for source in FROM if source in row), ""):
        declared = attributes[FROM[source]].get(row[source])
        return list(declared.values) if declared else []
    ids = {
        "theme": [theme["theme"] for theme in codebook["themes"]],
        "subtheme": [sub["subtheme"] for theme in codebook["themes"] for sub in theme["subthemes"]],
        "code": [code["code"] for code in codes],
        "kind": list(KINDS),
        "polarity": ["supports", "contradicts", "neutral"],
    }
    return ids.get(column, [])


def columns_of(figure: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The columns of the table that a figure uses, in the order of its declaration, with the key that names each."""
    found: list[tuple[str, str]] = []
    for key, told in figure.items():
        if key in {"bars", "by", "panels", "across", "stack"}:
            found.append((key, told))
        elif key == "rows":
            found += [(key, column) for column in ([told] if isinstance(told, str) else told)]
        elif key in {"left", "right"}:
            found.append((key, next(iter(told))))
    return found


def drawn(declaration: Mapping[str, Any]) -> str:
    """The count that a declared figure draws."""
    return declaration.get("counts", [N_SEGMENTS])[0]
