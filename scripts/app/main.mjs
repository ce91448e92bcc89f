/** `npm run app`: builds the page into build/app/ and serves it; `--build` only builds. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildApp } from "./build.mjs";
import { serveApp } from "./serve.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "build", "app");
const bytes = await buildApp(folder);
console.log(`build/app: ${(bytes / 1000).toFixed(1)} kB of script, gzipped, before the page stands`);
if (!process.argv.includes("--build")) {
  const { url } = await serveApp(folder, { port: Number(process.env.PORT ?? 8080) });
  console.log(`voxmatch: ${url}   (Ctrl+C ends)`);
}
