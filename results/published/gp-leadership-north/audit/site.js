// Comfort for readers of the audit: the pages are whole without it. Nothing is fetched; what is searched lies in words.js.
"use strict";
(() => {
  const root = document.body.dataset.root;
  const inside = window.self !== window.top;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const make = (name, text = "", attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const store = {
    get(key) { try { return JSON.parse(sessionStorage.getItem(key)) || []; } catch { return []; } },
    set(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* it is only comfort */ } },
  };
  if (inside) document.body.classList.add("inside");

  // a panel beside the table, instead of a jump
  let panel = null, opener = null;
  const close = () => {
    if (!panel) return;
    panel.remove();
    panel = null;
    document.body.classList.remove("beside");
    if (opener) opener.focus();
  };
  const open = (link) => {
    opener = link;
    if (!panel) {
      panel = make("aside", "", { id: "panel", "aria-label": "Evidence" });
      const head = make("p");
      const back = make("button", "Back", { type: "button", class: "back", hidden: "" });
      back.addEventListener("click", () => panel.querySelector("iframe").contentWindow.postMessage("multicase: back", "*"));
      const button = make("button", "Close", { type: "button" });
      button.addEventListener("click", close);
      head.append(back, make("a", "Open as a page", { href: link.href }), make("span", "Esc closes"), button);
      panel.append(head, make("iframe", "", { title: "Evidence" }));
      document.body.append(panel);
      document.body.classList.add("beside");
    }
    panel.querySelector("a").href = link.href;
    panel.querySelector("button.back").hidden = true;
    const frame = panel.querySelector("iframe");
    frame.replaceWith(make("iframe", "", { title: "Evidence", src: link.href }));
  };
  const leadsTo = (link) => (link.href.baseVal === undefined ? link.href : new URL(link.href.baseVal, document.baseURI).href);
  const isEvidence = (link) => link.href && /\/(evidence|sources)\//.test(leadsTo(link));
  if (!inside) {
    document.addEventListener("click", (event) => {
      const link = event.target.closest && event.target.closest("td a, svg a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button || !isEvidence(link)) return;
      event.preventDefault();
      open({ href: leadsTo(link), focus: () => link.focus() });
    });
    // pages of a folder on a disk may not look into one another: the one in the panel says where it is
    addEventListener("message", (event) => {
      if (!panel || event.source !== panel.querySelector("iframe").contentWindow) return;
      if (event.data === "multicase: close") close();
      else if (event.data && typeof event.data.at === "string" && /^(file|https?):/.test(event.data.at)) {
        panel.querySelector("a").href = event.data.at;
        panel.querySelector("button.back").hidden = event.data.at === opener.href;
      }
    });
  } else {
    const tell = () => parent.postMessage({ at: location.href }, "*");
    tell();
    addEventListener("hashchange", tell);
    addEventListener("pageshow", tell);
    addEventListener("message", (event) => { if (event.source === parent && event.data === "multicase: back") history.back(); });
  }

  // a graph wider than the screen begins at its middle
  all(".walk").forEach((walk) => { walk.scrollLeft = (walk.scrollWidth - walk.clientWidth) / 2; });

  // sorting: by numbers where a column's cells begin with nothing else, else as words, the numbers in them as numbers
  const value = (row, column) => row.cells[column].textContent.trim();
  const asNumber = (text) => {
    const found = /^[+-]?(?:\d[\d,]*)?\.?\d+(?:e[+-]\d+)?(?=$|[\s%(])/.exec(text);
    return found && plain(found[0]);
  };
  // written out, an expression that looks behind itself would keep older browsers from all of this script
  const compiled = (expression) => {
    try {
      return new RegExp(expression);
    } catch {
      return null;
    }
  };
  const plain = (number) => parseFloat(number.replace(/,/g, ""));
  // 0.25 is one number wherever it stands; 1.10.2, C1.10 and i01:2.10 are several
  const NUMBER = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]\d+)?(?!\w|[.:]\d)`;
  const numbersIn = compiled(String.raw`((?:^[+-])?(?<![\w:.])${NUMBER}|\d+)`) || /(\d+)/;
  const letters = new Intl.Collator();
  const asWords = (one, other) => {
    const [pieces, others] = [one, other].map((text) => text.split(numbersIn)); // every second one is a number
    for (let i = 0; i < Math.min(pieces.length, others.length); i++) {
      const [a, b] = [pieces[i], others[i]];
      const order = i % 2 ? plain(a) - plain(b) : letters.compare(a, b);
      if (order) return order;
    }
    return pieces.length - others.length;
  };
  const part = document.querySelector("p.pages") ? " of this page" : "";
  all("table.rows").forEach((table) => {
    all("thead th", table).forEach((head, column) => {
      const button = make("button", head.textContent, { type: "button", title: `Sort the rows${part} by this column` });
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const body = table.tBodies[0];
        const rows = [...body.rows].map((row) => [row, value(row, column), asNumber(value(row, column))]);
        const numbers = rows.every(([, text, number]) => number !== null || !/^[+-]?\.?\d/.test(text));
        rows.sort(([, a, n], [, b, m]) => {
          if (numbers && n !== null && m !== null && n !== m) return (n - m) * (up ? 1 : -1);
          if (numbers && (n === null) !== (m === null)) return n === null ? 1 : -1; // what is no number comes last
          return asWords(a, b) * (up ? 1 : -1);
        });
        body.append(...rows.map(([row]) => row));
      });
    });
  });

  // filters: an item is shown for one of its parts, such as a coding, that has all that is chosen
  const filters = (groups, items, told) => {
    const form = make("form", "", { class: "filters" });
    const chosen = {};
    const count = make("output");
    const fits = (values, but) =>
      Object.entries(chosen).every(([name, wanted]) => name === but || !wanted || values[name].includes(wanted));
    const offered = (name, values) => values.flatMap((value) => value[name]);
    const apply = () => {
      let n = 0;
      items.forEach((item) => {
        item.element.hidden = !item.parts.some((values) => fits(values));
        n += !item.element.hidden;
      });
      // each menu offers what there is beside what the others say
      all("select", form).forEach((select) => {
        const beside = items.flatMap((item) => item.parts.filter((values) => fits(values, select.name)));
        const left = new Set(offered(select.name, beside));
        all("option", select).forEach((option) => { option.disabled = option.value !== "" && !left.has(option.value); });
      });
      groups.forEach((group) => group());
      count.textContent = `${n} of ${items.length} ${told}`;
    };
    for (const name of Object.keys(items[0].parts[0])) {
      const values = [...new Set(offered(name, items.flatMap((item) => item.parts)))].filter(Boolean).sort();
      if (values.length < 2 || values.length > 80) continue;
      const label = make("label", name);
      const select = make("select", "", { name });
      select.append(make("option", "all", { value: "" }), ...values.map((text) => make("option", text, { value: text })));
      select.addEventListener("change", () => { chosen[name] = select.value; apply(); });
      label.append(select);
      form.append(label);
    }
    if (!form.children.length) return null;
    form.append(count);
    // a browser that goes back fills the menus in again
    addEventListener("pageshow", () => {
      all("select", form).forEach((select) => { chosen[select.name] = select.value; });
      apply();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
    return form;
  };
  // a source's case, in which commas may stand, and its kind, of which the page's maker put in what there are
  const PLACED = /^(.*), (group interview|observation|interview|document)(?=,|$)/;
  const entries = all("section.row dl:not(.plain) dd").map((element) => {
    let source = element.previousElementSibling;
    while (source.tagName !== "DT") source = source.previousElementSibling;
    const who = element.querySelector(":scope > b") || source.querySelector("i");
    const placed = PLACED.exec(source.childNodes.length > 1 ? source.childNodes[1].textContent.trim() : "") || [];
    const whole = {
      case: [placed[1] || ""],
      kind: [placed[2] || ""],
      role: [who ? who.textContent.replace(/ \S+$/, "") : "nobody"],
    };
    const codings = all(":scope > span", element).map((span) => ({
      code: [span.querySelector("a").textContent],
      coder: all(":scope > i", span).map((coder) => coder.textContent),
      side: [span.className],
    }));
    if (!codings.length) codings.push({ code: [], coder: [], side: [] });
    return { element, parts: codings.map((coding) => ({ ...whole, ...coding })) };
  });
  if (entries.length > 5) {
    const heads = all("section.row dl:not(.plain) dt").map((head) => () => {
      let item = head.nextElementSibling;
      while (item && item.tagName === "DD" && item.hidden) item = item.nextElementSibling;
      head.hidden = !item || item.tagName !== "DD";
    });
    const counts = all("section.row dl:not(.plain)").map((list) => {
      const told = make("p", "", { class: "caption" });
      list.before(told);
      return () => {
        const items = all("dd", list), n = items.filter((item) => !item.hidden).length;
        told.textContent = n < items.length ? `By the menus above ${n} of the ${items.length} below are shown.` : "";
        told.hidden = n === items.length;
      };
    });
    const form = filters([...heads, ...counts], entries, `segments${part} shown`);
    if (form) document.querySelector("section.row").before(form);
  }
  all("table.rows").forEach((table) => {
    const heads = all("thead th", table).map((head) => head.textContent);
    const wanted = /^(theme|case|kind|role|code|coder|side|claim|polarity|by|value|decision|verdict|rule|status)$/i;
    const columns = heads.map((name, place) => [name, place]).filter(([name]) => wanted.test(name));
    const rows = table.tBodies[0] ? [...table.tBodies[0].rows] : [];
    if (!columns.length || rows.length < 8) return;
    const items = rows.map((row) => ({
      element: row,
      parts: [Object.fromEntries(columns.map(([name, place]) => [name, [value(row, place)]]))],
    }));
    const form = filters([], items, `rows${part} shown`);
    if (form) table.closest(".scroll").before(form);
  });

  // folds that were open, and the place on the page, when one comes back to it
  const folds = all("details");
  if (folds.length && !inside) {
    const key = `multicase folds ${location.pathname}`;
    addEventListener("pagehide", () => store.set(key, [scrollY, ...folds.flatMap((fold, n) => (fold.open ? [n] : []))]));
    const came = performance.getEntriesByType("navigation")[0];
    if (came && came.type === "back_forward") {
      const [y, ...wereOpen] = store.get(key);
      wereOpen.forEach((n) => { if (folds[n]) folds[n].open = true; });
      if (y) addEventListener("load", () => scrollTo(0, y));
    }
  }
  // a link to what lies in a fold opens it
  const unfold = () => {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { /* no anchor */ }
    for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  unfold();
  addEventListener("hashchange", unfold);

  // search over words and codes
  const top = document.querySelector("nav.top");
  const box = make("input", "", { type: "search", placeholder: "Search words and codes ( / )", "aria-label": "Search words and codes" });
  const asked = make("form");
  asked.append(box);
  top.append(asked);
  const lay = make("div", "", { id: "found", hidden: "", role: "region", "aria-label": "What was found" });
  top.append(lay);
  let loading = null;
  const words = () => {
    loading ||= new Promise((done) => {
      const script = make("script", "", { src: root + "words.js" });
      script.addEventListener("load", () => done(window.multicaseWords));
      script.addEventListener("error", () => done(null));
      document.head.append(script);
    });
    return loading;
  };
  const typed = () => box.value.trim().normalize();
  // a word however it is typed: with any apostrophe, quotation mark or hyphen, its blanks where the text ends a line
  const ALIKE = [/['‘’ʼ`]/g, /["“”„«»]/g, /[-‐‑–—]/g].map((signs) => [signs, signs.source]);
  const pattern = (word) => {
    const plain = word.replace(/[.*+?^${}()|[\]\\\/]/g, "\\$&");
    return new RegExp(ALIKE.reduce((made, [signs, any]) => made.replace(signs, any), plain).replace(/\s+/g, "\\s+"), "iu");
  };
  const search = async () => {
    const asked = typed();
    if (asked.length < 2) { lay.hidden = true; return; }
    // all words, in any order; what stands in quotes as it stands
    const quoting = /["“”„]([^"“”„]+)["“”„]?|([^\s"“”„]+)/g;
    const wanted = [...asked.matchAll(quoting)].map(([, quoted, word]) => pattern((quoted || word).trim()));
    if (!wanted.length) { lay.hidden = true; return; }
    const first = (text) => (wanted.every((word) => word.test(text)) ? wanted[0].exec(text) : null);
    const searched = await words();
    if (asked !== typed()) return; // more was typed meanwhile, and is searched for itself
    if (!searched) {
      lay.replaceChildren(make("p", "Nothing can be searched: the file words.js, which belongs beside these pages, is not there."));
      lay.hidden = false;
      return;
    }
    const { pages, sources } = searched;
    const list = make("ol");
    let n = 0;
    for (const [name, href] of pages) {
      if (!first(name)) continue;
      const item = make("li");
      item.append(make("a", name, { href: root + href }));
      list.append(item);
    }
    for (const [name, href, segments] of sources) {
      for (const [place, words] of segments) {
        const text = words.normalize();
        const found = first(text);
        if (!found) continue;
        const at = found.index, end = at + found[0].length;
        n += 1;
        if (n > 100) continue;
        const item = make("li");
        item.append(make("a", `${name}:${place}`, { href: `${root}${href}#s${place}` }), " ");
        item.append((at > 50 ? "… " : "") + text.slice(Math.max(0, at - 50), at), make("mark", text.slice(at, end)));
        item.append(text.slice(end, end + 70));
        list.append(item);
      }
    }
    const named = list.children.length - Math.min(n, 100);
    const told = [named && `${named} pages by their names`, n && `${n} segments${n > 100 ? ", the first 100 shown" : ""}`];
    lay.replaceChildren(make("p", told.filter(Boolean).join(", ") || "No page and no segment has all these words."), list);
    lay.hidden = false;
  };
  asked.addEventListener("submit", async (event) => {
    event.preventDefault();
    await search();
    const first = lay.querySelector("a");
    if (first) first.focus();
  });
  box.addEventListener("input", search);
  const step = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || lay.hidden) return;
    const found = all("a", lay), to = found.indexOf(document.activeElement) + by;
    event.preventDefault();
    (found[Math.min(to, found.length - 1)] || box).focus();
  };
  box.addEventListener("keydown", step);
  lay.addEventListener("keydown", step);

  // a trail of where one has been
  if (!inside) {
    const been = store.get("multicase trail").filter(([, href]) => href !== location.href);
    if (been.length) {
      const trail = make("nav", "Before: ", { class: "trail", "aria-label": "Where you have been" });
      been.slice(-6).reverse().forEach(([title, href], place) => {
        if (place) trail.append(" · ");
        trail.append(make("a", title, { href }));
      });
      top.after(trail);
    }
    const save = () => store.set("multicase trail", [...been, [document.title, location.href]].slice(-20));
    save();
    addEventListener("hashchange", save);
  }

  // keyboard: j and k go through what can be followed, / searches, Esc closes
  const stops = () => all("main td a, main section.row dd > a:first-child, main svg a, main ul a").filter((link) => !link.closest("[hidden]"));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (!lay.hidden) { lay.hidden = true; box.focus(); box.blur(); }
      else if (inside) parent.postMessage("multicase: close", "*");
      else close();
      return;
    }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { event.preventDefault(); box.focus(); }
    if (event.key === "j" || event.key === "k") {
      const links = stops();
      if (!links.length) return;
      const at = links.indexOf(document.activeElement);
      const to = at < 0 ? 0 : Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), links.length - 1);
      links[to].focus();
      links[to].scrollIntoView({ block: "nearest" });
    }
  });
})();
