// Opens pages with pictures in Chromium and prints, for each, what a reader with a keyboard finds there.
// node html.mjs FOLDER-WITH-node_modules FILE…
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { complaintsOf } from "./complaints.mjs";

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(join(folder, "package.json"));
const { chromium } = require("playwright-core");
const complaints = complaintsOf(require);

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium" });
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });

const focused = (page) =>
  page.evaluate(() => {
    const { dataset, tagName, id } = document.activeElement;
    return dataset.node ?? (id || tagName.toLowerCase());
  });
const panel = (page) =>
  page.evaluate(() => {
    const found = document.querySelector(".ui-panel");
    return found.hidden ? null : found.innerText;
  });
const shown = (page) =>
  page.evaluate(() => ({
    classes: Object.fromEntries(
      [...document.querySelectorAll("svg [data-node], svg [data-edge]")].map((part) => [
        part.dataset.node ?? part.dataset.edge,
        part.getAttribute("class"),
      ]),
    ),
    said: Object.fromEntries(
      [...document.querySelectorAll("svg [data-node]")].map((part) => [
        part.dataset.node,
        part.querySelector("title").textContent,
      ]),
    ),
    lines: [...document.querySelectorAll(".edges > .edge")].map((part) => part.dataset.edge),
    rings: document.querySelectorAll(".rings .ring").length,
    subtitle: document.querySelector(".ui-subtitle").textContent,
    moment: document.querySelector(".ui-moment")?.textContent ?? "",
  }));

async function cards(page) {
  const said = {};
  await page.locator(".ui-view").focus();
  await page.keyboard.press("Tab");
  said.first = await focused(page);
  await page.keyboard.press("Tab");
  said.second = await focused(page);
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  said.below = await focused(page);
  await page.keyboard.press("Enter");
  said.panel = await panel(page);
  said.inside = await focused(page);
  await page.keyboard.press("Escape");
  said.closed = (await panel(page)) === null;
  said.back = await focused(page);
  return said;
}

async function search(page) {
  const said = {};
  const title = await page.locator("[data-of] h3").last().textContent();
  const field = page.locator("input[type=search]");
  await field.fill(title);
  said.count = await page.locator(".ui-found button").count();
  said.hits = await page.locator("svg [data-hit]").count();
  said.status = await page.locator(".ui-count").textContent();
  said.wanted = title;
  await field.press("ArrowDown");
  await page.keyboard.press("Enter");
  said.focused = await page.evaluate(() => document.activeElement.querySelector("title").textContent);
  await field.fill("∄ no such thing");
  said.nothing = (await page.locator(".ui-found").innerText()).trim();
  await field.press("Escape");
  said.emptied = await field.inputValue();
  return said;
}

async function zoom(page) {
  const width = () => page.locator(".ui-view > svg").evaluate((picture) => picture.getBoundingClientRect().width);
  const before = await width();
  await page.locator("[data-do=larger]").click();
  const larger = (await width()) / before;
  await page.locator(".ui-view").focus();
  await page.keyboard.press("0");
  const fitted = await width();
  const fits = Math.abs(fitted - (await page.locator(".ui-view").evaluate((view) => view.clientWidth)));
  await page.locator(".ui-view").hover();
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  await page.waitForFunction(
    (than) => document.querySelector(".ui-view > svg").getBoundingClientRect().width > than + 1,
    fitted,
  );
  return { larger, fits };
}

async function steps(page) {
  const slider = page.locator(".ui-stepper input");
  if (!(await slider.count())) return null;
  const found = [];
  await slider.focus();
  await page.keyboard.press("Home");
  found.push(await shown(page));
  const last = Number(await slider.getAttribute("max"));
  for (let at = 0; at < last; at += 1) {
    await page.locator("[data-do=next]").focus();
    await page.keyboard.press("Enter");
    found.push(await shown(page));
  }
  const back = [];
  await slider.focus();
  for (let at = 0; at < last; at += 1) {
    await page.keyboard.press("ArrowLeft");
    back.push(await shown(page));
  }
  await page.keyboard.press("End");
  return { forward: found, back: back.reverse(), valuetext: await slider.getAttribute("aria-valuetext") };
}

const said = {};
for (const file of files) {
  const page = await context.newPage();
  const errors = [];
  page.on("console", (message) => errors.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) errors.push(`asks for ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    errors.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(pathToFileURL(file).href);
  const known = { cards: await cards(page), search: await search(page), zoom: await zoom(page), steps: await steps(page) };
  await page.locator("svg [data-node]").first().focus();
  await page.keyboard.press("Enter");
  // What is folded on the largest page is made as on the others.
  if (!known.steps?.back.length) for (const part of await page.locator("details").all()) await part.evaluate((each) => (each.open = true));
  known.axe = { light: await complaints(page) };
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  known.grounds = [await ground()];
  await page.emulateMedia({ colorScheme: "dark" });
  known.grounds.push(await ground());
  known.axe.dark = await complaints(page, ["color-contrast"]);
  await page.locator("[data-do=theme]").click();
  known.grounds.push(await ground());
  said[file] = { ...known, errors };
  await page.close();
}
await browser.close();
process.stdout.write(JSON.stringify(said), () => process.exit(0));
