"use strict";
(() => {
  const one = (chosen, at = document) => at.querySelector(chosen);
  const all = (chosen, at = document) => [...at.querySelectorAll(chosen)];
  const { words, film } = JSON.parse(one("#known").textContent);
  const fill = (phrase, given) => phrase.replace(/\{(\w+)\}/g, (_, name) => given[name]);
  const make = (tag, text, given = {}) => {
    const made = Object.assign(document.createElement(tag), given);
    if (text) made.append(text);
    return made;
  };
  const apart = (text) => make("bdi", text);

  const view = one(".ui-view");
  const picture = one("svg.procflow", view);
  const panel = one(".ui-panel");
  const parts = [];
  for (const part of all("[data-k]", picture)) parts[part.dataset.k] = part;
  const cards = all(".node[data-node]", picture);
  const edges = all(".edges > .edge", picture);
  const byName = new Map(cards.map((card) => [card.dataset.node, card]));
  const articles = all("[data-of]");
  const number = (card) => Number(card.dataset.k);
  const article = (card) => articles[number(card)];
  const titleOf = (card) => one("h3", article(card)).textContent;
  document.documentElement.classList.add("ui-js");
  for (const tool of all(".ui-tools, .ui-stepper")) tool.hidden = false;

  // Zoom and pan: the view scrolls by itself, a drag or the size of the picture moves what is in it.
  const { width: wide, height: high } = picture.viewBox.baseVal;
  let scale = 1;
  const fitting = () => view.clientWidth / wide;
  function zoom(to, x = view.clientWidth / 2, y = view.clientHeight / 2) {
    const left = (view.scrollLeft + x) / scale;
    const top = (view.scrollTop + y) / scale;
    scale = Math.min(4, Math.max(0.1, to));
    picture.style.width = `${wide * scale}px`;
    picture.style.height = `${high * scale}px`;
    view.scrollTo(left * scale - x, top * scale - y);
  }
  function reveal(card) {
    const box = card.getBoundingClientRect();
    const frame = view.getBoundingClientRect();
    const over = window.innerWidth <= 760 && !panel.hidden ? panel.offsetHeight : 0;
    const bottom = Math.min(frame.bottom, window.innerHeight - over);
    if (box.left < frame.left + 12 || box.right > frame.right - 12) {
      view.scrollLeft += (box.left + box.right - frame.left - frame.right) / 2;
    }
    if (box.top < frame.top + 12 || box.bottom > bottom - 12) {
      view.scrollTop += (box.top + box.bottom - frame.top - bottom) / 2;
    }
  }
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = view.getBoundingClientRect();
    zoom(scale * Math.exp(-event.deltaY / 400), event.clientX - frame.left, event.clientY - frame.top);
  }, { passive: false });
  let held = null;
  let dragged = false;
  view.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (event.pointerType === "mouse" && event.button === 0) {
      held = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
    }
  });
  window.addEventListener("pointermove", (event) => {
    if (held === null) return;
    const [x, y] = [event.clientX - held.x, event.clientY - held.y];
    if (!dragged && Math.hypot(x, y) < 5) return;
    dragged = true;
    view.classList.add("ui-drags");
    view.scrollTo(held.left - x, held.top - y);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    window.addEventListener(end, () => {
      held = null;
      view.classList.remove("ui-drags");
    });
  }

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
    const found = [head, one(".ui-where", source).cloneNode(true), before, known, ...happened(opened),
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

  // Keys: along the edges from card to card, by where the cards lie.
  const TURNS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function neighbour(card, [x, y]) {
    const middle = (each) => {
      const box = each.getBoundingClientRect();
      return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    };
    const [left, top] = middle(card);
    const name = card.dataset.node;
    const near = new Set();
    for (const { dataset } of edges) {
      if (dataset.source === name) near.add(byName.get(dataset.target));
      if (dataset.target === name) near.add(byName.get(dataset.source));
    }
    let best = null;
    let least = Infinity;
    for (const other of near) {
      const [toX, toY] = middle(other);
      const along = (toX - left) * x + (toY - top) * y;
      const aside = Math.abs((toX - left) * y) + Math.abs((toY - top) * x);
      if (along > 1 && along + 2 * aside < least) [best, least] = [other, along + 2 * aside];
    }
    return best;
  }
  function focus(card) {
    card.focus({ preventScroll: true });
    reveal(card);
  }
  picture.addEventListener("focusin", (event) => {
    if (event.target.matches(".node:focus-visible")) reveal(event.target);
  });
  view.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const card = event.target.closest(".node[data-node]");
    const sizes = { "+": scale * 1.25, "=": scale * 1.25, "-": scale / 1.25, 0: fitting() };
    if (event.key in sizes) zoom(sizes[event.key]);
    else if (card && (event.key === "Enter" || event.key === " ")) open(card);
    else if (card && event.key in TURNS) {
      const other = neighbour(card, TURNS[event.key]);
      if (other) focus(other);
    } else if (card && (event.key === "Home" || event.key === "End")) focus(cards.at(event.key === "Home" ? 0 : -1));
    else return;
    event.preventDefault();
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

  // Light and dark.
  const root = document.documentElement;
  function turn() {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : window.matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  }

  // The case, step by step.
  const entries = all(".ui-story li");
  const byStep = [];
  for (const entry of entries) (byStep[entry.dataset.step] ??= []).push(entry);
  const slider = one(".ui-stepper input");
  const label = one(".ui-moment");
  const play = one("[data-do=play]");
  const now = new Map();
  const past = new Map();
  let step = film ? film.steps.length - 1 : 0;
  let timer = 0;
  film?.steps.forEach((changes, at) => {
    for (let index = 0; index < changes.length; index += 2) {
      const part = changes[index];
      if (!past.has(part)) past.set(part, { at: [-1], state: [0] });
      past.get(part).at.push(at);
      past.get(part).state.push(changes[index + 1]);
    }
  });
  function stateOf(part, at) {
    const known = past.get(part);
    let low = 0;
    let top = known.at.length;
    while (top - low > 1) {
      const middle = (low + top) >> 1;
      if (known.at[middle] <= at) low = middle;
      else top = middle;
    }
    return known.state[low];
  }
  for (const part of past.keys()) now.set(part, stateOf(part, step));
  const text = (at) => film.texts[at];
  function pairs(part, state) {
    const found = film.known[part]?.[state] ?? [];
    return found.flatMap((each, at) => (at % 2 ? [] : [[text(each), text(found[at + 1])]]));
  }
  const sayings = (part) => pairs(part, now.get(part));
  /** The steps up to this one at which more than the time of a card was another than before. */
  function moments(part) {
    const known = past.get(part);
    if (!known) return [];
    const what = (state) => JSON.stringify([film.states[part][state][0], pairs(part, state).filter(([name]) => name !== words.time)]);
    return known.at.filter((at, index) => index && at <= step && what(known.state[index]) !== what(known.state[index - 1]));
  }
  function told(at) {
    return (byStep[at] ?? []).map((entry) => ({
      time: one("a", entry).textContent,
      who: one("b", entry)?.textContent ?? "",
      text: one("span", entry).textContent,
    }));
  }
  function draw(part, state) {
    const [classes, ...pieces] = film.states[part][state];
    const drawn = parts[part];
    drawn.setAttribute("class", text(classes));
    drawn.innerHTML = pieces.map(text).join("");
    if (drawn.dataset.node !== undefined) drawn.setAttribute("aria-label", one("title", drawn).textContent);
    now.set(part, state);
  }
  function lay() {
    const rank = (edge) => film.order.findIndex((tone) => edge.classList.contains(tone));
    const sorted = [...edges].sort((a, b) => rank(a) - rank(b) || number(a) - number(b));
    sorted[0]?.parentNode.append(...sorted);
  }
  function go(to, quiet = false) {
    step = Math.max(0, Math.min(film.steps.length - 1, to));
    let moved = false;
    for (const [part, state] of now) {
      const wanted = stateOf(part, step);
      if (wanted === state) continue;
      draw(part, wanted);
      moved ||= parts[part].dataset.edge !== undefined;
    }
    if (moved) lay();
    const [, , title, below] = film.heads[step];
    one(".ui-names h1").replaceChildren(apart(text(title)));
    one(".ui-subtitle").replaceChildren(apart(text(below)));
    say(quiet);
    if (opened) {
      const inside = panel.contains(document.activeElement);
      fillPanel();
      if (inside) one("h2", panel).focus();
    }
  }
  function say(quiet) {
    let at = step;
    while (at > 0 && !byStep[at]) at -= 1;
    const count = fill(words.step, { number: step + 1, count: film.steps.length });
    const said = told(at);
    label.setAttribute("aria-live", quiet ? "off" : "polite");
    label.replaceChildren(...said.map((line, index) => {
      const shown = make("p");
      if (!index) shown.append(make("small", count));
      shown.append(make("time", line.time), make("b", ""), apart(line.text));
      if (line.who) one("b", shown).append(apart(line.who), " ");
      return shown;
    }));
    if (!said.length) label.replaceChildren(make("small", count));
    slider.value = step;
    slider.setAttribute("aria-valuetext", [count, ...said.map((line) => `${line.time} ${line.who} ${line.text}`)].join(" · "));
    for (const entry of all(".ui-story li[data-now]")) delete entry.dataset.now;
    for (const entry of byStep[step] ?? []) entry.dataset.now = "";
    for (const name of ["first", "previous"]) one(`[data-do=${name}]`).setAttribute("aria-disabled", step === 0);
    for (const name of ["next", "last"]) one(`[data-do=${name}]`).setAttribute("aria-disabled", step === film.steps.length - 1);
  }
  function pause() {
    window.clearInterval(timer);
    timer = 0;
    play?.setAttribute("aria-pressed", "false");
  }
  function playOn() {
    if (timer) {
      pause();
      say(false);
      return;
    }
    if (step === film.steps.length - 1) go(0, true);
    play.setAttribute("aria-pressed", "true");
    timer = window.setInterval(() => {
      go(step + 1, true);
      const card = one(".node.t-now, .node.t-late", picture);
      if (card && !opened) reveal(card);
      if (step === film.steps.length - 1) pause();
    }, 1100);
  }
  function goToHash() {
    const found = /^#at=(\d+)$/.exec(window.location.hash);
    if (!film || !found) return;
    pause();
    const wanted = Number(found[1]);
    const at = film.heads.findIndex(([, last]) => wanted <= last);
    go(at < 0 ? film.steps.length - 1 : at);
  }
  slider?.addEventListener("input", () => {
    pause();
    go(Number(slider.value));
  });
  window.addEventListener("hashchange", goToHash);

  const doings = {
    larger: () => zoom(scale * 1.25),
    smaller: () => zoom(scale / 1.25),
    fit: () => zoom(fitting()),
    theme: turn,
    play: playOn,
    first: () => (pause(), go(0)),
    previous: () => (pause(), go(step - 1)),
    next: () => (pause(), go(step + 1)),
    last: () => (pause(), go(film.steps.length - 1)),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) doings[button.dataset.do]();
  });

  zoom(Math.min(1, Math.max(fitting(), 0.6)), 0, 0);
  if (film) {
    go(step, true);
    goToHash();
  }
  const standing = one(".node.t-now, .node.t-late", picture);
  if (standing) reveal(standing);
})();
