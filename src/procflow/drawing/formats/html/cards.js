// The panel beside a card.
let opened = null;
function heading(text) {
  return make("h3", text);
}
function facts(pairs, name) {
  const list = make("dl", "", { className: name });
  let last = null;
  let row = null;
  for (const [label, text] of pairs) {
    if (label !== last) {
      row = make("div");
      row.append(make("dt", label));
      list.append(row);
      last = label;
    }
    const said = make("dd");
    said.append(apart(text));
    row.append(said);
  }
  return list;
}
function ways(title, from, to) {
  const list = make("ul");
  for (const edge of edges.filter((each) => each.dataset[from] === opened.dataset.node)) {
    const other = byName.get(edge.dataset[to]);
    const way = make("button", "", { type: "button" });
    const label = one("title", edge)?.textContent;
    if (label) {
      const small = make("small");
      small.append(apart(label));
      way.append(small);
    }
    way.append(apart(titleOf(other)));
    way.addEventListener("click", () => open(other));
    const item = make("li");
    item.append(way);
    list.append(item);
  }
  return list.children.length ? [heading(title), list] : [];
}
function happened(card) {
  const list = make("ul");
  for (const at of moments(number(card)).slice(-40)) {
    const jump = make("button", "", { type: "button" });
    for (const line of told(at)) {
      const small = make("small");
      small.append(`${line.time} `, apart(line.who));
      jump.append(small, apart(line.text));
    }
    jump.addEventListener("click", () => go(at));
    const item = make("li");
    item.append(jump);
    if (jump.childNodes.length) list.append(item);
  }
  return list.children.length ? [heading(words.happened), list] : [];
}
function fillPanel() {
  const source = article(opened);
  const title = make("h2", "", { id: "panel-title", tabIndex: -1 });
  title.append(apart(titleOf(opened)));
  const close = make("button", "×", { type: "button", className: "ui-close", title: words.close });
  close.setAttribute("aria-label", words.close);
  close.addEventListener("click", shut);
  const head = make("header");
  head.append(title, close);
  const said = film?.known[opened.dataset.k] ? sayings(number(opened)) : null;
  const before = said === null ? one(".ui-said", source)?.cloneNode(true) : said.length && facts(said, "ui-said");
  const known = one(".ui-known", source)?.cloneNode(true);
  const found = [head, one(".ui-where", source).cloneNode(true), before, ...happened(opened), known,
    ...ways(words.leads, "source", "target"), ...ways(words.comes, "target", "source")];
  panel.replaceChildren(...found.filter(Boolean));
}
function open(card) {
  if (opened) delete opened.dataset.open;
  opened = card;
  card.dataset.open = "";
  fillPanel();
  panel.hidden = false;
  panel.scrollTop = 0;
  one("h2", panel).focus();
  reveal(card);
}
function shut() {
  if (!opened) return;
  const card = opened;
  opened = null;
  delete card.dataset.open;
  panel.hidden = true;
  card.focus({ preventScroll: true });
  reveal(card);
}
picture.addEventListener("click", (event) => {
  const card = event.target.closest(".node[data-node]");
  if (card && !dragged) open(card);
});

// Search in everything that is known of the cards.
const field = one("input[type=search]");
const results = one(".ui-found");
const status = one(".ui-count");
const same = (text) => text.normalize("NFKC").toLowerCase();
const lines = articles.map((each) => all("h3, .ui-where span, .ui-known dd", each).map((line) => line.textContent));
const searched = lines.map((each) => each.map(same));
function search() {
  const wanted = same(field.value).split(/\s+/).filter(Boolean);
  const hits = wanted.length
    ? cards.filter((card) => wanted.every((word) => searched[number(card)].some((line) => line.includes(word))))
    : [];
  for (const card of cards) hits.includes(card) ? (card.dataset.hit = "") : delete card.dataset.hit;
  results.replaceChildren(...hits.slice(0, 60).map((card) => {
    const choice = make("button", "", { type: "button" });
    choice.append(apart(titleOf(card)));
    const known = searched[number(card)];
    const where = known.findIndex((line, at) => at > 0 && wanted.some((word) => line.includes(word)));
    if (where > 0) {
      const small = make("small");
      small.append(apart(lines[number(card)][where]));
      choice.append(small);
    }
    choice.addEventListener("click", () => {
      results.hidden = true;
      focus(card);
    });
    const item = make("li");
    item.append(choice);
    return item;
  }));
  status.textContent = wanted.length ? (hits.length ? fill(words.found, { count: hits.length }) : words.nothing) : "";
  if (wanted.length && !hits.length) results.append(make("li", words.nothing));
  results.hidden = !wanted.length;
  return hits;
}
field.addEventListener("input", search);
field.addEventListener("focus", search);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    const [first] = search();
    results.hidden = true;
    if (first) focus(first);
  } else if (event.key === "ArrowDown") one("button", results)?.focus();
  else return;
  event.preventDefault();
});
results.addEventListener("keydown", (event) => {
  const item = event.target.closest("li");
  const to = { ArrowDown: item?.nextElementSibling, ArrowUp: item?.previousElementSibling };
  if (!(event.key in to)) return;
  event.preventDefault();
  (one("button", to[event.key] ?? document.createElement("i")) ?? field).focus();
});
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest(".ui-search")) results.hidden = true;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (!results.hidden) {
    field.value = "";
    search();
    field.focus();
  } else if (opened) shut();
});
