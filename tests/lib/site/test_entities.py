"""Pages of codes, cases, participants and claims, and of what was left out and decided: what they tell and lead to."""

from __future__ import annotations

import posixpath
import shutil

import laid_open
import pandas as pd
import pytest
from laid_open import SECRET, Links, context, words_of
from multicase.audit import report, sampling
from multicase.audit.results import Results
from multicase.site import addresses, cases, claims, codes, decisions, drawn, left_out, participants, sources, tables
from multicase.site.context import Context
from multicase.study.disclosure import WITHHELD

SETTINGS = pd.DataFrame(
    [("seed", "1", "config.yaml"), ("disclosure.k", "5", "the command line")], columns=["setting", "value", "set_by"]
)
UNPLACED = pd.DataFrame({"reason": ["on labels", "on labels", "closed"]})


@pytest.fixture(scope="module")
def laid(tmp_path_factory):
    return laid_open.write(tmp_path_factory.mktemp("laid") / "r").root


@pytest.fixture
def site(laid, tmp_path):
    return Context(Results(shutil.copytree(laid, tmp_path / "r")), per_case=1)


def all_pages(site):
    made = [kind.pages(site) for kind in (codes, cases, claims)] + [participants.pages(site, 3, 3)]
    made += [left_out.pages(site, UNPLACED), decisions.pages(site, SETTINGS)]
    return {place: text for pages in made for place, text in pages.items()}


def test_there_is_a_page_of_each_and_no_link_between_them_leads_nowhere(site):
    made = all_pages(site)
    assert {place.partition("/")[0] for place in made} == {
        "codes",
        "cases",
        "participants",
        "claims",
        "left_out.html",
        "decisions.html",
    }
    ids = {place: set(Links(text).ids) for place, text in made.items()}
    elsewhere = ("tables/", "figures/", "evidence/", "sources/", "provenance/", "index.html", "..")
    for place, text in made.items():
        for href in Links(text).hrefs:
            path, _, anchor = href.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(place), path)) if path else place
            if not target.startswith(elsewhere):
                assert target in made and (not anchor or anchor in ids[target]), (place, href)


def test_words_that_may_not_be_quoted_stand_on_no_page(site):
    made = all_pages(site)
    assert not [place for place, text in made.items() if SECRET in text]
    assert WITHHELD in words_of(made["codes/no.html"]) and WITHHELD in words_of(made["claims/C1.html"])


def test_who_speaks_in_a_source_that_may_not_be_quoted_stands_on_no_page(site):
    """k2-p02 speaks in k2-i02 alone: nothing ties one to the other."""
    made = all_pages(site) | sources.pages(site, "k2-0", ["T05", "T23"])
    for name in ("T05", "T16", "T23", "T24", "T29"):
        made |= tables.pages(site, site.results.table(name))
    reader = drawn.Reader(site)
    items = sampling.items(site.results).values()
    made["drawn"] = drawn.page(reader, items, dict.fromkeys(report.HEADER, ""), "")
    of_them = {place for place, text in made.items() if "k2-p02" in text}
    assert of_them == {"participants/k2-p02.html", "cases/k2.html"}  # which tell who there is
    assert "k2-i02" not in made["participants/k2-p02.html"] and "left out" in made["participants/k2-p02.html"]
    assert "k2-p01" in made["evidence/T29/1.html"] and "1 not named" in words_of(made["evidence/T05/1.html"])


def test_a_code_tells_its_meaning_history_counts_claims_and_places(site):
    text = codes.pages(site)["codes/yes.html"]
    told = words_of(text)
    for part in (
        "Style › Manner", "speaks for what its theme proposes", "D <b>", "Power (the code extends it)", "Paceslow", "codes merged",
        "Counts for C1", "4 segments, each with", "Case 1 3", "Nothing is known of agreement",
    ):  # fmt: skip
        assert part in told, part
    assert "D <b>" not in text
    assert "../sources/k1-0/k1-i01.html#s1.1" in Links(text).hrefs and "../evidence/T05/1.html#r1" in Links(text).hrefs
    assert "Counts against C1" in words_of(codes.pages(site)["codes/no.html"])
    idle = words_of(codes.pages(site)["codes/idle.html"])
    assert "It was never given." in idle and "What it counts for" not in idle and "No change to this code" in idle


def test_the_history_of_a_code_is_what_names_it_whole(tmp_path):
    rows = pd.DataFrame(
        [("2020", about, "", "", about, "f") for about in ("yes", "yes and no", "yes_too")],
        columns=["date", "about", "from", "to", "reason", "recorded_in"],
    )
    tables = codes.Tables(context(tmp_path / "r", T32=rows))
    assert [row[1].text for row in codes._history(tables, "yes").rows] == ["yes"]


def test_a_long_list_of_segments_is_cut_and_says_so(site, monkeypatch):
    monkeypatch.setattr(codes, "MOST", 2)
    text = codes.pages(site)["codes/yes.html"]
    assert "4 segments, each with the beginning of what is coded. The first 2 are listed." in words_of(text)
    assert [href for href in Links(text).hrefs if "sources/" in href and "#" in href] == [
        f"../sources/k1-0/k1-i0{n}.html#s{n}.1" for n in (1, 2)
    ]


def test_a_case_tells_its_account_verdicts_portrait_sources_and_people(site):
    text = cases.pages(site)["cases/k1.html"]
    told, hrefs = words_of(text), Links(text).hrefs
    for part in (
        "As slow.",
        "They ask.",
        "something for its proposition in 3 of 3 sources",
        "leaning for",
        "coder_1 and coder_2",
        "k1-p02 Gp",
    ):
        assert part in told, part
    assert {"../claims/C1.html#case-k1", "../participants/k1-p01.html", "../sources/k1-0/k1-i01.html#s1.1"} <= set(
        hrefs
    )
    assert "k2-" not in told
    assert '<path d="M100 0h100v5h-100"/>' in text
    other = words_of(cases.pages(site)["cases/k2.html"])
    assert "nobody" in other and "counted, not quoted" in other and "Nothing is coded in it." in other


def test_marks_of_a_segment_in_one_theme_are_one_in_the_portrait(site):
    drawn = cases.portrait.of_cases(site)["Case 1"]
    assert [len(lane["marks"]) for strip in drawn["strips"] for lane in strip["lanes"]] == [1, 1, 2]
    assert drawn["legend"] == [{"name": "Style", "colour": "t1"}] and drawn["height"] == cases.portrait.LANE


def test_such_a_mark_goes_from_where_the_first_begins_to_where_the_last_ends():
    segments = {}
    for start, end in (("0.2", "0.3"), ("0.1", "0.25"), ("0.22", "0.4")):
        cases.portrait._add(segments, {"place": "1", "segment": "s", "from": start, "to": end})
    assert segments == {(1, "s"): (0.1, 0.4)}


def test_where_nothing_is_coded_there_is_no_portrait(site):
    marks = site.results.root / "figures/F18.csv"
    marks.write_text("case,source,read,theme,place,segment,from,to\nCase 1,k1-i01,no,,0,,,\n")
    assert "Portrait" not in words_of(cases.pages(site)["cases/k1.html"])


def test_a_participant_tells_nothing_but_what_the_listed_file_has(site):
    site.participants["k1-p01"] |= {"shown_as": "Somebody", "speaker.level": "withheld", "private": "never"}
    text = participants.pages(site, 3, 3)["participants/k1-p01.html"]
    told = words_of(text)
    assert (
        "k1-p01Somebody" in told
        and "Level Withheld" in told.replace("LevelWithheld", "Level Withheld")
        and "never" not in told
    )
    assert "8 words in 1 segment, first at 1.1" in told and "The code yes: 1.1" in told
    assert "../sources/k1-0/k1-i01.html#s1.1" in Links(text).hrefs


def test_what_an_interviewer_says_is_no_participant_s(site):
    site.segments["k1-i01:1.1"]["is_interviewer"] = "True"
    assert "No words of theirs" in words_of(participants.pages(site, 3, 3)["participants/k1-p01.html"])


def test_participants_are_named_row_by_row_where_as_many_are_told_the_same_of(tmp_path):
    def listed(n):
        rows = pd.DataFrame([{"role": role, "case": "Case 1", "n": n} for role in ("gp", "nobody")])
        page = participants.pages(context(tmp_path / str(n), T03=rows), 1, 1)[addresses.participants()]
        assert {"r1", "r2"} <= set(Links(page).ids)
        return [href for href in Links(page).hrefs if "participants/" in href], words_of(page)

    there = context(tmp_path / "r").participants
    mine = [name for name, told in there.items() if (told["role"], told["case_id"]) == ("gp", "k1")]
    hrefs, told = listed(len(mine))
    assert hrefs == [f"../participants/{name}.html" for name in mine] and told.count("Who they are isn't told.") == 1
    hrefs, told = listed(len(mine) + 1)
    assert not hrefs and told.count("Who they are isn't told.") == 2


def test_a_claim_tells_verdict_steps_cases_variations_quotations_and_what_is_against(site):
    text = claims.pages(site)["claims/C1.html"]
    told, page = words_of(text), Links(text)
    for part in (
        "1 case for it, clearly or leaning, and 0 against it", "1 of 3 are mixed; at most 0.75 (25%) may be.", "It stays so.",
        "Verdict: divided", "1 variation that changes the verdict a case left out: Case 1 divided", "against, from a mixed one",
        "2 segments speak against it", "Open: nobody has said", "Chance.", "Not likely.", "The code yes (4 segments)",
    ):  # fmt: skip
        assert part in told, part
    assert {"case-k1", "case-k2"} <= set(page.ids)
    assert {"../evidence/T23/1.html#r2-n_for-sources", "../evidence/T24/1.html#r1"} <= {
        href.replace("-verdict-sources", "") for href in page.hrefs
    }


@pytest.mark.parametrize("verdict", ["divided", "supported", "leaning against", "contradicted"])
def test_a_claims_page_says_what_of_is_undiscussed(tmp_path, verdict):
    frame = context(tmp_path / "plain").results.table("T23").frame
    frame.loc[frame["case"] == "all cases", "verdict"] = verdict
    told = words_of(claims.pages(context(tmp_path / "r", T23=frame))["claims/C1.html"])
    both = "undiscussed: segments against it and, since its own verdict is against it, for it, of which nobody"
    assert (both in told) == (verdict in {"leaning against", "contradicted"})
    assert ("undiscussed: segments against it of which nobody" in told) == (both not in told)


def test_the_verdict_that_the_steps_lead_to_is_the_one_that_stands_in_the_table(site):
    steps = claims._steps(site, site.results.claims[0])
    frame = site.results.table("T23").frame
    told = dict(zip(frame["case"], frame["verdict"], strict=True))
    for case, label in {"": "all cases", "k1": "Case 1", "k2": "Case 2"}.items():
        assert [step["so_far"] for step in steps[case] if step["so_far"]][-1] == told[label]


def test_what_was_left_out_is_told_stage_by_stage_and_shown_where_it_can_be(site):
    text = left_out.pages(site, UNPLACED)["left_out.html"]
    told = words_of(text)
    for part in (
        "2 segments and 1,001 words: headings", "k2-i09 Case 2", "1 source may be counted and not quoted", "given by coder_2; removed: Nobody says no.",
        "2 on labels", "1 closed",
    ):  # fmt: skip
        assert part in told, part
    assert "sources/k1-0/k1-i01.html#s1.1" in Links(text).hrefs
    assert {"r1", "r2"} <= set(Links(text).ids)
    assert "None: each coding" in words_of(left_out.pages(site, UNPLACED.iloc[:0])["left_out.html"])


def test_decisions_are_told_with_who_took_them(site):
    told = words_of(decisions.pages(site, SETTINGS)["decisions.html"])
    for part in (
        "Of 6 sources, more than one coder has read 5, and nobody 1.", "1 decision removed the code, 1 coding in all", "Nobody says no.", "codes merged",
        "nobody has discussed 2.", "4 quotations drawn by lot; people chose none.", "register 2", "disclosure.k5the command line", "1 setting by default seed: 1",
    ):  # fmt: skip
        assert part in told, part
    usual = words_of(decisions.pages(site, SETTINGS.iloc[:1])["decisions.html"])
    assert "No setting differs from its default." in usual


def test_what_people_chose_and_discussed_stands_there_with_their_reason(tmp_path):
    plain = context(tmp_path / "plain").results
    quotes, against = plain.table("T21").frame, plain.table("T22").frame
    quotes.loc[0, "chosen_by"] = "plainest words"
    against.loc[0, "disposition"] = "limits the claim: one shift"
    told = words_of(decisions.pages(context(tmp_path / "r", T21=quotes, T22=against), SETTINGS)["decisions.html"])
    assert "3 quotations drawn by lot." in told and "plainest words" in told
    assert "C1Case 11Limits the claim: one shift" in told and "nobody has discussed 1." in told


def test_a_participants_page_says_how_many_must_share_what_it_tells(site):
    told = words_of(participants.pages(site, 3, 5)["participants/k1-p01.html"])
    assert "where at least 3 of the case share it" in told and "where at least 5 of the case share it" in told
    told = words_of(participants.pages(site, 1, 5)["participants/k1-p01.html"])
    assert "k is 1" in told and "who looks here knows it all the same" in told
