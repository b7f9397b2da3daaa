// Reads Mermaid files and prints, for each, what is wrong with it, and the texts of its nodes, edges and
// subgraphs as Mermaid understood them.
// node mermaid.mjs FOLDER-WITH-node_modules FILE…
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const { JSDOM } = createRequire(join(folder, "package.json"))("jsdom");
const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document });
const at = pathToFileURL(join(folder, "node_modules/mermaid/dist/mermaid.core.mjs"));
const mermaid = (await import(at)).default;
mermaid.initialize({ maxTextSize: 1e7, maxEdges: 1e5 });

const said = {};
for (const file of files) {
  try {
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(readFileSync(file, "utf8"));
    const { nodes, edges } = db.getData();
    said[file] = {
      error: "",
      title: db.getDiagramTitle(),
      nodes: Object.fromEntries(nodes.map((node) => [node.id, node.label ?? ""])),
      edges: edges.map((edge) => [edge.start, edge.end, edge.label ?? ""]),
    };
  } catch (error) {
    said[file] = { error: String(error.message), title: "", nodes: {}, edges: [] };
  }
}
process.stdout.write(JSON.stringify(said), () => process.exit(0));
