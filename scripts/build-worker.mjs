/**
 * Bundles what a worker thread runs (src/evaluation/thread-worker.ts) into one text and embeds it in bindings/wasm/worker.ts, for the
 * same reasons as the kernels: it starts from the installed package, under every bundler and from TypeScript sources.
 * Vitest calls this before its tests.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

export default async function buildWorker() {
  const { outputFiles } = await build({
    entryPoints: [join(root, "src", "evaluation", "thread-worker.ts")],
    bundle: true,
    minify: true,
    format: "iife",
    platform: "neutral",
    target: "es2022",
    write: false,
  });
  const text = `// Generated from src/evaluation/thread-worker.ts by scripts/build-worker.mjs.\nexport const source =\n  ${JSON.stringify(outputFiles[0].text)};\n`;
  const file = join(root, "bindings", "wasm", "worker.ts");
  mkdirSync(dirname(file), { recursive: true });
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}
