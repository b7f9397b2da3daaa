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
const piece = (at) => film.pieces[at].map(text).join("");
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
  drawn.setAttribute("class", piece(classes));
  drawn.innerHTML = pieces.map(piece).join("");
  now.set(part, state);
}
function lay() {
  const rank = (edge) => film.order.findIndex((tone) => edge.classList.contains(tone));
  const sorted = [...edges].sort((a, b) => rank(b) - rank(a) || number(b) - number(a));
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
  one(".ui-names h1").replaceChildren(apart(piece(title)));
  one(".ui-subtitle").replaceChildren(apart(piece(below)));
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

zoom(Math.min(1, Math.max(fitting(), 0.8)), 0, 0);
if (film) {
  go(step, true);
  goToHash();
}
const standing = one(".node.t-now, .node.t-late", picture);
if (standing) reveal(standing);
