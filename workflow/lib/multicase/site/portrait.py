"""The portrait of a case: each of its sources from beginning to end, with what is coded in it, every mark a link.

It shows what F18 draws, of one case: a lane for each theme, in the order of the codebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from multicase.site.context import Context

NAME = "F18"
WIDTH, LANE = 1000, 6  # of a strip, and of a theme's lane in it
COLOURS = 8  # themes that have a colour of their own; the others share one
NARROWEST = 2.5  # a mark that can be pointed at


def of_cases(context: Context) -> dict[str, dict[str, Any]]:
    """Case (its label) -> its strips, how tall they are, and the themes in the order of their lanes.

    Nothing, where nothing is coded.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {}
    themes: dict[int, str] = {}
    for mark in context.results.figure(NAME).marks.to_dict("records"):
        strips = found.setdefault(mark["case"], {})
        strip = strips.setdefault(mark["source"], {"read": mark["read"] == "yes", "segments": {}})
        if mark["theme"]:
            themes[int(mark["place"])] = mark["theme"]
            _add(strip["segments"], mark)
    lanes = {place: lane for lane, place in enumerate(sorted(themes))}
    named = {told["theme"]: told["theme_label"] for told in context.codes.values()}
    legend = [{"name": named[themes[place]], "colour": _colour(lane)} for place, lane in lanes.items()]
    drawn = found if lanes else {}
    return {
        case: {
            "width": WIDTH,
            "height": LANE * len(lanes),
            "legend": legend,
            "strips": [_strip(context, source, strip, lanes, legend) for source, strip in strips.items()],
        }
        for case, strips in drawn.items()
    }


def _add(segments: dict[tuple[int, str], tuple[float, float]], mark: Mapping[str, str]) -> None:
    """What is coded of a segment in one theme is one mark, from where it begins to where it ends."""
    key, start, end = (int(mark["place"]), mark["segment"]), float(mark["from"]), float(mark["to"])
    before = segments.get(key, (start, end))
    segments[key] = min(start, before[0]), max(end, before[1])


def _strip(
    context: Context, source: str, strip: Mapping[str, Any], lanes: Mapping[int, int], legend: list[dict[str, Any]]
) -> dict[str, Any]:
    marks: dict[int, list[dict[str, Any]]] = {}
    for (place, segment), (start, end) in strip["segments"].items():
        x, width = round(WIDTH * start, 1), max(round(WIDTH * (end - start), 1), NARROWEST)
        marks.setdefault(lanes[place], []).append(
            {"x": f"{x:g}", "width": f"{width:g}", "href": context.segment(segment)}
        )
    drawn = [legend[lane] | {"y": LANE * lane, "tall": LANE - 1, "marks": of} for lane, of in sorted(marks.items())]
    return context.told(source) | {"read": strip["read"], "lanes": drawn}


def _colour(lane: int) -> str:
    return f"t{lane + 1}" if lane < COLOURS else "t0"
