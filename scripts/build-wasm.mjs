/**
 * Compiles the kernels (assembly/): `node scripts/build-wasm.mjs [TARGET …]`, by default every target of asconfig.json, each in a
 * separate process.
 *
 * A target that is published is embedded as a text in bindings/wasm/, a character for each byte: gzipped that is a tenth more
 * than the file (base64: a third more). The same import works in Node, in workers and under every bundler, with no fetch and
 * no path to get wrong. The kernels' signatures are written there too (kernels.ts), as the compiler states them.
 */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { kernelTypes } from "./kernel-types.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { targets } = JSON.parse(readFileSync(join(root, "asconfig.json"), "utf8"));
const asc = join(root, "node_modules", "assemblyscript", "bin", "asc.js");
const wasmFolder = join(root, "bindings", "wasm");
/** Built with assertions for tests, which read the file. */
const ONLY_TESTED = ["debug", "maps-debug"];
/** The kernels that every evaluation loads, and those that only maps need too, on the same memory. */
const MODULES = [
  { prefix: "maps-", entry: "assembly/maps/index.ts", types: "map-kernels.ts", name: "MapKernels" },
  { prefix: "", entry: "assembly/index.ts", types: "kernels.ts", name: "Kernels" },
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in targets));
if (unknown.length > 0) {
  console.error(`No target ${unknown.join(", ")} in asconfig.json; there are ${Object.keys(targets).join(", ")}.`);
  process.exit(2);
}
const queue = asked.length > 0 ? asked : Object.keys(targets);
mkdirSync(wasmFolder, { recursive: true });
await Promise.all(Array.from({ length: availableParallelism() }, buildNext));
for (const target of ONLY_TESTED) rmSync(join(wasmFolder, `${target}.ts`), { force: true });

async function buildNext() {
  for (let target = queue.shift(); target !== undefined; target = queue.shift()) await buildTarget(target);
}

async function buildTarget(target) {
  const { outFile } = targets[target];
  const { entry, types, name } = MODULES.find(({ prefix }) => target.startsWith(prefix));
  const file = join(root, outFile);
  // AS112 warns of v128 at the border of a module. Ours has none there: only functions that files share among them have.
  const words = ["--config", "asconfig.json", "--target", target, "--disableWarning", "112", "--bindings", "raw"];
  await compile([entry, ...words]);
  const bytes = readFileSync(file);
  if (!ONLY_TESTED.includes(target)) {
    const source = `// Generated from ${outFile} by scripts/build-wasm.mjs.\nexport const text =\n  ${quoted(bytes)};\n`;
    writeFileSync(join(wasmFolder, `${target}.ts`), source);
    writeFileSync(join(wasmFolder, types), kernelTypes(readFileSync(file.replace(/wasm$/, "d.ts"), "utf8"), name));
  }
  // The compiler's glue code reads results in ways that ours does not need.
  for (const ending of ["js", "d.ts"]) rmSync(file.replace(/wasm$/, ending), { force: true });
  console.log(`${target}: ${(bytes.length / 1024).toFixed(1)} kB`);
}

/** A text of one character a byte, written in ASCII. */
function quoted(bytes) {
  const escaped = (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  return `"${bytes.toString("latin1").replace(/[^ !#-[\]-~]/g, escaped)}"`;
}

function compile(words) {
  return new Promise((resolve, reject) => {
    const compiler = spawn(process.execPath, [asc, ...words], { cwd: root, stdio: "inherit" });
    compiler.once("error", reject);
    compiler.once("exit", (code) => (code === 0 ? resolve() : process.exit(code ?? 1)));
  });
}
