/**
 * Keeps the code that V8 makes of the command's files while it evaluates a small pair, for src/cli/compiled-code.ts. A process
 * that is asked to evaluate would spend 20 to 30 ms on compiling them.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const EVALUATION = ["evaluate", "-r", "examples/reference.nii.gz", "-p", "examples/prediction.nii.gz"];

/** @param {string} folder of the built command */
export default function compileCode(folder) {
  execFileSync(process.execPath, [fileURLToPath(import.meta.url), folder], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeCompiled(process.argv[2]);

async function writeCompiled(folder) {
  const { COMPILED_FILE, runCompiled } = await loader();
  const require = createRequire(join(folder, "main.js"));
  const entry = join(
    folder,
    readdirSync(folder).find((name) => /^run-\w+\.js$/.test(name)),
  );
  require(entry);
  const files = [...inOrder(require.cache[entry])];
  for (const file of files) delete require.cache[file];
  const scripts = files.map((file) => [basename(file), runCompiled(file)]);
  const status = await require(entry).run([...EVALUATION, "--quiet"]);
  if (status !== 0) throw new Error(`The example ended with status ${status}.`);
  const codes = scripts.map(([name, script]) => [name, script.createCachedData()]);
  const index = JSON.stringify(codes.map(([name, { length }]) => [name, length]));
  writeFileSync(
    join(folder, COMPILED_FILE),
    Buffer.concat([Buffer.from(`${index}\n`), ...codes.map(([, code]) => code)]),
  );
}

/** A module's files, each after those that it needs. */
function inOrder(module, files = new Set()) {
  for (const child of module.children) inOrder(child, files);
  return files.add(module.filename);
}

/** The loader of the command itself, so that both wrap the files alike. */
async function loader() {
  const { outputFiles } = await build({
    entryPoints: [join(root, "src", "cli", "compiled-code.ts")],
    format: "esm",
    platform: "node",
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
