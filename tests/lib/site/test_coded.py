"""Lists of what is coded: short, in the order of cases and texts, each entry with its place."""

from __future__ import annotations

from laid_open import context
from multicase.site import coded


def test_segments_stand_by_case_and_source_with_who_says_them(tmp_path):
    site = context(tmp_path / "r")
    told = coded.by_case(site, coded.by_source(site, [("k2-i01:5.1", "b"), ("k1-i03:3.1", "a"), ("k1-i03:4.1", "c")]))
    assert [(case["case"], case["n"]) for case in told] == [("Case 1", 2), ("Case 2", 1)]
    (source,) = told[0]["sources"]
    assert (source["id"], source["who"]) == ("k1-i03", "Gp k1-p03")
    assert [(entry["place"], entry["who"], entry["words"]) for entry in source["entries"]] == [
        ("3.1", "", "a"),
        ("4.1", "", "c"),
    ]
    assert source["entries"][0]["href"] == "sources/k1-0/k1-i03.html#s3.1"


def test_of_a_code_each_segment_stands_once_with_what_is_coded_first(tmp_path):
    site = context(tmp_path / "r")
    row = site.codings["k1-i01:1.1"][0]
    site.codings["k1-i01:1.1"] = [row | {"start": "10", "exact": "later"}, row | {"start": "9", "exact": "first"}]
    assert coded.passages(site)["yes"][0] == ("k1-i01:1.1", "first")
    assert len(coded.passages(site)["yes"]) == 4
