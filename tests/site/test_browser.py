"""The audit site in a browser: with a script and without one, wide and narrow, by mouse and by keys."""

from __future__ import annotations

import json
import random
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from audit_site import START, XLINK, Number, Site

SEED = 20
# Links of a page that are clicked without a script, and tables of which a number is clicked with one: all are followed
# without a browser by `test_crawl`.
CLICKED, IN_PANEL = 1, 6
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
AXE = {"resultTypes": ["violations"], "preload": False}  # of a folder on a disk a page may fetch nothing
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
CUT = """[...document.querySelectorAll("td, th")].filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1)
         .map(e => e.textContent.trim().slice(0, 60))"""
TARGET = """(() => { const box = document.querySelector(":target")?.getBoundingClientRect();
            return box ? [Math.round(box.top), innerHeight] : null; })()"""
LAST_LETTER = """word => document.addEventListener("load", event => {
                   if (!event.target.src?.endsWith("words.js")) return;
                   const box = document.querySelector("nav.top input");
                   box.value = word;
                   box.dispatchEvent(new Event("input"));
                 }, { capture: true, once: true })"""
FOCUS = "document.activeElement.outerHTML.slice(0, 200)"


def opened(chromium, script: bool, complaints: list[str]):
    """A page that notes what its script complains of."""
    context = chromium.new_context(viewport=WIDE, java_script_enabled=script)
    context.set_default_timeout(20_000)
    context.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return context.new_page()


@pytest.fixture(scope="module")
def module_complaints():
    return []


@pytest.fixture
def complaints(module_complaints):
    """What scripts complain of while a test runs: nothing, or the test fails."""
    module_complaints.clear()
    yield module_complaints
    assert not module_complaints


@pytest.fixture(scope="module")
def with_script(chromium, module_complaints):
    page = opened(chromium, True, module_complaints)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def without_script(chromium, module_complaints):
    page = opened(chromium, False, module_complaints)
    yield page
    page.context.close()


@pytest.fixture
def page(with_script, complaints):
    with_script.set_viewport_size(WIDE)
    return with_script


@pytest.fixture
def plain(without_script, complaints):
    return without_script


def open_page(page, site: Site, path: str, anchor: str = "") -> None:
    address = f"file://{site.folder}/{path}"
    if unquote(page.url.partition("#")[0]) == address:  # opened again at an anchor alone it would not be loaded anew
        page.goto("about:blank")
    page.goto(address + (f"#{anchor}" if anchor else ""))


def where(site: Site, url: str) -> tuple[str, str]:
    """The page and anchor that an address of the browser names."""
    told = urlsplit(url)
    return Path(unquote(told.path)).relative_to(site.folder).as_posix(), unquote(told.fragment)


def drawn(found: list, n: int) -> list:
    """Some of what was found, drawn by lot with a fixed seed."""
    return random.Random(SEED).sample(found, min(n, len(found)))


def tables(site: Site) -> list[str]:
    return site.below("audit/tables/")


def smallest_of_each_kind(site: Site) -> list[str]:
    """The smallest page of each kind, notebooks aside."""
    found: dict[str, str] = {}
    for path in sorted(site.clicks, key=lambda path: (site.page(path).size, path)):
        parts = path.split("/")
        if parts[0] == "notebooks":
            continue
        found.setdefault("/".join(parts[:2]) if len(parts) > 2 else path, path)
    return sorted(found.values())


def assert_shown(site: Site, number: Number, url: str) -> None:
    assert where(site, url) == (number.link.path, number.link.anchor), number
    assert site.shown(number) == number.value, number


def test_numbers_of_every_table_lead_to_what_they_count_without_a_script(site, plain):
    n = 0
    for path in tables(site):
        for number in drawn(site.numbers(path), CLICKED):
            open_page(plain, site, path) if n == 0 or where(site, plain.url)[0] != path else None
            plain.locator("td a").nth(number.nth).click()
            plain.wait_for_url(lambda url: "/evidence/" in url)
            assert_shown(site, number, plain.url)
            plain.go_back()
            assert where(site, plain.url)[0] == path
            n += 1
    assert n >= 12


def test_numbers_open_beside_the_table_with_a_script(site, page):
    for path in drawn([path for path in tables(site) if site.numbers(path)], IN_PANEL):
        (number,) = drawn(site.numbers(path), 1)
        open_page(page, site, path)
        page.locator("td a").nth(number.nth).click()
        frame = page.locator("#panel iframe")
        frame.wait_for()
        inside = frame.element_handle().content_frame()
        inside.wait_for_load_state()
        assert_shown(site, number, inside.url)
        assert inside.locator("nav.top").is_hidden() and where(site, page.url)[0] == path
        page.locator("#panel button", has_text="Close").click()
        assert not page.locator("#panel").count()


def evidence_links(site: Site, path: str, within: str) -> list[tuple[int, str, str]]:
    """The links of a page that lead to evidence or into a source: which one, its text, and where it leads."""
    found = site.page(path).tree.xpath(f"//{within}//a")
    told = [(nth, a, site.page(path).link(a.get("href") or a.get(XLINK))) for nth, a in enumerate(found)]
    return [(nth, a, link) for nth, a, link in told if link.path.startswith(("audit/evidence/", "audit/sources/"))]


def test_marks_of_every_figure_lead_to_what_they_show(site, plain):
    for path in site.below("audit/figures/"):
        open_page(plain, site, path)
        for nth, a, link in drawn(evidence_links(site, path, "td"), CLICKED):
            plain.locator("td a").nth(nth).click()
            plain.wait_for_url(lambda url: "/figures/" not in url)
            assert where(site, plain.url) == (link.path, link.anchor)
            words = a.text_content().split()
            of_units = link.anchor.endswith(("-participants", "-cases"))  # what is drawn counts these
            if words[1:] in (["segment"], ["segments"]) and not of_units:
                number = Number(path, "n_segments", words[0], "segments", link, nth)
                assert site.shown(number) == number.value, (path, link.href, words)
            plain.go_back()


def test_numbers_and_quotations_of_the_findings_lead_to_what_stands_behind_them(site, plain):
    path = "findings/findings.html"
    links = [(nth, a, link) for nth, a, link in evidence_links(site, path, "main")]
    open_page(plain, site, path)
    for nth, _, link in drawn(links, 10):
        plain.locator("main a").nth(nth).click()
        plain.wait_for_url(lambda url: "/audit/" in url)
        assert where(site, plain.url) == (link.path, link.anchor)
        assert plain.locator(":target").is_visible()
        plain.go_back()
        assert where(site, plain.url)[0] == path


def test_an_address_with_an_anchor_shows_what_stands_there(site, page):
    evidence = [path for path in site.below("audit/evidence/") if any(i.startswith("r") for i in site.page(path).ids)]
    wanted = [(path, drawn([i for i in site.page(path).ids if i.startswith("r")], 1)[0]) for path in drawn(evidence, 4)]
    for path in drawn(site.below("audit/sources/"), 3):
        wanted.append((path, drawn([i for i in site.page(path).ids if i.startswith("s")], 1)[0]))
    for path, anchor in wanted:
        open_page(page, site, path, anchor)
        top, height = page.evaluate(TARGET)
        bar = page.locator("nav.top").bounding_box()
        assert bar["y"] + bar["height"] <= top < height, (path, anchor)


def test_no_page_scrolls_sideways_and_no_cell_is_cut_on_wide_and_narrow_screens(site, page):
    others = drawn(site.below("audit/evidence/", "audit/sources/", "audit/codes/", "audit/participants/"), 6)
    shown = [*site.below("audit/tables/", "audit/figures/"), *smallest_of_each_kind(site), *others]
    wrong, sizes = [], [WIDE, NARROW]
    for path in dict.fromkeys(shown):
        open_page(page, site, path)
        for size in sizes:
            page.set_viewport_size(size)
            if (too_wide := page.evaluate(SIDEWAYS)) > 0:
                wrong.append((path, size["width"], f"{too_wide} pixels too wide"))
            wrong += [(path, size["width"], text) for text in page.evaluate(CUT)[:3]]
        sizes.reverse()  # the next is opened as wide as this one was left
    assert not wrong


def test_the_verdicts_of_all_cases_stand_side_by_side_on_a_wide_screen(site, page):
    open_page(page, site, START)
    if not page.locator(".glance").count():
        pytest.skip("the study judges no claims")
    hidden = page.evaluate(
        "(box => box.scrollWidth - box.clientWidth)(document.querySelector('.glance').parentElement)"
    )
    assert hidden <= 0


def test_by_keys_alone_a_number_is_reached_opened_closed_and_words_are_found(site, page):
    open_page(page, site, "audit/tables/T06.html")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('td a, th a')"):
            break
    else:
        pytest.fail("Tab reaches no number")
    page.keyboard.press("j")
    first = page.evaluate(FOCUS)
    page.keyboard.press("j")
    second = page.evaluate(FOCUS)
    assert second != first
    page.keyboard.press("k")
    assert page.evaluate(FOCUS) == first
    for _ in range(200):
        if page.evaluate("document.activeElement.href.includes('/evidence/')"):
            break
        page.keyboard.press("j")
    link = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    assert page.locator("#panel iframe").get_attribute("src") == link
    page.keyboard.press("Escape")
    assert not page.locator("#panel").count() and page.evaluate("document.activeElement.href") == link
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.type("meeting")
    page.locator("#found li mark", has_text="meeting").first.wait_for()  # and not what fewer letters found
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('#found li a')"), page.evaluate(FOCUS)
    wanted = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "T06" not in url)
    assert page.url == wanted and page.locator(":target").count() == ("#" in wanted)


def test_what_is_found_holds_the_word(site, page):
    open_page(page, site, "audit/index.html")
    page.locator("nav.top input").fill("meeting")
    page.locator("#found li mark").first.wait_for()
    marks = page.locator("#found li mark").all_text_contents()
    assert {text.lower() for text in marks} == {"meeting"}
    href = page.locator("#found li:has(mark) a").first.get_attribute("href")
    page.locator("#found li:has(mark) a").first.click()
    page.wait_for_url(lambda url: url.endswith(href.split("/")[-1]))
    assert "meeting" in page.locator(":target").text_content().lower()


def test_a_letter_typed_as_the_words_arrive_is_searched_for_last(site, page):
    """What fewer letters find must not come after what all of them found."""
    waiting = []
    page.route("**/words.js", lambda route: waiting.append(route))
    try:
        open_page(page, site, "audit/index.html")
        page.evaluate(LAST_LETTER, "meeting")
        page.locator("nav.top input").press_sequentially("meetin")
        page.wait_for_timeout(100)
        for route in waiting:
            route.continue_()
    finally:
        page.unroute("**/words.js")
    marks = page.locator("#found li mark")
    marks.first.wait_for()
    page.wait_for_timeout(200)
    assert page.locator("nav.top input").input_value() == "meeting"
    assert {text.lower() for text in marks.all_text_contents()} == {"meeting"}


def test_without_the_file_of_words_the_search_says_so(site, chromium):
    page = opened(chromium, True, [])
    page.route("**/words.js", lambda route: route.abort())
    open_page(page, site, "audit/index.html")
    page.locator("nav.top input").fill("meeting")
    page.locator("#found", has_text="words.js").wait_for()
    page.context.close()


def test_a_panel_inside_a_page_closes_with_esc(site, page):
    open_page(page, site, "audit/tables/T05.html")
    to_evidence = "[...document.querySelectorAll('td a')].findIndex(link => link.href.includes('/evidence/'))"
    page.locator("td a").nth(page.evaluate(to_evidence)).click()
    inside = page.frame_locator("#panel iframe")
    inside.locator("section.row a").first.focus()
    page.keyboard.press("Escape")
    page.locator("#panel").wait_for(state="detached")


def test_a_panel_says_where_it_is_and_goes_back_to_where_it_began(site, page):
    open_page(page, site, "audit/tables/T05.html")
    to_evidence = "[...document.querySelectorAll('td a')].findIndex(link => link.href.includes('/evidence/'))"
    page.locator("td a").nth(page.evaluate(to_evidence)).click()
    as_page, back = page.locator("#panel a"), page.locator("#panel button", has_text="Back")
    began = as_page.get_attribute("href")
    assert "/evidence/" in began and not back.is_visible()
    page.frame_locator("#panel iframe").locator("section.row dd > a").first.click()
    page.wait_for_function("document.querySelector('#panel a').href.includes('/sources/')")
    back.click()
    page.wait_for_function("began => document.querySelector('#panel a').href === began", arg=began)
    assert not back.is_visible()


def test_folds_are_open_again_when_one_comes_back(site, page):
    path = "findings/findings.html"
    open_page(page, site, path)
    fold = page.locator("details").first
    fold.locator("summary").click()
    link = fold.locator("a").first
    link.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    link.click()
    page.wait_for_url(lambda url: "/audit/" in url)
    page.go_back()
    page.wait_for_load_state()
    assert where(site, page.url)[0] == path
    assert fold.get_attribute("open") is not None and page.locator("details[open]").count() == 1
    page.wait_for_function("place => Math.abs(scrollY - place) < 200", arg=place)


def test_arrows_go_through_what_was_found_and_all_words_are_looked_for_in_any_order(site, page):
    open_page(page, site, "audit/index.html")
    searched = (site.folder / "audit/words.js").read_text(encoding="utf-8")
    texts = [text for _, _, segments in json.loads(searched[searched.index("{") : searched.rindex("}") + 1])["sources"]
             for _, text in segments]  # fmt: skip
    words = max(texts, key=lambda text: (len(text.split()), text)).split()
    asked = [max(words[:9], key=len).strip(".,"), max(words[-9:], key=len).strip(".,")]
    page.locator("nav.top input").fill(" ".join(reversed(asked)))
    page.locator("#found li mark").first.wait_for()
    found = page.locator("#found li a")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.href") == found.first.evaluate("link => link.href")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.type") == "search"


def test_menus_offer_what_there_is_beside_what_the_others_say(site, page):
    open_page(page, site, "audit/tables/T07.html")
    offered = (
        "[...document.querySelector('.filters select[name=value]').options].filter(o => !o.disabled).map(o => o.value)"
    )
    every = page.evaluate(offered)
    by = page.locator(".filters select[name=by]")
    for number in range(1, by.locator("option").count()):
        by.select_option(index=number)
        left = [value for value in page.evaluate(offered) if value]
        assert left and len(left) < len(every) - 1
        page.locator(".filters select[name=value]").select_option(left[-1])
        assert page.locator("table.rows tbody tr:visible").count() > 0
        page.locator(".filters select[name=value]").select_option("")


def test_sorting_puts_the_rows_in_order_up_and_down(site, page):
    path = "audit/tables/T05.html"
    open_page(page, site, path)
    column = site.columns("T05").index("n_segments")
    cells = f"table.rows tbody td:nth-child({column + 1})"
    before = sorted(int(text.replace(",", "")) for text in page.locator(cells).all_text_contents())
    for direction, expected in (("ascending", before), ("descending", before[::-1])):
        page.locator("table.rows thead th").nth(column).locator("button").click()
        assert [int(text.replace(",", "")) for text in page.locator(cells).all_text_contents()] == expected
        assert page.locator("table.rows thead th").nth(column).get_attribute("aria-sort") == direction


def test_a_filter_leaves_the_rows_that_fit_and_says_how_many(site, page):
    path = "audit/tables/T06.html"
    open_page(page, site, path)
    rows = page.locator("table.rows tbody tr")
    case = site.columns("T06").index("case")
    every = [
        row[case]
        for row in page.evaluate(
            "[...document.querySelectorAll('table.rows tbody tr')].map(r => [...r.cells].map(c => c.textContent.trim()))"
        )
    ]
    wanted = every[-1]
    page.locator(".filters label", has_text="case").locator("select").select_option(wanted)
    shown = [row for row in rows.all() if row.is_visible()]
    assert len(shown) == every.count(wanted) < len(every)
    assert {row.locator("td").nth(case).text_content().strip() for row in shown} == {wanted}
    assert page.locator(".filters output").text_content() == f"{len(shown)} of {len(every)} rows shown"
    page.locator(".filters label", has_text="case").locator("select").select_option("")
    assert page.locator("table.rows tbody tr:visible").count() == len(every)


def test_a_filter_of_evidence_leaves_the_segments_that_fit(site, page):
    open_page(page, site, "audit/evidence/T05/1.html")
    every = page.locator("section.row dd").count()
    coder = page.locator(".filters label", has_text="coder").locator("select")
    wanted = coder.locator("option").nth(1).get_attribute("value")
    coder.select_option(wanted)
    shown = page.locator("section.row dd:visible")
    texts = shown.evaluate_all(
        "all => all.map(e => [...e.querySelectorAll(':scope > span i')].map(i => i.textContent).join(', '))"
    )
    assert 0 < len(texts) < every and all(wanted in text.split(", ") for text in texts)
    assert page.locator(".filters output").text_content() == f"{len(texts)} of {every} segments of this page shown"


def test_a_page_of_each_kind_is_accessible(site, page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    wrong = []
    for path in smallest_of_each_kind(site):
        open_page(page, site, path)
        for found in axe.run(page, options=AXE).response["violations"]:
            if found["impact"] in ("serious", "critical"):
                wrong.append((path, found["id"], found["nodes"][0]["html"][:150], len(found["nodes"])))
    assert not wrong


def test_the_first_page_leads_into_the_audit_and_back(site, plain):
    open_page(plain, site, START)
    plain.locator("a[href^='audit/']").first.click()
    plain.wait_for_url(lambda url: "/audit/" in url)
    plain.locator("nav.top a.home").click()
    assert where(site, plain.url)[0] == START
