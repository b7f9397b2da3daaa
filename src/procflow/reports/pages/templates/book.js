
"use strict";
{
  const part = (id) => document.getElementById(id);
  const field = part("search-field");
  const list = part("search-found");
  const status = part("search-status");
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const words = JSON.parse(part("search-words").textContent);
  const rows = JSON.parse(part("search-index").textContent).map(([title, other, kind, inside, href, text]) => ({
    title, other, kind, inside, href, text, names: [fold(title), fold(other)],
  }));
  const MOST = 100;
  const HAN = /\p{Script=Han}/u;

  // Chinese is written without spaces: what is not found as it stands is looked for two signs at a time.
  const pairs = (term) => [...term].slice(1).map((sign, at) => [...term][at] + sign);

  function worth(row, term) {
    if (row.names.includes(term)) return 12;
    if (row.names.some((name) => name.startsWith(term))) return 8;
    if (row.names.some((name) => name.includes(term))) return 6;
    if (row.text.includes(term)) return 3;
    if (!HAN.test(term) || [...term].length < 3) return 0;
    const all = pairs(term);
    const share = all.filter((two) => row.text.includes(two)).length / all.length;
    return share >= 0.6 ? share : 0;
  }

  // What holds every word; where nothing does, what holds some, the most first.
  function find(query) {
    const terms = fold(query).split(/[\s,;，；、]+/u).filter(Boolean);
    if (terms.length === 0) return null;
    const found = rows
      .map((row) => {
        const worths = terms.map((term) => worth(row, term));
        const held = worths.filter((each) => each > 0).length;
        return { row, held, worth: worths.reduce((sum, each) => sum + each, 0) };
      })
      .filter(({ held }) => held > 0)
      .sort((one, other) => other.held - one.held || other.worth - one.worth);
    const all = found.filter(({ held }) => held === terms.length);
    const rest = all.length ? all : found;
    return { all: all.length > 0, rows: rest.map(({ row }) => row) };
  }

  function element(tag, text, attributes = {}) {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  function line(row) {
    const item = document.createElement("li");
    const link = element("a", "", { href: row.href });
    link.append(element("bdi", row.title));
    item.append(link);
    if (row.other) item.append(" ", element("span", row.other, { class: "other", lang: words.other }));
    const where = [row.kind, row.inside].filter(Boolean).join(" · ");
    item.append(" ", element("span", where, { class: "note" }));
    return item;
  }

  function show() {
    const found = find(field.value);
    const count = found?.rows.length ?? 0;
    list.replaceChildren(...(found?.rows ?? []).slice(0, MOST).map(line));
    if (found === null) status.textContent = "";
    else if (count === 0) status.textContent = words.nothing;
    else {
      const said = count > MOST ? words.more.replace("{most}", MOST) : words.found;
      status.textContent = (found.all ? said : words.some).replace("{count}", count);
    }
  }

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    field.value = asked;
    show();
  }
}
