/**
 * Bundles the benchmarks and runs them.
 *
 *   npm run bench                              everything; results go to bench/results/
 *   npm run bench -- --only kernels            one run: scan, kernels, pipeline or files
 *   npm run bench -- --quick                   small volumes, few repetitions; nothing is written
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "build", "bench");
mkdirSync(out, { recursive: true });

const asc = join(root, "node_modules", "assemblyscript", "bin", "asc.js");
// The rest of the configuration is that of the release build.
const readLimit = ["bench/assembly/read-limit.ts", "--target", "release", "--outFile", join(out, "read-limit.wasm")];
execFileSync(process.execPath, [asc, ...readLimit], { cwd: root, stdio: "inherit" });
buildSync({
  entryPoints: [join(root, "bench", "main.ts")],
  outdir: out,
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  packages: "external",
  outExtension: { ".js": ".mjs" },
});
const { status } = spawnSync(process.execPath, [join(out, "main.mjs"), ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
