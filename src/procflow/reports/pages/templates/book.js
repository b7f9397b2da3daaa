
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
  const MOST = 30;
  const TITLED = 6;
  const HAN = /\p{Script=Han}/u;
  const SIGN = /[\p{Script=Latin}\d]/u;
  const NUMBER = /(\d+(?:,\d{3})*(?:\.\d+)?)([十百千k]?)([萬万億亿]?)/gu;
  const TIMES = { 十: 10, 百: 100, 千: 1e3, k: 1e3, 萬: 1e4, 万: 1e4, 億: 1e8, 亿: 1e8 };

  // Chinese is written without spaces: what is not found as it stands is looked for two signs at a time.
  const pairs = (term) => [...term].slice(1).map((sign, at) => [...term][at] + sign);

  // The numbers of a text, however they are written: 500,000, 500000 and 50萬 are one.
  const numbers = (text) =>
    [...text.matchAll(NUMBER)].map(([, digits, ten, power]) =>
      Number(digits.replaceAll(",", "")) * (TIMES[ten] ?? 1) * (TIMES[power] ?? 1));

  const isNumber = (term) => term.replace(NUMBER, "").replace(/^[≤≥<>]|元$/gu, "") === "" && numbers(term).length === 1;

  // Whether a text has a term: a number as a number, a word from its beginning, anything else anywhere.
  function holds(text, term) {
    if (isNumber(term)) return numbers(text).includes(numbers(term)[0]);
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
      if (at === 0 || !SIGN.test(term[0]) || !SIGN.test(text[at - 1])) return true;
    }
    return false;
  }

  function worth(row, term) {
    if (row.names.includes(term)) return 12;
    if (row.names.some((name) => name.startsWith(term) && holds(name, term))) return 8;
    if (row.names.some((name) => holds(name, term))) return TITLED;
    if (holds(row.text, term)) return 3;
    if (!HAN.test(term) || isNumber(term) || [...term].length < 3) return 0;
    const all = pairs(term);
    const share = all.filter((two) => row.text.includes(two)).length / all.length;
    return share >= 0.6 ? share : 0;
  }

  // What holds every word, first what has them all in its title; where nothing does, what holds some, the
  // most first.
  function find(query) {
    const terms = fold(query).split(/[\s;、]+|,(?!\d)|(?<!\d),/u).filter(Boolean);
    if (terms.length === 0) return null;
    const found = rows
      .map((row) => {
        const worths = terms.map((term) => worth(row, term));
        const held = worths.filter((each) => each > 0).length;
        const titled = worths.every((each) => each >= TITLED);
        return { row, held, titled, worth: worths.reduce((sum, each) => sum + each, 0) };
      })
      .filter(({ held }) => held > 0)
      .sort((one, other) => other.held - one.held || other.titled - one.titled || other.worth - one.worth);
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
