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

// Light and dark.
const root = document.documentElement;
function turn() {
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
}
