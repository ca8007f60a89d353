"""The findings say what the tables hold, also where there is little of it."""

from __future__ import annotations

import json
from itertools import pairwise

import pandas as pd
import pytest
import yaml
from multicase import frames
from multicase.pages import findings
from multicase.tables.t22 import UNDISCUSSED
from site_pages import Links

EMPTY = {
    "T01": ["case"], "T06": ["theme", "case", "polarity"], "T09": ["case", "theme"], "T10": ["ordered_case", "theme"],
    "T26": ["item", "asks", "status"], "T32": ["date", "about", "from", "to", "reason"],
    "T03": ["role", "n"], "T08": ["theme", "kind", "convergence"], "T18": ["order", "reached", "new_codes"],
    "T19": ["code", "status"], "T21": ["claim", "statement", "side", "source_speaks", "role", "kind"],
    "T22": ["claim", "side", "case", "disposition"], "T23": ["claim", "case", "verdict"],
    "T24": ["claim", "decision", "variation", "verdict", "changed"],
}  # fmt: skip
MATERIAL = [{"case": "Case 1", "interviews": 1, "group_interviews": 1, "observations": 0, "documents": 2, "words": 1200,
             "first_date": "2014-01-02", "last_date": "2015"}]  # fmt: skip


def source(name, read=True):
    known = {"source_id": name, "case_id": "a", "kind": "interview", "date": "", "consent": "quote", "coders": ""}
    return known | {"read": read, "segments": 1, "words": 1}


@pytest.fixture
def tables(tmp_path):
    """A study whose tables have hardly any rows, to be filled in."""

    def write(sources=(), labels=None, study="", propositions=None, **rows):
        paths, about = {}, {"note": "Analysed: 3 codings.", "labels": labels or {}, "propositions": propositions or {}}
        for name, content in ({"T02": MATERIAL} | {name: [] for name in EMPTY} | rows).items():
            paths[name] = str(tmp_path / f"{name}.csv")
            frame = pd.DataFrame(content) if content else pd.DataFrame(columns=EMPTY[name])
            frame.to_csv(paths[name], index=False)
            missing = "Not available: the study has no claims." if name == "T23" and not content else ""
            (tmp_path / f"{name}.json").write_text(json.dumps(about | {"missing": missing}))
        html, markdown = tmp_path / "f.html", tmp_path / "f.md"
        frames.write(sources, tmp_path / "read_sources.parquet", "read_sources")
        findings.write(
            list(paths.values()),
            figures=[],
            study=yaml.safe_load(study) or {},
            read_sources=str(tmp_path / "read_sources.parquet"),
            links=Links(),
            html=str(html),
            markdown=str(markdown),
        )
        return " ".join(markdown.read_text().split()), html.read_text()

    return write


def test_without_claims_codings_and_people_the_material_is_still_told(tables):
    told, page = tables()
    assert "1 case, 4 sources (1 interview, 1 group interview and 2 documents), 1,200 words, from 2014-01-02" in told
    assert "No source was read by two people." in told and "nothing can be said of saturation" in told
    assert "the study has no claims" in told and "the study has no claims" in page


CLAIM = {
    "claim": "C1", "case": "all cases", "statement": "It is slow.", "verdict": "leaning for",
    "why": "1 of 2 cases supports it and 1 is divided", "n_for": 5, "n_mixed": 2, "n_against": 1, "n_units": 8,
    "unit": "source",
    "kinds": "interview; group interview", "criterion": "A case needs two.", "conditions": "Everybody's words count.",
    "codes_for": "slow", "codes_against": "quick", "themes": "pace", "rivals": "It rained. Considered: no.",
}  # fmt: skip
BARE = dict.fromkeys(CLAIM, "") | {"claim": "C1"}
CLAIMED = [
    CLAIM,
    BARE | {"case": "Case 1", "verdict": "supported", "why": "3 for, 0 mixed, 0 against"},
    BARE | {"case": "Case 2", "verdict": "divided", "why": "2 for, 2 mixed, 1 against"},
]


def quote(**more):
    known = {
        "claim": "C1",
        "side": "for",
        "source_speaks": "for",
        "quote_id": "C1.s:1.1",
        "text": "So.",
        "role": "",
        "chosen_by": "lot",
    }
    return known | {"case": "Case 1", "kind": "interview", "segment": "s:1.1"} | more


@pytest.mark.parametrize(
    "line", ["- we left it", "9. The kettle", "# Any other business", "[phone rings]", "", "It stopped"]
)
def test_a_quotation_of_several_lines_is_one_quotation_in_markdown(tables, tmp_path, line):
    tables(T23=CLAIMED, T21=[quote(text=f"He said:\n{line}\nSo.")])
    assert f"\n> He said:\n> {line}\n> So.\n>\n> For." in (tmp_path / "f.md").read_text()


@pytest.mark.parametrize("study", ["", "synthetic: true", "{synthetic: true, disclaimer: It confirms nothing.}"])
def test_headings_lists_and_quotations_stand_behind_an_empty_line(tables, tmp_path, study):
    """Without one, some programs that read Markdown (pandoc) make no heading and no list of them."""
    tables(T23=CLAIMED, T21=[quote()], study=study)
    lines = (tmp_path / "f.md").read_text().split("\n")
    for before, line in pairwise(lines):
        opens = line.startswith(("#", "- ", "> ", "![")) and before[:2] != line[:2] and before != ">"
        assert not opens or not before.strip(), line


def test_a_claim_is_told_with_its_verdict_numbers_kinds_criterion_conditions_and_cases(tables):
    told, page = tables(T23=CLAIMED)
    assert "Of 1 claim, 1 leaning for (T23)." in told and "- **leaning for**: C1 It is slow" in told
    assert (
        "**leaning for.** The material leans for the claim, and doesn't support it: 1 of 2 cases supports it and 1 is divided. "
        "Over all cases 5 sources speak for it alone, 2 both for and against, and 1 against it alone. "
        "Of 8 sources that speak on it, 7 (88%) say something for it and 3 (38%) something against it. "
        "Kinds of source that speak for it: interview, group interview. Everybody's words count. "
        "- supported: Case 1 (3 for, 0 mixed, 0 against) - divided: Case 2 (2 for, 2 mixed, 1 against)"
    ) in told
    assert '<a href="#C1Case 2">Case 2</a> (2 for, 2 mixed, 1 against)' in page
    assert '<a class="verdict leaning-for" href="#C1">leaning for</a>' in page
    assert '<a href="#T23-n_for">5</a> sources speak for it alone, <a href="#T23-n_mixed">2</a> both' in page
    assert "Rival explanation: It rained. Considered: no." in told and "Rival explanation: It rained." in page


def test_a_criterion_is_printed_once_and_again_only_with_a_claim_that_has_its_own(tables):
    others = [row | {"claim": claim} for claim in ("C2", "C3") for row in CLAIMED]
    others[-3] |= {"criterion": "A case needs nine."}
    for text in tables(T23=CLAIMED + others):
        assert "Unless a claim says otherwise: A case needs two." in text and text.count("A case needs two.") == 1
        assert text.count("Its own criterion: A case needs nine.") == 1


def test_a_claim_that_no_code_can_contradict_is_told_so_before_its_verdict(tables):
    said = "No code of the codebook counts against this claim"
    for text, verdict in zip(
        tables(T23=[CLAIM | {"codes_against": ""}]), ("**leaning for", 'class="verdict'), strict=True
    ):
        assert 0 < text.index(said) < text.index(verdict, text.index("It is slow."))
    assert not any(said in text for text in tables(T23=CLAIMED))


def test_verdicts_are_tallied_in_their_order(tables):
    rows = [
        CLAIM | {"claim": f"C{n}", "verdict": name}
        for n, name in enumerate(["insufficient", "divided", "supported", "divided"])
    ]
    assert "Of 4 claims, 1 supported, 2 divided and 1 insufficient (T23)." in tables(T23=rows)[0]


def test_evidence_against_and_robustness_are_told_beside_the_claim(tables):
    against = [{"claim": "C1", "side": "against", "case": "Case 2", "disposition": "explained: a slip"}]
    varied = [
        {"claim": "C1", "decision": "a case left out", "variation": "Case 2", "verdict": "supported", "changed": "yes"}
    ]
    told, page = tables(T23=CLAIMED, T22=against, T24=varied)
    assert "1 segment speaks against it; each is discussed (T22). Case 2, 1 segment. Explained: a slip" in told
    assert "0 of 1 variation keep the verdict; it turns to supported without Case 2. (T24)" in told
    assert "Explained: a slip" in page and "it turns to supported without Case 2." in page
    told, page = tables(T23=CLAIMED)
    assert "No segment speaks against it (T22)." in told and "variation" not in told + page


def test_a_quotation_stands_with_its_side_and_one_from_a_mixed_source_is_told_to_be(tables):
    quotes = [
        quote(side="against", source_speaks="mixed", quote_id="C1.s:2.1", text="Not so.", segment="s:2.1"), quote(),
        quote(claim="C2", quote_id="C2.s:1.1"),
    ]  # fmt: skip
    told, page = tables(T23=CLAIMED, T21=quotes)
    assert "> So. > > For. Case 1, interview (C1.s:1.1)" in told
    assert "> Not so. > > Against (from a mixed one). Case 1, interview (C1.s:2.1)" in told
    assert told.index("C1.s:1.1") < told.index("C1.s:2.1") and "C2.s:1.1" not in told
    assert page.index('href="#s:1.1"') < page.index('href="#s:2.1"') and page.count('href="#s:') == 2
    for text in (told, page):
        assert text.count("(from a mixed one)") == 1


def test_a_quotation_that_a_person_chose_is_told_with_the_reason(tables):
    for text in tables(T23=CLAIMED, T21=[quote(chosen_by="override: plainest")]):
        assert "For (chosen, override: plainest)." in text


def saturated(*reached, had=None):
    had = had or [0] * len(reached)
    return [
        {"order": n, "dated": "yes", "new_codes": 2, "codes": 2 * n, "base": 2, "run": 1, "reached": state,
         "orders_reached": by, "orders": 50, "in_codebook": 30}
        for n, (state, by) in enumerate(zip(reached, had, strict=True), 1)
    ]  # fmt: skip


NO, YES, UNJUDGED = "no", "yes", "cannot be judged"


def test_saturation_is_told_with_what_came_after_it_and_with_other_orders(tables):
    told, page = tables(T18=saturated(UNJUDGED, UNJUDGED, NO, YES, YES, had=[0, 0, 10, 40, 49]))
    assert "was reached by interview 4 of 5; 2 codes came in for the first time after it (T18). In 50 other" in told
    assert "by interviews 3 to 5 (middle 90% of those that reach it; median 4), and in 1 of them never" in told
    assert "The codebook holds 30 codes" in told and "bring 10 of them" in told
    assert 'after it (<a href="../audit/tables/T18.html">T18</a>). In 50 other' in page


def test_saturation_that_was_lost_again_is_told_so(tables):
    told, _ = tables(T18=saturated(UNJUDGED, UNJUDGED, YES, NO, NO))
    assert "was reached by interview 3 of 5 and lost again at 4 and 5; it does not hold at the end" in told


def test_saturation_of_too_few_interviews_cannot_be_judged(tables):
    told, _ = tables(T18=saturated(UNJUDGED, UNJUDGED))
    assert "Saturation cannot be judged: there are 2 interviews, and 3 are needed" in told
    assert "not reached" not in told and "other orders" not in told


def test_markup_in_a_quotation_is_shown_and_not_taken(tables):
    told, page = tables(T23=CLAIMED, T21=[quote(text="<b>so</b>")])
    assert "&lt;b&gt;so" in page and "> &lt;b>so&lt;/b>" in told


def test_where_not_all_is_read_the_findings_say_so(tables):
    told, page = tables(sources=[source("a-i01"), source("a-i02"), source("a-i03", read=False)])
    assert "Somebody has read 2 of 3 sources; the other 1 stands in no count" in told and "read 2 of 3" in page
    assert "Somebody has read" not in tables(sources=[source("a-i01")])[0]


def test_which_of_equally_strong_themes_are_told_is_said(tables):
    assert all("of equals, those that stand first in the codebook" in text for text in tables())


def kind(theme, name, convergence, n_for=0, n_mixed=0, n_against=0):
    """A row of T08."""
    about = {"theme": theme, "kind": name, "convergence": convergence}
    return about | {"n_for": n_for, "n_mixed": n_mixed, "n_against": n_against}


@pytest.mark.parametrize("other", ["silent", "not read", "no sources"])
def test_a_kind_of_source_is_told_silent_only_where_another_speaks(tables, other):
    told, page = tables(T08=[kind("pace", "document", "silent"), kind("pace", "interview", other)])
    for text in (told, page):
        assert "Not all kinds" not in text and "are silent" not in text
        assert "Of no source that was read is anything coded with: Pace (" in text


@pytest.mark.parametrize("other", ["converge", "dissonant", "undecided", "no side", "one kind"])
def test_a_theme_that_one_kind_speaks_of_is_no_empty_one(tables, other):
    told, _ = tables(T08=[kind("pace", "document", "silent"), kind("pace", "interview", other)])
    assert "- Pace: documents are silent" in told and "Of no source" not in told


def test_a_theme_of_which_no_source_was_read_is_no_empty_one(tables):
    told, page = tables(T08=[kind("pace", "document", "not read"), kind("pace", "interview", "no sources")])
    assert "Of no source" not in told + page and "Not all kinds" not in told + page


def test_a_silent_kind_of_source_and_a_role_are_called_as_the_tables_call_them(tables):
    silent = [kind("style", "document", "silent"), kind("style", "interview", "undecided"),
              kind("pace", "observation", "dissonant", n_for=1, n_against=2)]  # fmt: skip
    labels = {"theme": {"style": "Style of leading"}, "role": {"gp": "GP"}}
    told, _ = tables(T23=CLAIMED, T21=[quote(role="gp", kind="group_interview")], T08=silent, labels=labels)
    assert "- Style of leading: documents are silent" in told
    assert "- Pace: observations are on the other side than the rest (1 for, 0 mixed, 2 against)" in told
    assert "For. GP, Case 1, group interview (C1.s:1.1)" in told


def test_the_study_is_named_and_what_is_synthetic_is_said_to_be(tables):
    told, page = tables(
        study="title: Our study\nquestion: Who leads?\nsynthetic: true\ndisclaimer: Says nothing of X.\n"
    )
    assert "Our study. Who leads?" in told and "Synthetic material." in told and "Says nothing of X." in told
    assert "Says nothing of X." in page and "Synthetic" not in tables()[0]


def test_a_change_of_the_criterion_is_told_with_its_reason(tables):
    change = {
        "date": "2026-11-26",
        "about": "criterion",
        "from": "on both",
        "to": "as neither",
        "reason": "They vanished.",
    }
    told, page = tables(T23=CLAIMED, T32=[change, change | {"about": "code", "date": "2020-01-01"}])
    assert (
        "The criterion was changed on 2026-11-26. Before: on both. Since: as neither. Why: They vanished (T32)." in told
    )
    assert "audit/tables/T32.html" in page and "2020-01-01" not in page


def test_how_much_of_the_evidence_against_is_discussed_is_summed(tables):
    rows = [{"claim": claim, "side": "against", "case": "Case 1", "disposition": said} for claim, said in (("C1", UNDISCUSSED), ("C1", "an exception"), ("C2", UNDISCUSSED))]  # fmt: skip
    told, _ = tables(T22=[*rows, rows[1] | {"side": "for"}])
    assert "3 segments speak against 2 claims" in told
    assert "1 of these are discussed" not in told and "1 of these is discussed" in told
    assert "nobody has said what becomes of the other 2 (T22)" in told
    assert "each is discussed (T22)" in tables(T22=[rows[1]])[0]
    assert "for a claim; nobody has said what becomes of them (T22)" in tables(T22=[rows[0], rows[2]])[0]
    assert "for a claim; nobody has said what becomes of it (T22)" in tables(T22=[rows[0]])[0]


def test_what_themes_propose_stands_before_what_speaks_for_it(tables):
    told, page = tables(labels={"theme": {"pace": "Pace"}}, propositions={"pace": "Change is slow."})
    assert "What the themes propose: - Pace: Change is slow." in told
    assert "<dt>Pace</dt><dd>Change is slow.</dd>" in page
    assert "propose" not in tables()[0]


def test_a_verdict_that_nothing_could_contradict_has_a_word_of_its_own(tables):
    told, page = tables(T23=[row | {"codes_against": ""} for row in CLAIMED])
    assert "**leaning for, untested.**" in told and 'class="verdict untested"' in page
    assert "untested" not in tables(T23=CLAIMED)[1].partition("<main")[2]


def test_since_when_the_plan_is_frozen_is_told_and_what_changed_since(tables, tmp_path):
    def row(item, status, evidence):
        return {"item": item, "asks": "?", "status": status, "evidence": evidence, "location": ""}

    rows = [row("FROZEN", "frozen", "On 2020-01-02: <Plan>."), row("FROZEN-question", "unchanged", "as on 2020-01-02")]
    told, page = tables(T26=rows)
    assert "were frozen (T26). On 2020-01-02: &lt;Plan>." in told
    assert "Unchanged since: question." in told and "Changed since" not in told
    assert "On 2020-01-02: &lt;Plan&gt;." in page
    told, page = tables(T26=[*rows, row("FROZEN-claims", "changed", "claim C1 changed (no reason is given)")])
    assert "- claims: claim C1 changed (no reason is given)" in told
    assert "recorded:\n\n- claims" in (tmp_path / "f.md").read_text()
    assert "<li>claims: claim C1 changed (no reason is given)</li>" in page
    told, page = tables()
    assert "frozen" not in told and "frozen" not in page


def standing(claim, study, verdict, concordance="", instrument="", **counts):
    known = {"claim": claim, "study": study, "verdict": verdict, "concordance": concordance, "instrument": instrument}
    numbers = dict.fromkeys(("n_for", "n_mixed", "n_against"), "1") | counts
    return known | numbers | {"cases": "8", "why": "so it is", "statement": f"It is {claim}."}


def compared(claim, stands, instrument="the same"):
    return [
        standing(claim, "original", "supported", n_for="31"),
        standing(claim, "replication", "divided", stands, instrument, n_for="9"),
        standing(claim, "pooled", "leaning for"),
    ]


def rate(code, difference="", interval="", given_in="both", study="replication", n_segments=1, words=1000, per="1.0"):
    numbers = {"n_segments": n_segments, "words": words, "per_1000_words": per}
    return {
        "code": code,
        "study": study,
        "difference": difference,
        "interval": interval,
        "given_in": given_in,
    } | numbers


DESIGN = [
    {"aspect": "coders", "original": "2", "replication": "1", "differs": "yes"},
    {"aspect": "locale", "original": "en_GB", "replication": "en_GB", "differs": ""},
]


def test_a_study_that_replicates_none_says_nothing_of_an_original(tables):
    for text in tables(T23=CLAIMED):
        assert "How this replication stands" not in text


def test_a_replication_is_told_claim_by_claim_then_its_codes_and_its_design(tables):
    rates = [
        rate("slow", "-0.800", "-1.000 to -0.500"), rate("quick", "+0.300", "+0.100 to +0.400"),
        rate("odd", "+0.900", "-0.100 to +1.400"), rate("new", "undefined", "undefined", "replication alone"),
    ]  # fmt: skip
    told, page = tables(T28=compared("C1", "weaker") + compared("C2", "same"), T98=rates, T99=DESIGN)
    assert "- **same**: C2 It is C2 - **weaker**: C1 It is C1" in told
    assert (
        "**weaker**: supported in the original (31 for, 1 mixed, 1 against), divided in the replication (9 for, 1 mixed, "
        "1 against); over the 8 cases of both, leaning for: so it is."
    ) in told
    assert '<a href="#T28-n_for">9</a> for' in page and "31 for" in page and '">31</a>' not in page
    assert "the replication has more of Quick (+0.300, +0.100 to +0.400)." in told and "Odd" not in told
    assert "the replication has less of Slow (-0.800, -1.000 to -0.500)." in told
    assert "In the replication alone occurs: New." in told
    assert "- coders: 2 in the original; 1 in the replication" in told and "locale" not in told
    assert "compared" not in told


def test_of_a_code_that_one_study_alone_gives_it_is_told_how_many_the_other_would_have_at_that_rate(tables):
    rates = [
        rate("slow", study="original", n_segments=24, words=90_000), rate("slow", "-0.3", "undefined", "original alone", n_segments=0, words=2500),
        rate("new", study="original", n_segments=0, words=90_000, per="undefined"), rate("new", "undefined", "undefined", "replication alone"),
        rate("odd", study="original", n_segments=9), rate("odd", "-8.0", "-9.0 to -7.0"),
    ]  # fmt: skip
    told, _ = tables(T28=compared("C1", "same"), T98=rates, T99=DESIGN)
    assert (
        "In the original alone occurs (in brackets, how many segments the replication would have at that rate): Slow (0.7)."
        in told
    )
    assert "In the replication alone occurs: New." in told


def test_where_no_code_has_an_interval_none_is_said_to_hold_zero(tables):
    rates = [rate("slow", "+1.000", "undefined"), rate("quick", "-1.000", "undefined")]
    for text in tables(T28=compared("C1", "same"), T98=rates, T99=DESIGN):
        assert "Of no code does" not in text and "No code has an interval of the difference" in text
    mixed = tables(T28=compared("C1", "same"), T98=[*rates, rate("late", "+0.000", "-1.000 to +1.000")], T99=DESIGN)
    assert all("Of no code does" in text and "No code has an interval" not in text for text in mixed)


def test_a_difference_of_the_instrument_is_told_once_where_it_is_that_of_every_claim(tables):
    mine = "differs in: criterion"
    alike = tables(
        T28=compared("C1", "same", mine) + compared("C2", "same", mine),
        T98=[rate("slow", "+0.000", "-1.000 to +1.000")],
        T99=DESIGN,
    )
    for text in alike:
        assert (
            text.count(mine) == 1
            and "Of every claim, original and replication compared: differs in: criterion." in text
        )
        assert "Of no code does the interval of the difference leave out zero." in text
    rates = [rate("slow", "+0.000", "-1.000 to +1.000")]
    other = compared("C2", "same", "differs in: wording")
    apart = tables(T28=compared("C1", "same", mine) + other, T98=rates, T99=DESIGN)
    for text in apart:
        assert text.count(mine) == text.count("differs in: wording") == 1
        assert "Of every claim" not in text and "the same." not in text
