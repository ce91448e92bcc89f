import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build as buildByEsbuild } from "esbuild";
import { build as buildByVite } from "vite";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROOT = join(import.meta.dirname, "..", "..");
const PACKAGE = join(ROOT, "dist", "src", "index.js");
const PATIENCE_MS = 120_000;
/** Bytes, gzipped: of the entry, and of all that a page loads to evaluate two files on one thread. */
const LIMITS = { entry: 45_000, evaluation: 100_000 } as const;

const folder = temporaryFolder();

/** A page's program in a folder, `page.js`, which exports what it imports of the package. */
const BUNDLERS: Readonly<Record<string, (out: string, source: string) => Promise<unknown>>> = {
  esbuild: (outdir, source) =>
    buildByEsbuild({
      entryPoints: { page: source },
      outdir,
      alias: { voxmatch: PACKAGE },
      bundle: true,
      minify: true,
      splitting: true,
      format: "esm",
      platform: "browser",
      logLevel: "error",
    }),
  Vite: (outDir, source) =>
    buildByVite({
      root: join(source, ".."),
      configFile: false,
      logLevel: "error",
      resolve: { alias: { voxmatch: PACKAGE } },
      build: {
        outDir,
        minify: true,
        modulePreload: false,
        rolldownOptions: {
          input: source,
          preserveEntrySignatures: "strict",
          output: { entryFileNames: "page.js" },
        },
      },
    }),
};

/** Gzipped bytes of the bundle's files that Node loads for a program. */
function bytesLoaded(bundle: string, program: string): number {
  const coverage = join(bundle, `coverage-${Math.random().toString(36).slice(2)}`);
  writeFileSync(join(bundle, "program.mjs"), program);
  execFileSync(process.execPath, ["program.mjs"], {
    cwd: bundle,
    env: { ...process.env, NODE_V8_COVERAGE: coverage },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const urls = readdirSync(coverage).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(coverage, file), "utf8")) as { result: { url: string }[] };
    return result.map(({ url }) => url);
  });
  const loaded = new Set(urls.filter((url) => url.startsWith("file:") && !url.endsWith("program.mjs")));
  return [...loaded].reduce((sum, url) => sum + gzipSync(readFileSync(new URL(url))).length, 0);
}

describe.each(Object.keys(BUNDLERS))("a page bundled by %s", (name) => {
  it(
    "loads a small entry, and no more than it needs for two files",
    async () => {
      const place = join(folder, name);
      const out = join(place, "out");
      mkdirSync(out, { recursive: true });
      const source = join(place, "source.js");
      writeFileSync(source, 'export { evaluate } from "voxmatch";\n');
      await BUNDLERS[name](out, source);
      writeFileSync(join(out, "package.json"), '{ "type": "module" }\n');
      for (const file of ["reference.nii.gz", "prediction.nii.gz"]) {
        copyFileSync(join(ROOT, "examples", file), join(out, basename(file)));
      }
      const entry = bytesLoaded(out, 'import "./page.js";\n');
      const evaluation = bytesLoaded(
        out,
        `import { readFileSync } from "node:fs";
// As in a page that is not isolated, which has one thread.
delete globalThis.SharedArrayBuffer;
import { evaluate } from "./page.js";
const [reference, prediction] = ["reference", "prediction"].map((name) => ({ file: readFileSync(name + ".nii.gz") }));
const { groups } = await evaluate({ reference, prediction });
if (!(groups.ungrouped.pq > 0)) throw new Error("Nothing was evaluated.");
`,
      );
      expect(entry).toBeLessThanOrEqual(LIMITS.entry);
      expect(evaluation).toBeLessThanOrEqual(LIMITS.evaluation);
      // The entry leaves out the modules that load late.
      expect(evaluation).toBeGreaterThan(entry + 20_000);
    },
    PATIENCE_MS,
  );
});
