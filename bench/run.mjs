/**
 * Bundles the programs of bench/programs/ and runs one of them: `node bench/run.mjs PROGRAM ARGUMENTS`, which the scripts of
 * package.json do.
 *
 *   npm run bench                          every part; results go to bench/results/
 *   npm run bench -- scan kernels          some parts, by name
 *   npm run bench -- --quick               small volumes, few repetitions; nothing is written
 *   npm run bench:browser                  the large pair in Node and in Chromium, isolated and not
 *   npm run bench:guard                    ratios of kernels to a fixed loop, against those recorded
 *   npm run bench:docs                     docs/performance.md and its figures from bench/results/
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "build", "bench");
const [program, ...words] = process.argv.slice(2);

mkdirSync(join(out, "page"), { recursive: true });
const asc = join(root, "node_modules", "assemblyscript", "bin", "asc.js");
const assembly = readdirSync(join(root, "bench", "assembly")).map((name) => `bench/assembly/${name}`);
// The rest of the configuration is that of the release build.
const target = ["--target", "release", "--outFile", join(out, "limits.wasm")];
execFileSync(process.execPath, [asc, ...assembly, ...target], { cwd: root, stdio: "inherit" });

const shared = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  loader: { ".wasm": "binary" },
};
for (const folder of ["node", "page"]) rmSync(join(out, folder), { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: readdirSync(join(root, "bench", "programs")).map((name) => `bench/programs/${name}`),
  outdir: join(out, "node"),
  platform: "node",
  packages: "external",
  outExtension: { ".js": ".mjs" },
});
if (program === "browser") {
  await build({ ...shared, entryPoints: ["bench/browser/page.ts"], outdir: join(out, "page"), external: ["node:*"] });
}

const { status } = spawnSync(process.execPath, [join(out, "node", `${program}.mjs`), ...words], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
