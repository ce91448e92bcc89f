/** Bundles the page (app/) into a folder of static files that any host can serve. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { HEADERS, ISOLATION, META_POLICY, SERVICE_WORKER_HEADERS } from "./headers.mjs";
import { WITHOUT_EVAL } from "./without-eval.mjs";
import { WITHOUT_GEOGRAPHY } from "./without-geography.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

const SHARED = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: "es2022",
  metafile: true,
  loader: { ".gz": "binary" },
  // The one for Node needs its Buffer.
  alias: { "csv-parse/sync": "csv-parse/browser/esm/sync" },
  // Branches for Node, which the page never takes.
  external: ["node:*"],
};

/**
 * @param {string} folder where the files go; its former content is removed
 * @returns {Promise<number>} bytes of script, gzipped, that are loaded before the page stands
 */
export async function buildApp(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const page = await build({
    ...SHARED,
    entryPoints: { main: "app/main.tsx" },
    outdir: folder,
    // Decoders of Zarr, which the viewer never takes: the engine reads.
    external: [...SHARED.external, "numcodecs/*"],
    plugins: [WITHOUT_PICTURES],
  });
  // Bundled by itself: shared pieces would make the page load what only the worker needs.
  const workers = await build({
    ...SHARED,
    entryPoints: { worker: "app/engine/worker.ts" },
    outdir: folder,
    chunkNames: "worker-[name]-[hash]",
    plugins: [WITHOUT_EVAL, WITHOUT_GEOGRAPHY],
  });
  for (const { metafile } of [page, workers]) removeUnreached(metafile.outputs);
  const document = readFileSync(join(root, "app", "index.html"), "utf8");
  writeFileSync(join(folder, "index.html"), document.replace("%POLICY%", META_POLICY));
  writeFileSync(join(folder, "headers.json"), HEADERS_OF_HOSTS);
  await buildServiceWorker(folder, keptFiles(workers.metafile.outputs));
  return firstBytes(page.metafile.outputs);
}

/**
 * NiiVue carries the pictures of a font and of a shine on meshes, a third of its bytes. The page writes letters itself and has no
 * meshes: a picture of one pixel takes their place.
 */
const WITHOUT_PICTURES = {
  name: "without pictures",
  setup({ onLoad }) {
    onLoad({ filter: /@niivue[\\/]niivue[\\/]build[\\/]niivue[\\/]index\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const contents = text.replaceAll(/"data:image\/(?:png|jpeg);base64,[^"]{9999,}"/g, `"${ONE_PIXEL}"`);
      if (text.length - contents.length < 100_000)
        throw new Error(`${path} has no pictures to leave out: look what NiiVue does now.`);
      return { contents, loader: "js" };
    });
  },
};
const ONE_PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/** Modules of which nothing is left are written all the same, with all that they would load. */
function removeUnreached(outputs) {
  const reached = new Set(Object.keys(outputs).filter((path) => outputs[path].entryPoint?.startsWith("app/")));
  for (const path of reached) {
    if (outputs[path].cssBundle) reached.add(outputs[path].cssBundle);
    for (const { path: next } of outputs[path].imports) if (next in outputs) reached.add(next);
  }
  for (const path of Object.keys(outputs)) if (!reached.has(path)) rmSync(join(root, path));
}

/** For hosts: the headers of every file, and those of the service worker instead. */
const HEADERS_OF_HOSTS = `${JSON.stringify({ "/*": { ...HEADERS, ...ISOLATION }, "/service-worker.js": SERVICE_WORKER_HEADERS }, null, 2)}\n`;

/** Fetched and kept once needed: maps, evaluation in slabs, engines for browsers without SIMD or shared memory, and large readers with all that they load. */
const RARE =
  /^worker-(map-engine|run-in-slabs|scalar|simd|src|lib|dicomParser\.min|geotiff|hdf5_hl|(dicom|hdf5|png|tiff|zarr)-format)-/;

/** The files of the workers that something other than what is rare loads. */
function keptFiles(outputs) {
  const reached = new Set(Object.keys(outputs).filter((path) => outputs[path].entryPoint === "app/engine/worker.ts"));
  for (const path of reached) {
    for (const { path: next } of outputs[path].imports)
      if (next in outputs && !RARE.test(basename(next))) reached.add(next);
  }
  return new Set([...reached].map((path) => basename(path)));
}

/** Last, as it knows all other files. */
async function buildServiceWorker(folder, ofWorkers) {
  const names = readdirSync(folder).sort();
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update(readFileSync(join(folder, name)));
  // Hosts redirect from index.html to its folder, or answer both: the folder is asked for.
  // Headers are for hosts; the view of maps is kept once needed.
  const isKept = (name) =>
    name !== "headers.json" && !/^map-(cohort-)?page-/.test(name) && (!/^worker-/.test(name) || ofWorkers.has(name));
  const files = names.filter(isKept).map((name) => (name === "index.html" ? "./" : `./${name}`));
  await build({
    ...SHARED,
    splitting: false,
    format: "iife",
    entryPoints: { "service-worker": "app/service-worker/service-worker.ts" },
    outdir: folder,
    define: {
      FILES: JSON.stringify(files),
      HEADERS: JSON.stringify({ ...HEADERS, ...ISOLATION }),
      BUILD: JSON.stringify(hash.digest("hex").slice(0, 16)),
    },
  });
}

/** The entry and everything that it imports at once, and that these import. */
function firstBytes(outputs) {
  const entry = Object.keys(outputs).find((path) => outputs[path].entryPoint === "app/main.tsx");
  const needed = new Set([entry]);
  for (const path of needed) {
    for (const { path: next, kind } of outputs[path].imports) if (kind === "import-statement") needed.add(next);
  }
  return [...needed].reduce((sum, path) => sum + gzipSync(readFileSync(join(root, path))).length, 0);
}
