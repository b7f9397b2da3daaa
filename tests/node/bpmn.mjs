// Opens BPMN files in bpmn-js and prints, for each, its warnings and the ids of what was drawn.
// node bpmn.mjs FOLDER-WITH-node_modules FILE…
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, ...files] = process.argv.slice(2);
const { JSDOM, VirtualConsole } = createRequire(join(folder, "package.json"))("jsdom");

// jsdom draws nothing: what bpmn-js asks of a drawing stands still here. Warnings come from its reader and
// its importer, which need no more.
class SVGMatrix {}
const matrix = () =>
  Object.assign(new SVGMatrix(), {
    a: 1, b: 0, c: 0, d: 1, e: 0, f: 0,
    translate: matrix, scale: matrix, rotate: matrix, multiply: matrix, inverse: matrix,
  });
const transform = (of = matrix()) => ({
  matrix: of, type: 0, angle: 0,
  setMatrix(given) { this.matrix = given; },
  setTranslate() {}, setRotate() {}, setScale() {},
});
const transforms = () => {
  const items = [];
  return {
    get numberOfItems() { return items.length; },
    clear: () => { items.length = 0; },
    getItem: (at) => items[at],
    appendItem: (item) => { items.push(item); return item; },
    initialize: (item) => { items.splice(0, items.length, item); return item; },
    consolidate: () => items[0] ?? null,
  };
};

function page() {
  const { window } = new JSDOM("<!DOCTYPE html><div id=canvas></div>", {
    pretendToBeVisual: true,
    runScripts: "outside-only",
    virtualConsole: new VirtualConsole(),
  });
  const shape = window.SVGElement.prototype;
  Object.assign(shape, {
    getBBox: () => ({ x: 0, y: 0, width: 10, height: 10 }),
    getScreenCTM: matrix,
    getCTM: matrix,
    createSVGMatrix: matrix,
    createSVGTransform: () => transform(),
    createSVGTransformFromMatrix: transform,
    createSVGPoint: () => ({ x: 0, y: 0, matrixTransform() { return this; } }),
  });
  const known = new WeakMap();
  Object.defineProperty(shape, "transform", {
    get() {
      if (!known.has(this)) known.set(this, { baseVal: transforms() });
      return known.get(this);
    },
  });
  Object.assign(window, { SVGMatrix, structuredClone, CSS: { escape: (text) => text } });
  window.eval(readFileSync(join(folder, "node_modules/bpmn-js/dist/bpmn-viewer.development.js"), "utf8"));
  return window;
}

const window = page();
const said = {};
for (const file of files) {
  const viewer = new window.BpmnJS({ container: window.document.getElementById("canvas") });
  try {
    const { warnings } = await viewer.importXML(readFileSync(file, "utf8"));
    const drawn = viewer.get("elementRegistry").getAll().map((element) => element.id);
    said[file] = { warnings: warnings.map((warning) => warning.message), drawn };
  } catch (error) {
    said[file] = { warnings: [`not opened: ${error.message}`], drawn: [] };
  }
  viewer.destroy();
}
process.stdout.write(JSON.stringify(said), () => process.exit(0));
