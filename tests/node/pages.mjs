// Opens pages of reports in Chromium, from their files, and prints for each what is wrong with it there: errors,
// what axe finds in light and in dark, and whether it is wider than the window at three widths.
// node pages.mjs FOLDER-WITH-node_modules FILE…
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(join(folder, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [390, 1280, 1920];

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium" });
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true });

// Of the same page in other colours only those can be another.
async function complaints(page, only) {
  return page.evaluate(async (rules) => {
    const wanted = rules ? { runOnly: { type: "rule", values: rules } } : {};
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"], ...wanted });
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)}`));
  }, only);
}

async function tooWide(page) {
  const found = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) found.push(`${wide} at ${width}`);
  }
  return found;
}

const seen = {};
for (const file of files) {
  const page = await context.newPage();
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(pathToFileURL(file).href);
  await page.evaluate(axe);
  const light = await complaints(page);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await complaints(page, ["color-contrast"]);
  seen[file] = { errors, axe: { light, dark }, tooWide: await tooWide(page) };
  await page.close();
}
await browser.close();
console.log(JSON.stringify(seen));
