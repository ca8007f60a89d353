"""What a result hangs on of study.yaml is cut out of it: nothing else is, and nothing of it is missing."""

from __future__ import annotations

from types import SimpleNamespace

from multicase.study import about

SAID = {"title": "Title", "question": "What then?", "synthetic": True, "disclaimer": "Nobody said this."}
MORE = {"school": "", "licence": "CC-BY-4.0", "attributes": {"cases": {"size": {}}}, "timeline": [{"date": "2015"}]}


def of(said, dates=("2014-02-03", "", "2015-02-03")):
    return SimpleNamespace(
        name="small", study=said, open_sources=[{"date": date} for date in dates], replication=None, claims=None
    )


def test_pages_instrument_and_crate_are_told_what_is_theirs():
    told = of(SAID | MORE)
    assert about.of_pages(told) == SAID
    assert about.of_instrument(told) == {
        "title": "Title",
        "question": "What then?",
        "attributes": {"cases": {"size": {}}},
        "synthetic": True,
    }
    assert about.of_crate(told) == SAID | {"licence": "CC-BY-4.0", "last_source": "2015-02-03"}


def test_a_study_that_says_nothing_has_its_name_for_a_title_and_no_last_source():
    told = of(None, dates=())
    assert (about.of_pages(told), about.of_instrument(told), about.attributes(told)) == ({}, {}, {})
    assert about.of_crate(told) == {"title": "small", "last_source": ""}


def test_a_table_hangs_on_attributes_only_where_it_needs_them():
    told = of(SAID | MORE)
    shared = {"synthetic": True, "school": ""}
    assert about.of_table(told, "T01", ["attributes"]) == shared | {"attributes": {"cases": {"size": {}}}}
    assert about.of_table(told, "T02", ["codebook", "claims"]) == shared
