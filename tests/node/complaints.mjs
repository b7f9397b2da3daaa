// What axe finds on a page, with the packages that `require` finds.
import { readFileSync } from "node:fs";

export function complaintsOf(require) {
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  // Of the same page in other colours only those can be another.
  return async (page, only) => {
    await page.evaluate(axe);
    return page.evaluate(async (rules) => {
      const wanted = rules ? { runOnly: { type: "rule", values: rules } } : {};
      const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"], ...wanted });
      return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)}`));
    }, only);
  };
}
