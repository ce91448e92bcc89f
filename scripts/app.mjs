/**
 * `npm run app`: bundles app/ into dist-app/ and serves it on this machine, isolated, so that the engine may use shared
 * memory. The folder can be put on any static host; `--build-only` makes it and ends.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildApp } from "./app/build.mjs";
import { serveApp } from "./app/serve.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "dist-app");
const bytes = await buildApp(folder);
console.log(`dist-app/: ${(bytes / 1000).toFixed(1)} kB of script, gzipped, before the page stands`);
if (!process.argv.includes("--build-only")) {
  const { url } = await serveApp(folder, { port: Number(process.env.PORT ?? 8080) });
  console.log(`${url} (Ctrl+C ends it; PORT chooses another)`);
}
