"""The graph of the workflow's rules, drawn: which rule's files go into which, and the closed zone, shaded."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from multicase import pages
from multicase.audit import declared as rule_files
from multicase.audit import provenance
from multicase.site import HERE, addresses, layers
from multicase.wording import counted

TEMPLATE = "graph.svg.j2"
STEP, HEIGHT, MARGIN, PAD = 64.0, 40.0, 26.0, 13.0
LEGEND, OF_GIVEN = 1010.0, 360.0  # how wide the legend is, and its part on what people supply
LETTER, SMALL = 7.6, 6.1  # how wide a letter is at most, on average: of a name, of what stands below it
NODE = re.compile(r'^\s*(\d+)\s*\[label\s*=\s*"(\w+)', re.M)
EDGE = re.compile(r"^\s*(\d+)\s*->\s*(\d+)", re.M)
TARGET = "all"  # the rule that only names what a run makes
AGAIN = " again"
INPUTS = {
    "raw": ("Raw files", True),
    "private": ("Private files of the study", True),
    "study": ("Files of the study", False),
    "results": ("Results of the study replicated", False),
    "workflow": ("Notebooks", False),
}
Declared = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Node:
    """A rule, or a kind of files that people supply.

    title: told where the pointer rests. supplied: whether a rule reads open files of the study.
    """

    key: str
    label: str
    note: str = ""
    title: str = ""
    address: str = ""
    closed: bool = False
    given: bool = False
    supplied: bool = False


@dataclass(frozen=True)
class RuleGraph:
    """Nodes, and edges between their keys; without circles."""

    nodes: tuple[Node, ...]
    edges: frozenset[layers.Edge]


def of_dot(text: str, declared: Declared) -> RuleGraph:
    """The graph of what `snakemake --rulegraph` prints; `declared` is `audit.declared.rules`, as far as it is known."""
    names = {number: name for number, name in NODE.findall(text) if name != TARGET}
    pairs = {(names[a], names[b]) for a, b in EDGE.findall(text) if a in names and b in names}
    edges = unrolled(pairs)
    keys = sorted({*names.values(), *(key for edge in edges for key in edge)})
    return RuleGraph(tuple(_rule(key, declared) for key in keys), frozenset(edges))


def of_build(graph: provenance.Graph, declared: Declared) -> RuleGraph:
    """The graph of a build: its rules, linked to their pages, and what people supplied."""
    plain = {(a.rule, b.rule) for b in graph.jobs for a in graph.before(b)}
    loops = [loop for loop in circles(plain) if len(loop) > 1]
    later = {id(job): job.rule + AGAIN for job in graph.jobs if _is_later(job, graph, loops, plain)}
    keyed = {id(job): later.get(id(job), job.rule) for job in graph.jobs}
    edges = unrolled({(keyed[id(a)], keyed[id(b)]) for b in graph.jobs for a in graph.before(b)})
    jobs = defaultdict(list)
    for job in graph.jobs:
        jobs[keyed[id(job)]].append(job)
    nodes = [_of_jobs(key, jobs[key], declared, graph) for key in sorted(jobs)]
    read = defaultdict(set)
    for job in graph.jobs:
        for path in job.inputs:
            if graph.made_from(path) is None:
                read[_kind(path)].add(path)
                edges.add((_kind(path), keyed[id(job)]))
    return RuleGraph((*(_given(kind, read[kind]) for kind in sorted(read)), *nodes), frozenset(edges))


def circles(edges: Collection[layers.Edge]) -> list[set[str]]:
    """The sets of nodes that all come of one another (strongly connected components), by their first names."""
    reached: dict[str, set[str]] = {}
    after = defaultdict(set)
    for a, b in edges:
        after[a].add(b)
    nodes = sorted({node for edge in edges for node in edge})
    for node in nodes:
        seen: set[str] = set()
        todo = [node]
        while todo:
            fresh = after[todo.pop()] - seen
            seen |= fresh
            todo += sorted(fresh)
        reached[node] = seen
    sets = {frozenset({node, *(other for other in reached[node] if node in reached[other])}) for node in nodes}
    return sorted(map(set, sets), key=min)


def unrolled(edges: Collection[layers.Edge]) -> set[layers.Edge]:
    """The edges without circles: a rule whose later jobs read what others made of its earlier ones stands twice.

    That rule is, of a circle, the one into which most comes from outside. Its later self takes what comes back to it,
    and gives to all outside the circle too.
    """
    found = {(a, b) for a, b in edges if a != b}
    while loop := next((loop for loop in circles(found) if len(loop) > 1), None):
        name = _entry(loop, found)
        again = name + AGAIN
        back = {(a, b) for a, b in found if b == name and a in loop}
        out = {(again, b) for a, b in found if a == name and b not in loop}
        found = (found - back) | {(a, again) for a, _ in back} | out
    return found


def _entry(loop: Collection[str], edges: Collection[layers.Edge]) -> str:
    coming = {name: sum(b == name and a not in loop for a, b in edges) for name in loop}
    return min(loop, key=lambda name: (-coming[name], name))


def _is_later(
    job: provenance.Job, graph: provenance.Graph, loops: Sequence[set[str]], edges: Collection[layers.Edge]
) -> bool:
    """Whether a job is of the rule that stands twice, and reads what others of the circle made."""
    loop = next((loop for loop in loops if job.rule in loop), set())
    if not loop or job.rule != _entry(loop, edges):
        return False
    return any(other.rule != job.rule and other.rule in loop for other in graph.before(job))


def _rule(key: str, declared: Declared) -> Node:
    name = key.removesuffix(AGAIN)
    about = declared.get(name, {})
    stage = str(about.get("stage", ""))
    note = f"{stage}{', at the end' if key != name else ''}".lstrip(", ")
    return Node(
        key, name, note, rule_files.filled(str(about.get("about", "")), {}), closed=bool(about.get("closed", False))
    )


def _of_jobs(key: str, jobs: Sequence[provenance.Job], declared: Declared, graph: provenance.Graph) -> Node:
    node = _rule(key, declared)
    files = sum(max(1, len(graph.inside(path))) for job in jobs for path in job.outputs)
    which = jobs[0].name if key != node.label and len(jobs) == 1 else ""
    stage = str(declared.get(node.label, {}).get("stage", ""))
    note = " · ".join(filter(None, [stage, which, counted(files, "file")]))
    supplied = any(_kind(path) == "study" for job in jobs for path in job.inputs if graph.made_from(path) is None)
    return replace(node, note=note, address=addresses.rule(node.label), supplied=supplied)


def _kind(path: str) -> str:
    """raw, private, study, results (of another study) or workflow."""
    if provenance.is_closed(path):
        return "raw" if path == provenance.RAW else "private"
    return path.partition(":")[0]


def _given(kind: str, paths: Collection[str]) -> Node:
    label, closed = INPUTS[kind]
    note = "" if kind == "raw" else counted(len(paths), "file")
    return Node(kind, label, note, "What people supply", "provenance/index.html#inputs", closed, given=True)


def svg(graph: RuleGraph, root: str = "", linked: bool = True) -> str:
    """The graph as SVG. root: the way from where it is shown to the site's folder. linked: with links to the pages."""
    keys = [node.key for node in graph.nodes]
    edges = layers.direct(keys, graph.edges)
    widths = {node.key: _width(node) for node in graph.nodes}
    laid = layers.arrange(keys, edges, widths, STEP, {node.key: int(not node.closed) for node in graph.nodes})
    boxes = [_box(node, laid.centres[node.key], widths[node.key], root) for node in graph.nodes]
    ends = [box["x"] + box["width"] for box in boxes]
    right = max(ends + [x + MARGIN for way in laid.routes.values() for x, _ in way], default=0.0)
    has_given = any(node.given for node in graph.nodes)
    bottom = STEP * max(laid.ranks.values(), default=0) + HEIGHT + 2 * MARGIN
    return (
        pages.environment(HERE)
        .get_template(TEMPLATE)
        .render(
            width=round(max(right + MARGIN, LEGEND if has_given else LEGEND - OF_GIVEN)),
            height=round(bottom + 2 * MARGIN),
            legend=round(bottom + MARGIN),
            box_height=HEIGHT,
            boxes=boxes,
            paths=[_path(laid.routes[edge]) for edge in sorted(edges)],
            zones=_zones(graph, laid, widths),
            linked=linked,
            has_given=has_given,
        )
    )


def _width(node: Node) -> float:
    return round(max(LETTER * len(node.label), SMALL * len(node.note)) + 2 * PAD, 1)


def _box(node: Node, centre: layers.Point, width: float, root: str) -> dict[str, Any]:
    x, y = centre
    return {
        "node": node,
        "x": round(x - width / 2 + MARGIN, 1),
        "y": round(y + MARGIN, 1),
        "middle": round(x + MARGIN, 1),
        "width": width,
        "href": root + node.address if node.address else "",
    }


def _path(points: Sequence[layers.Point]) -> str:
    """A way from the lower edge of a box to the upper one of another, straight where it passes others."""
    placed = [(round(x + MARGIN, 1), round(y + MARGIN, 1)) for x, y in points]
    (x, y), rest = placed[0], placed[1:]
    y += HEIGHT
    parts = [f"M{x:g} {y:g}"]
    for number, (next_x, next_y) in enumerate(rest):
        last = number == len(rest) - 1
        end = next_y - (5 if last else 0)
        bend = (end - y) * 0.55
        parts.append(f"C{x:g} {y + bend:g} {next_x:g} {end - bend:g} {next_x:g} {end:g}")
        if not last:
            parts.append(f"V{next_y + HEIGHT:g}")
        x, y = next_x, next_y + HEIGHT
    return "".join(parts)


def _zones(graph: RuleGraph, laid: layers.Layout, widths: Mapping[str, float]) -> list[list[float]]:
    """The closed zone rank by rank: x, y, width and height of a rectangle. Ranks that hold nothing else are as wide as
    the widest of those that they stand with.
    """
    spans: dict[int, list[layers.Point]] = defaultdict(list)
    shared = {laid.ranks[node.key] for node in graph.nodes if not node.closed}
    for node in graph.nodes:
        if node.closed:
            x, half = laid.centres[node.key][0] + MARGIN, widths[node.key] / 2 + PAD
            spans[laid.ranks[node.key]].append((x - half, x + half))
    zones = []
    for rank in sorted(spans):
        alone = [] if rank in shared else _run(rank, spans.keys() - shared)
        held = [span for other in alone or [rank] for span in spans[other]]
        left, right = min(a for a, _ in held), max(b for _, b in held)
        top = STEP * rank + MARGIN - (STEP - HEIGHT) / 2
        zones.append([round(left, 1), round(top, 1), round(right - left, 1), STEP])
    return zones


def _run(rank: int, ranks: Collection[int]) -> list[int]:
    """The ranks around one that follow on one another without a gap."""
    first = last = rank
    while first - 1 in ranks:
        first -= 1
    while last + 1 in ranks:
        last += 1
    return list(range(first, last + 1))
