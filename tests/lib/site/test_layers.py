"""A layered layout: every edge leads down, no two nodes overlap, no way runs through a node, and it is always the same."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.site import layers

STEP = 50.0


@st.composite
def graphs(draw):
    """Nodes in a hidden order, edges along it, widths and sides."""
    nodes = draw(st.permutations([f"n{number}" for number in range(draw(st.integers(1, 14)))]))
    pairs = list(combinations(nodes, 2))
    edges = set(draw(st.lists(st.sampled_from(pairs), unique=True, max_size=30))) if pairs else set()
    widths = {node: draw(st.integers(20, 200)) for node in nodes}
    return sorted(nodes), edges, widths, {node: draw(st.integers(0, 1)) for node in nodes}


@given(graphs())
@settings(max_examples=150, deadline=None)
def test_every_edge_leads_down_and_no_two_nodes_overlap(graph):
    nodes, edges, widths, sides = graph
    laid = layers.arrange(nodes, edges, widths, STEP, sides)
    assert set(laid.centres) == set(nodes) and set(laid.routes) == edges
    for a, b in edges:
        assert laid.ranks[a] < laid.ranks[b]
        heights = [y for _, y in laid.routes[a, b]]
        assert heights == [STEP * rank for rank in range(laid.ranks[a], laid.ranks[b] + 1)]
    for a, b in combinations(nodes, 2):
        (xa, ya), (xb, yb) = laid.centres[a], laid.centres[b]
        if ya == yb:
            assert abs(xa - xb) >= (widths[a] + widths[b]) / 2
            assert sides[a] == sides[b] or (xa < xb) == (sides[a] < sides[b])
    for way in laid.routes.values():
        for x, y in way[1:-1]:
            assert not [
                node
                for node in nodes
                if laid.centres[node][1] == y and abs(laid.centres[node][0] - x) < widths[node] / 2
            ]


@given(graphs())
@settings(max_examples=50, deadline=None)
def test_the_order_in_which_nodes_and_edges_are_named_changes_nothing(graph):
    nodes, edges, widths, sides = graph
    laid = layers.arrange(nodes, edges, widths, STEP, sides)
    assert laid == layers.arrange(nodes, sorted(edges, reverse=True), widths, STEP, dict(reversed(sides.items())))


@given(graphs())
@settings(max_examples=100, deadline=None)
def test_what_a_longer_way_stands_for_is_left_out_and_nothing_that_can_be_reached_is_lost(graph):
    nodes, edges, *_ = graph

    def reached(kept):
        found = {node: set() for node in nodes}
        for node in reversed(layers.in_order(nodes, kept)):
            for a, b in kept:
                if a == node:
                    found[node] |= {b} | found[b]
        return found

    kept = layers.direct(nodes, edges)
    assert kept <= edges and reached(kept) == reached(edges)
    assert all(reached(kept - {edge}) != reached(kept) for edge in kept)


def test_what_comes_from_nothing_stands_right_before_what_comes_of_it_and_what_stands_alone_last():
    edges = {("a", "b"), ("b", "c"), ("given", "c")}
    ranks = layers.ranks(["a", "alone", "b", "c", "given"], edges)
    assert ranks == {"a": 0, "b": 1, "c": 2, "given": 1, "alone": 2}


def test_what_stands_alone_stands_beside_the_others_and_moves_them_nowhere():
    widths = dict.fromkeys(["a", "alone", "b", "lone"], 50.0)
    laid = layers.arrange(["a", "alone", "b", "lone"], {("a", "b")}, widths, STEP)
    assert laid.centres["a"][0] == pytest.approx(laid.centres["b"][0], abs=0.2)
    assert max(x for x, _ in laid.centres.values()) <= 25 + 2 * (50 + layers.GAP) + 0.2


def test_crossings_that_can_be_undone_are_undone():
    edges = {("a", "y"), ("b", "x"), ("a", "z"), ("c", "x")}
    laid = layers.arrange(["a", "b", "c", "x", "y", "z"], edges, dict.fromkeys("abcxyz", 20.0), STEP)
    ways = [(laid.centres[a][0], laid.centres[b][0]) for a, b in edges]
    assert not [1 for (a, b), (c, d) in combinations(ways, 2) if (a - c) * (b - d) < 0]


def test_a_chain_is_drawn_in_one_line_and_so_is_a_long_way():
    edges = {("a", "b"), ("b", "c"), ("c", "d"), ("a", "e"), ("e", "f"), ("top", "d"), ("root", "top"), ("root", "a")}
    laid = layers.arrange(sorted({n for e in edges for n in e}), edges, dict.fromkeys("abcdef", 60.0) | {"top": 60.0, "root": 60.0}, STEP)  # fmt: skip
    assert laid.centres["b"][0] == pytest.approx(laid.centres["c"][0], abs=0.2)
    passed = [x for x, _ in laid.routes["top", "d"][1:-1]]
    assert len(passed) == 2 and max(passed) - min(passed) < 0.2


def test_a_circle_is_refused_and_nothing_is_laid_out_for_nothing():
    with pytest.raises(ValueError, match="circle"):
        layers.arrange(["a", "b"], {("a", "b"), ("b", "a")}, {"a": 1, "b": 1}, STEP)
    assert layers.arrange([], set(), {}, STEP) == layers.Layout({}, {}, {})
