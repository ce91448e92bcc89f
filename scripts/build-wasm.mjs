/**
 * Compiles the kernels (assembly/) for each target of asconfig.json and embeds each module as base64 in bindings/wasm/.
 *
 * Embedding costs a third more bytes than a file beside the code, and buys that the same import works in Node, in
 * workers and under every bundler, with no fetch and no path to get wrong.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { targets } = JSON.parse(readFileSync(join(root, "asconfig.json"), "utf8"));
const asc = join(root, "node_modules", "assemblyscript", "bin", "asc.js");
const wasmFolder = join(root, "bindings", "wasm");
mkdirSync(wasmFolder, { recursive: true });

// AS112 warns of v128 at the border of a module. Ours has none there: only functions that files share among them have.
const quiet = ["--disableWarning", "112"];
for (const [target, { outFile }] of Object.entries(targets)) {
  execFileSync(
    process.execPath,
    [asc, "assembly/index.ts", "--config", "asconfig.json", "--target", target, ...quiet],
    {
      cwd: root,
      stdio: "inherit",
    },
  );
  const bytes = readFileSync(join(root, outFile));
  const source = `// Generated from ${outFile} by scripts/build-wasm.mjs.\nexport const base64 =\n  "${bytes.toString("base64")}";\n`;
  writeFileSync(join(wasmFolder, `${target}.ts`), source);
  console.log(`${target}: ${(bytes.length / 1024).toFixed(1)} kB`);
}
