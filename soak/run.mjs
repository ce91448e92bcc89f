/**
 * `npm run soak -- [PARTS] [--short]`: what only shows in the long run, in Node and in a page: memory that grows, aborts, workers
 * that end, memory that runs out, assertions. `--short` is for each merge.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import buildWorker from "../scripts/build-worker.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "build", "soak");

mkdirSync(join(out, "page"), { recursive: true });
await buildWorker();
const shared = { absWorkingDir: root, bundle: true, splitting: true, format: "esm", target: "es2022" };
await build({
  ...shared,
  entryPoints: ["soak/soak.ts"],
  outdir: out,
  platform: "node",
  packages: "external",
  outExtension: { ".js": ".mjs" },
});
await build({ ...shared, entryPoints: ["soak/page.ts"], outdir: join(out, "page"), external: ["node:*"] });

const { status } = spawnSync(process.execPath, ["--expose-gc", join(out, "soak.mjs"), ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
