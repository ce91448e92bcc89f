/** Writes what derives from the registries into docs/: the JSON Schema, the tables of options and presets. */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { outputFiles } = await build({
  entryPoints: [join(root, "scripts", "docs", "generated-docs.ts")],
  bundle: true,
  format: "esm",
  platform: "node",
  write: false,
});
const source = Buffer.from(outputFiles[0].contents).toString("base64");
const { generatedDocs } = await import(`data:text/javascript;base64,${source}`);
for (const [path, write] of Object.entries(generatedDocs)) {
  const file = join(root, path);
  writeFileSync(
    file,
    write(() => readFileSync(file, "utf8")),
  );
}
