"""Which rows of which table a figure's mark rests on; over all figures that are published, what it counts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml
from multicase.audit.behind import PER_PAGE, Behind, Rest, of_mark, segments_of
from multicase.audit.results import Drawn, Results, Shown
from multicase.figures import catalogue

HOME = Path(__file__).parents[3]
STUDY = "gp-leadership"
T06 = Shown(
    "T06",
    pd.DataFrame(
        [("pace", "A", "yes", "2"), ("pace", "A", "no", "1"), ("pace", "B", "yes", "0"), ("trust", "all", "yes", "1")],
        columns=["theme", "case", "post", "n_segments"],
    ),
    {},
    pd.DataFrame(
        [("theme=pace;case=A;post=yes", "counts", "i:1.1"), ("theme=pace;case=A;post=yes", "counts", "i:2.1"),
         ("theme=pace;case=A;post=no", "counts", "i:2.1"), ("theme=trust;case=all;post=yes", "counts", "i:3.1")],
        columns=["row", "column", "segment_id"],
    ),
)  # fmt: skip
BY = {"table": "T06", "by": {"theme": "topic", "case": "case"}, "column": "n_segments"}


class Tables:
    def table(self, name):
        return {"T06": T06}[name]


def rest(marks, **mark):
    return of_mark(Tables(), Drawn("F04", pd.DataFrame([mark]), {"marks": marks}), 0)


def test_a_mark_rests_on_the_rows_with_its_values():
    assert rest([BY], topic="pace", case="A") == Rest("T06", (0, 1), "n_segments")
    assert rest([BY | {"by": BY["by"] | {"post": "post"}}], topic="pace", case="A", post="no") == Rest(
        "T06", (1,), "n_segments"
    )


def test_a_segment_that_several_of_the_rows_count_counts_once():
    assert segments_of([rest([BY], topic="pace", case="A")], lambda name: Behind(T06)) == ("i:1.1", "i:2.1")


def test_a_value_that_no_row_has_is_of_nothing_unless_it_stands_for_all():
    assert rest([BY], topic="pace", case="everywhere").rows == ()
    assert rest([BY | {"whole": {"case": "everywhere"}}], topic="pace", case="everywhere").rows == (0, 1, 2)
    assert rest([BY | {"whole": {"case": "everywhere"}}], topic="pace", case="B").rows == (2,)


def test_the_first_applies_whose_columns_all_have_values():
    pair = {"table": "T06", "by": {"case": "case"}}
    assert rest([BY, pair], topic="", case="A") == Rest("T06", (0, 1), "")
    assert rest([BY], topic="", case="A") == Rest()


def test_the_column_may_hang_on_a_value_of_the_mark():
    told = {"table": "T06", "by": {"case": "case"}, "column": {"kind": {"document": "documents"}}}
    assert rest([told], case="B", kind="document").column == "documents"


def test_a_mark_may_name_its_segment():
    assert rest([{"segment": "of"}], of="i:1.1") == Rest(segments=("i:1.1",))
    assert rest([{"segment": "of"}], of="") == Rest()


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The shipped study's published tables and figures."""
    root = tmp_path_factory.mktemp("published") / STUDY
    (root / "audit").mkdir(parents=True)
    (root / "audit/evidence.csv").touch()
    for name in ("tables", "figures"):
        (root / name).symlink_to(HOME / f"results/published/{STUDY}/{name}")
    return Results(root)


ENTRIES = catalogue.of_study(yaml.safe_load((HOME / f"data/{STUDY}/tables.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("figure", ENTRIES)
def test_what_a_published_mark_counts_is_what_it_rests_on(published, figure):
    drawn = published.figure(figure)
    drawn = Drawn(figure, drawn.marks, {"marks": ENTRIES[figure].marks})
    tables = {}

    def behind(name):
        return tables.setdefault(name, Behind(published.table(name)))

    counts = {"n_segments": len, "n_sources": lambda found: len({name.rpartition(":")[0] for name in found})}
    if figure == "F10":
        counts["n"] = len
    if figure == "F02":
        counts["n"] = counts["n_sources"]
    for number, mark in enumerate(drawn.marks.to_dict("records")):
        rest = of_mark(published, drawn, number)
        found = segments_of([rest], behind)
        assert {name: int(mark[name]) for name in counts if name in mark} == {
            name: count(found) for name, count in counts.items() if name in mark
        }
        if figure == "F11":
            assert bool(found) == (mark["new_codes"] != "0")
        if figure == "F12":
            whole = sum(int(mark[name] or 0) for name in ("given_by_all", "given_by_some"))
            assert mark["code"].startswith("(") or len(found) == whole
        if figure == "F13":
            assert {
                name: published.table("T23").frame[name].iat[rest.rows[0]] for name in ("claim", "case", "n_for")
            } == {name: mark[name] for name in ("claim", "case", "n_for")} and len(rest.rows) == 1
        if figure == "F17":
            assert mark["decision"] == "all together" or len(rest.rows) == int(mark["variations"])
        if figure == "F18":
            assert found == ((mark["segment"],) if mark["segment"] else ())


def test_a_part_begins_where_the_parts_before_it_leave_room():
    sizes = {"interviews": PER_PAGE - 10, "documents": 20, "words": PER_PAGE + 1, "notes": 1}
    frame = pd.DataFrame([{"case": "A"} | {name: str(n) for name, n in sizes.items()}])
    rows = [("case=A", name, f"i:{name}.{n}") for name, size in sizes.items() for n in range(size)]
    table = Behind(Shown("T02", frame, {}, pd.DataFrame(rows, columns=["row", "column", "segment_id"])))
    assert {name: table.place(0, name).page for name in sizes} == {
        "interviews": 1,
        "documents": 2,
        "words": 3,
        "notes": 4,
    }
    assert table.place(0, "counts") == table.places[0] and table.place(1, "words") is None
