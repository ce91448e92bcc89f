/**
 * Compiles bindings/ and src/ to dist/, joins the modules into few files, and makes the command executable. Node takes about
 * a millisecond to load a module, and there are some 250 of them: joined, the package is imported in a third of the time.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import buildJoined from "./build-joined.mjs";
import buildWorker from "./build-worker.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
const tsc = join(dirname(manifest), createRequire(import.meta.url)(manifest).bin.tsc);
const dist = join(root, "dist");
await buildWorker();
rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
await joinModules();
copyKernels();
chmodSync(join(dist, "src", "cli", "main.js"), 0o755);

/** What others load keeps its place; what is loaded late stays apart, as do packages. */
async function joinModules() {
  const entries = ["src/index", "src/cohort/index", "src/runner/index", "src/queue/index"];
  const loaded = ["src/cli/main", "src/runner/pool-worker", "bindings/index"];
  const pathOf = (name) => `dist/${name}.js`;
  const options = {
    entryPoints: [...entries, ...loaded].map(pathOf),
    outdir: "dist",
    outbase: "dist",
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    // Beside src/runner/, where the pool finds its worker from either place.
    chunkNames: "src/chunks/[name]-[hash]",
    format: "esm",
    platform: "node",
    packages: "external",
    target: "es2022",
    absWorkingDir: root,
  };
  // What these do not share is loaded without the rest: the page of a cohort needs no kernels, a queue's server no stages.
  const { outputs } = await buildJoined(options, ["src/index", "src/cohort/index", "src/queue/index"].map(pathOf));
  const written = new Set(Object.keys(outputs).map((path) => join(root, path)));
  for (const path of readdirSync(dist, { recursive: true })) {
    const file = join(dist, path);
    if (file.endsWith(".js") && statSync(file).isFile() && !written.has(file)) rmSync(file);
  }
}

/** The kernels as files too, for hosts that take a module only as one. */
function copyKernels() {
  const folder = join(dist, "wasm");
  mkdirSync(folder);
  for (const build of ["release", "simd", "scalar"]) {
    copyFileSync(join(root, "build", `${build}.wasm`), join(folder, `${build}.wasm`));
    writeFileSync(join(folder, `${build}.d.ts`), "declare const module: WebAssembly.Module;\nexport default module;\n");
  }
}
