/**
 * Compiles bindings/ and src/ to dist/, joins the modules into few files, and makes the command executable. Node takes about
 * a millisecond to load a module, and there are some 250 of them: joined, the package is imported in a third of the time.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import buildJoined from "./build-joined.mjs";
import buildWorker from "./build-worker.mjs";
import { bundledPackages, licensesOfBundled, OPTIONAL } from "./bundle-packages.mjs";
import compileCode from "./compile-code.mjs";
import convertToCommonJs from "./convert-to-common-js.mjs";
import importEarly from "./import-early.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
const tsc = join(dirname(manifest), createRequire(import.meta.url)(manifest).bin.tsc);
const dist = join(root, "dist");
await buildWorker();
rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
await joinModules();
copyKernels();
writeFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), licensesOfBundled());
chmodSync(join(dist, "src", "cli", "main.js"), 0o755);
compileCode(join(dist, "src", "cli"));

/**
 * Modules that others load keep their places; modules that are loaded late stay apart. The command is joined separately, so
 * that one file holds all that `evaluate` needs.
 */
async function joinModules() {
  const entries = ["src/index", "src/cohort/index", "src/runner/index", "src/queue/index"];
  const loaded = ["src/runner/pool-worker", "bindings/index"];
  // The unshared parts of these load without the rest: the page of a cohort needs no kernels, a queue's server no stages.
  // A page that evaluates arrays loads neither the rest of the entry nor the formats of files.
  const library = {
    together: [["src/evaluation/evaluate"], ["src/io/file-source", "src/io/nifti/nifti-format"]],
    apart: ["src/index", "src/cohort/index", "src/queue/index"],
  };
  const command = {
    together: [["src/cli/run"]],
    apart: [],
    // The command loads at once what `evaluate` needs for two files of NIfTI: each late chunk takes Node a millisecond.
    early: [
      "bindings/threads/worker-pool",
      "bindings/wasm/release",
      "src/cli/evaluate-command",
      "src/io/file-source",
      "src/io/nifti/header-cross-check",
      "src/io/nifti/nifti-format",
      "src/results/taxonomy/taxonomy",
    ],
  };
  const program = await bundle(["src/cli/main"], command, ["src/cli/main"], "src/cli");
  await convertToCommonJs(program, join(dist, "src", "cli"));
  const written = new Set([...program, ...(await bundle([...entries, ...loaded], library))]);
  exportFrom("src/index");
  for (const path of readdirSync(dist, { recursive: true })) {
    const file = join(dist, path);
    if (file.endsWith(".js") && statSync(file).isFile() && !written.has(file)) rmSync(file);
  }
}

/**
 * Writes an entry as `export … from` alone. Bundlers of pages load each file that an import names, whether or not anything of
 * it is used, but leave out what is exported so.
 */
function exportFrom(path) {
  const file = join(dist, `${path}.js`);
  const text = readFileSync(file, "utf8");
  const places = new Map();
  for (const [, names, from] of text.matchAll(/import\{([^}]*)\}from("[^"]*");/g)) {
    for (const [name, local = name] of names.split(",").map((each) => each.split(" as ")))
      places.set(local, { name, from });
  }
  const [, exported] = /^(?:import[^;]*;)*export\{([^}]*)\};\s*$/.exec(text) ?? [];
  if (exported === undefined) throw new Error(`${file} holds more than imports and exports.`);
  const lines = exported.split(",").map((each) => {
    const [local, name = local] = each.split(" as ");
    return `export{${places.get(local).name} as ${name}}from${places.get(local).from};\n`;
  });
  writeFileSync(file, lines.join(""));
}

/** Bundles entries, and says which files it wrote. */
async function bundle(entries, { together, apart, early = [] }, alone = [], chunks = "src/chunks") {
  const pathOf = (name) => `dist/${name}.js`;
  const options = {
    entryPoints: entries.map(pathOf),
    outdir: "dist",
    outbase: "dist",
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    // Beside src/runner/, where the pool finds its worker from either place.
    chunkNames: `${chunks}/[name]-[hash]`,
    format: "esm",
    platform: "node",
    external: OPTIONAL,
    plugins: [bundledPackages(root), ...(early.length > 0 ? [importEarly(early.map(pathOf), root)] : [])],
    minify: true,
    legalComments: "none",
    target: "es2022",
    absWorkingDir: root,
  };
  const { outputs } = await buildJoined(
    options,
    { together: together.map((list) => list.map(pathOf)), apart: apart.map(pathOf) },
    alone.map(pathOf),
  );
  return Object.keys(outputs).map((path) => join(root, path));
}

/** The kernels as files too, for hosts that take a module only as one. */
function copyKernels() {
  const folder = join(dist, "wasm");
  mkdirSync(folder);
  for (const build of ["release", "simd", "scalar", "maps-release", "maps-simd", "maps-scalar"]) {
    copyFileSync(join(root, "build", `${build}.wasm`), join(folder, `${build}.wasm`));
    writeFileSync(join(folder, `${build}.d.ts`), "declare const module: WebAssembly.Module;\nexport default module;\n");
  }
}
