/**
 * Brings a checkout to the point where anything can run: installs the locked dependencies and builds, each only when
 * what it depends on is newer than what it made. `npm start`, `npm test` and `npm run bench` begin here.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const at = (path) => join(root, path);
const changed = (path) => (existsSync(at(path)) ? statSync(at(path)).mtimeMs : 0);

/** The newest modification time of a file or of any file below a folder, `skip` left out. */
function newest(path, skip) {
  if (path === skip || !existsSync(at(path))) return 0;
  const stat = statSync(at(path));
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(at(path)).map((name) => newest(join(path, name), skip)));
}

function run(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) process.exit(status ?? 1);
}

if (changed("node_modules/.package-lock.json") < changed("package-lock.json"))
  run("npm", "ci", "--no-audit", "--no-fund");
const wasmAge = changed("bindings/wasm/scalar.ts");
if (wasmAge < Math.max(newest("assembly"), changed("asconfig.json"), changed("scripts/build-wasm.mjs"))) {
  run("npm", "run", "--silent", "build:wasm");
}
if (
  changed("dist/src/index.js") <
  Math.max(newest("src"), newest("base"), newest("bindings"), changed("tsconfig.build.json"))
) {
  run("npm", "run", "--silent", "build:ts");
}
