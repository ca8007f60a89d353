"""A layered layout of a directed graph without circles, top to bottom, the same on any machine.

After the method of Sugiyama, Tagawa and Toda (1981): ranks by the longest path, points of passage for edges over more
than one rank, few crossings by sweeps of barycentres. Places within a rank are those nearest to the neighbours' that
keep all apart, by isotonic regression (pool adjacent violators).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

Edge = tuple[str, str]
Point = tuple[float, float]
Knot = str | tuple[str, str, int]  # a node, or where an edge passes a rank
SWEEPS, ROUNDS = 24, 60
HEAVY = 3.0  # how much more than a node a way holds to its line
LIGHT = 1e-9
GAP, PASSAGE = 24.0, 10.0  # between two nodes; the width that an edge takes where it passes


@dataclass(frozen=True)
class Layout:
    """centres: node -> its centre. ranks: node -> rank, from 0. routes: edge -> its points, from node to node."""

    centres: dict[str, Point]
    ranks: dict[str, int]
    routes: dict[Edge, list[Point]]


def arrange(
    nodes: Sequence[str],
    edges: Collection[Edge],
    widths: Mapping[str, float],
    step: float,
    sides: Mapping[str, int] | None = None,
) -> Layout:
    """Lay out a graph. The centres of a rank lie `step` below those of the one before.

    sides: nodes of a lower side stand to the left of those of a higher one in the same rank. Raises ValueError for a
    graph with a circle.
    """
    side = {node: (sides or {}).get(node, 0) for node in nodes}
    rank = ranks(nodes, edges)
    rows, links = _rows(nodes, edges, rank, side)
    rows = _uncrossed(rows, links, side)
    x = _places(rows, links, widths)
    least = min((x[node] - widths[node] / 2 for node in nodes), default=0.0)
    centres = {node: (round(x[node] - least, 1), rank[node] * step) for node in nodes}
    routes = {}
    for edge in sorted(edges):
        way = [*((*edge, level) for level in range(rank[edge[0]] + 1, rank[edge[1]]))]
        passed = [(round(x[knot] - least, 1), knot[2] * step) for knot in way]
        routes[edge] = [centres[edge[0]], *passed, centres[edge[1]]]
    return Layout(centres, rank, routes)


def ranks(nodes: Sequence[str], edges: Collection[Edge]) -> dict[str, int]:
    """The rank of each node: after all that it comes from; if it comes from nothing, right before what comes of it.

    What stands by itself is in the last rank.
    """
    before, after = _neighbours(edges)
    found: dict[str, int] = {}
    for node in in_order(nodes, edges):
        found[node] = max((found[other] + 1 for other in before[node]), default=0)
    for node in nodes:
        if not before[node] and after[node]:
            found[node] = min(found[other] for other in after[node]) - 1
    last = max(found.values(), default=0)
    return {node: found[node] if before[node] or after[node] else last for node in found}


def in_order(nodes: Sequence[str], edges: Collection[Edge]) -> list[str]:
    """The nodes, each after all that it comes from. Raises ValueError for a graph with a circle."""
    before, after = _neighbours(edges)
    waits = {node: len(before[node]) for node in nodes}
    ready = [node for node in nodes if not waits[node]]
    done = []
    while ready:
        done.append(ready.pop(0))
        for other in sorted(after[done[-1]]):
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    if len(done) < len(waits):
        raise ValueError("a graph with a circle has no layers")
    return done


def direct(nodes: Sequence[str], edges: Collection[Edge]) -> set[Edge]:
    """The edges that no longer way stands for (the transitive reduction)."""
    _, after = _neighbours(edges)
    reached: dict[str, set[str]] = {}
    for node in reversed(in_order(nodes, edges)):
        reached[node] = set().union(*({other} | reached[other] for other in after[node]))
    return {(a, b) for a, b in edges if not any(b in reached[other] for other in after[a])}


def crossings(rows: Sequence[Sequence[Knot]], links: Mapping[Knot, Sequence[Knot]]) -> int:
    """How many pairs of edges cross between one rank and the next."""
    total = 0
    for upper, lower in pairwise(rows):
        place = {knot: number for number, knot in enumerate(lower)}
        ends = [place[other] for knot in upper for other in sorted(links[knot], key=place.__getitem__)]
        total += sum(a > b for number, a in enumerate(ends) for b in ends[number + 1 :])
    return total


def _neighbours(edges: Collection[Edge]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    before, after = defaultdict(list), defaultdict(list)
    for a, b in sorted(edges):
        before[b].append(a)
        after[a].append(b)
    return before, after


def _rows(
    nodes: Sequence[str], edges: Collection[Edge], rank: Mapping[str, int], side: dict[Knot, int]
) -> tuple[list[list[Knot]], dict[Knot, list[Knot]]]:
    """The knots of each rank, and each knot's neighbours in the next; gives points of passage their side."""
    rows: list[list[Knot]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    links: dict[Knot, list[Knot]] = defaultdict(list)
    for node in nodes:
        rows[rank[node]].append(node)
    for a, b in sorted(edges):
        last: Knot = a
        for level in range(rank[a] + 1, rank[b]):
            knot = (a, b, level)
            side[knot] = max(side[a], side[b])
            rows[level].append(knot)
            links[last].append(knot)
            last = knot
        links[last].append(b)
    return rows, links


def _reversed(links: Mapping[Knot, Sequence[Knot]]) -> dict[Knot, list[Knot]]:
    back: dict[Knot, list[Knot]] = defaultdict(list)
    for knot, others in links.items():
        for other in others:
            back[other].append(knot)
    return back


def _uncrossed(
    rows: list[list[Knot]], links: Mapping[Knot, Sequence[Knot]], side: Mapping[Knot, int]
) -> list[list[Knot]]:
    """The rows in the order with the fewest crossings that the sweeps come by."""
    back = _reversed(links)
    rows = [sorted(row, key=lambda knot: side[knot]) for row in rows]
    best, least = [list(row) for row in rows], crossings(rows, links)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        levels = range(1, len(rows)) if down else range(len(rows) - 2, -1, -1)
        for level in levels:
            fixed, towards = (rows[level - 1], back) if down else (rows[level + 1], links)
            place = {knot: number / max(1, len(fixed) - 1) for number, knot in enumerate(fixed)}
            own = {knot: number / max(1, len(rows[level]) - 1) for number, knot in enumerate(rows[level])}
            middle = {
                knot: fsum(place[other] for other in towards[knot]) / len(towards[knot]) if towards[knot] else own[knot]
                for knot in rows[level]
            }
            rows[level].sort(key=lambda knot: (side[knot], middle[knot]))
        _exchange(rows, links, side)
        if (now := crossings(rows, links)) < least:
            best, least = [list(row) for row in rows], now
    return best


def _exchange(rows: list[list[Knot]], links: Mapping[Knot, Sequence[Knot]], side: Mapping[Knot, int]) -> None:
    """Exchange neighbours of one side in a rank as long as that takes crossings away."""
    for level, row in enumerate(rows):
        around = rows[max(0, level - 1) : level + 2]
        for place in range(len(row) - 1):
            if side[row[place]] != side[row[place + 1]]:
                continue
            before = crossings(around, links)
            row[place], row[place + 1] = row[place + 1], row[place]
            if crossings(around, links) >= before:
                row[place], row[place + 1] = row[place + 1], row[place]


def _places(
    rows: Sequence[Sequence[Knot]], links: Mapping[Knot, Sequence[Knot]], widths: Mapping[str, float]
) -> dict[Knot, float]:
    """Where each knot stands in its rank: as near to its neighbours as the order and the widths allow."""
    back = _reversed(links)
    half = {knot: (widths[knot] if isinstance(knot, str) else PASSAGE) / 2 for row in rows for knot in row}
    apart = [[half[a] + half[b] + GAP for a, b in pairwise(row)] for row in rows]
    x: dict[Knot, float] = {}
    for row, gaps in zip(rows, apart, strict=True):
        x |= zip(row, _apart([0.0] * len(row), gaps, [1.0] * len(row)), strict=True)
    chains = _chains(rows, links, back)
    wanted: dict[Knot, float] = {}
    for turn in range(ROUNDS):
        for chain in chains:
            to = _drawn(chain, back, links, x) if turn < ROUNDS // 2 else _kept_from(chain, wanted, x)
            wanted |= dict.fromkeys(chain, to)
        levels = range(len(rows)) if turn % 2 == 0 else reversed(range(len(rows)))
        for level in levels:
            row = rows[level]
            weights = [HEAVY if isinstance(knot, tuple) else 1.0 for knot in row]
            for place, knot in enumerate(row):
                if not back[knot] and not links[knot]:  # by itself: next to another, which it moves nowhere
                    wanted[knot] = x[row[place - 1 if place else min(1, len(row) - 1)]]
                    weights[place] = LIGHT
            x |= zip(row, _apart([wanted[knot] for knot in row], apart[level], weights), strict=True)
    return x


def _chains(
    rows: Sequence[Sequence[Knot]], links: Mapping[Knot, Sequence[Knot]], back: Mapping[Knot, Sequence[Knot]]
) -> list[list[Knot]]:
    """Knots that follow on one another and on nothing else: they are drawn in one line, as far as there is room."""
    chains: list[list[Knot]] = []
    of: dict[Knot, list[Knot]] = {}
    for row in rows:
        for knot in row:
            near = back.get(knot, [])
            if len(near) == 1 and len(links[near[0]]) == 1:
                of[knot] = of[near[0]]
                of[knot].append(knot)
            else:
                of[knot] = [knot]
                chains.append(of[knot])
    return chains


def _drawn(
    chain: Sequence[Knot],
    back: Mapping[Knot, Sequence[Knot]],
    links: Mapping[Knot, Sequence[Knot]],
    x: Mapping[Knot, float],
) -> float:
    """Where a chain is drawn to: between where it stands and its neighbours before and after."""
    own = fsum(x[knot] for knot in chain) / len(chain)
    near = [fsum(x[other] for other in side) / len(side) for side in (back[chain[0]], links[chain[-1]]) if side]
    return fsum([own, *near]) / (1 + len(near))


def _kept_from(chain: Sequence[Knot], wanted: Mapping[Knot, float], x: Mapping[Knot, float]) -> float:
    """Where the knot of a chain stands that was kept furthest from its place: there the others find room too."""
    return x[max(chain, key=lambda knot: abs(x[knot] - wanted[knot]))]


def _apart(wanted: Sequence[float], gaps: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The places nearest to the wanted ones (least squares) of which each is at least its gap after the one before."""
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    blocks: list[list[float]] = []  # mean, weight, how many
    for want, offset, weight in zip(wanted, offsets, weights, strict=False):
        blocks.append([want - offset, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, heavy, n = blocks.pop()
            other = blocks[-1]
            total = other[1] + heavy
            blocks[-1] = [(other[0] * other[1] + mean * heavy) / total, total, other[2] + n]
    level = [mean for mean, _, n in blocks for _ in range(int(n))]
    return [mean + offset for mean, offset in zip(level, offsets, strict=False)]
