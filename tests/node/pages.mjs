// Opens pages of reports in Chromium, from their files, and prints for each what is wrong with it there: errors,
// what axe finds in light and in dark, whether it is wider than the window at three widths; what the keyboard comes
// to first; how a picture lies in it on a phone; and, where the page searches, what it finds.
// node pages.mjs FOLDER-WITH-node_modules FILE…
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { complaintsOf } from "./complaints.mjs";

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(join(folder, "package.json"));
const { chromium } = require("playwright-core");
const complaints = complaintsOf(require);
const WIDTHS = [390, 1280, 1920];
const QUERIES = ["Ask", "請假", "ｌｅａｖｅ　clerk", "須經主管核", "boss zzz", "zzz", "5,000", "5000", "50萬", "leave boss"];

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium" });
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });

async function tooWide(page) {
  const found = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) found.push(`${wide} at ${width}`);
  }
  return found;
}

// What the keyboard comes to first, and where it leads.
async function first(page) {
  await page.keyboard.press("Tab");
  const found = await page.evaluate(() => document.activeElement.className);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  return [found, await page.evaluate(() => document.activeElement.closest("main") !== null)];
}

// Whether the picture, on a phone, overflows its frame as it comes and in its full size; null without one.
async function overflows(page) {
  const box = page.locator(".size input").first();
  if (!(await box.count())) return null;
  await page.setViewportSize({ width: 390, height: 800 });
  const wide = () => page.locator(".figure .scroll").first().evaluate((frame) => frame.scrollWidth > frame.clientWidth);
  const found = [await wide()];
  await box.check();
  return [...found, await wide()];
}

async function searches(page) {
  if (!(await page.locator("#search-index").count())) return null;
  const found = {};
  for (const query of QUERIES) {
    await page.locator("#search-field").fill(query);
    await page.waitForTimeout(250);
    found[query] = await page.evaluate(() => ({
      titles: [...document.querySelectorAll("#search-found a")].map((link) => link.textContent),
      status: document.querySelector("#search-status").textContent,
    }));
  }
  await page.locator("#search-field").fill(QUERIES[0]);
  await page.locator("#search-found a").first().click();
  const target = await page.evaluate(() => document.querySelector(":target")?.textContent ?? "");
  return { found, target };
}

const seen = {};
for (const file of files) {
  const page = await context.newPage();
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(pathToFileURL(file).href);
  const focus = await first(page);
  const light = await complaints(page);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await complaints(page, ["color-contrast"]);
  seen[file] = { errors, focus, axe: { light, dark }, tooWide: await tooWide(page), overflows: await overflows(page), search: await searches(page) };
  await page.close();
}
await browser.close();
console.log(JSON.stringify(seen));
