// Opens pages of reports in Chromium at several widths, light and dark, and prints what is found there.
// node report.mjs FOLDER-WITH-node_modules FILE…
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(join(folder, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

async function complaints(page, only) {
  await page.evaluate(axe);
  return page.evaluate(async (rules) => {
    const wanted = rules ? { runOnly: { type: "rule", values: rules } } : {};
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"], ...wanted });
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)}`));
  }, only);
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium" });
const said = {};
for (const file of files) {
  const page = await browser.newPage();
  const errors = [];
  page.on("console", (message) => errors.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) errors.push(`asks for ${request.url()}`);
  });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(pathToFileURL(file).href);
  const wide = {};
  for (const width of [390, 1280, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    wide[width] = await page.evaluate(() => document.documentElement.scrollWidth);
  }
  const known = { wide, axe: { light: await complaints(page) } };
  await page.setViewportSize({ width: 390, height: 900 });
  known.axe.narrow = await complaints(page);
  await page.emulateMedia({ colorScheme: "dark" });
  known.axe.dark = await complaints(page, ["color-contrast"]);
  await page.keyboard.press("Tab");
  known.first = await page.evaluate(() => document.activeElement.getAttribute("href"));
  said[file] = { ...known, errors };
  await page.close();
}
await browser.close();
process.stdout.write(JSON.stringify(said), () => process.exit(0));
