/**
 * `npm run app`: bundles app/ into dist-app/ and serves it on this machine, isolated, so that the engine may use shared
 * memory. The folder can be put on any static host.
 */
import { cpSync, createReadStream, existsSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "dist-app");
const port = Number(process.env.PORT ?? 8080);
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await build({
  entryPoints: { main: join(root, "app/main.tsx"), worker: join(root, "app/engine/worker.ts") },
  outdir: folder,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  loader: { ".gz": "binary" },
});
// The page asks for main.css, whether or not the script imports its styles.
if (!existsSync(join(folder, "main.css"))) {
  await build({ entryPoints: [join(root, "app/styles.css")], outfile: join(folder, "main.css"), bundle: true });
}
cpSync(join(root, "app/index.html"), join(folder, "index.html"));
if (process.argv.includes("--build-only")) process.exit(0);

createServer((request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const file = join(folder, normalize(pathname === "/" ? "/index.html" : decodeURIComponent(pathname)));
  const found = file.startsWith(folder) && existsSync(file);
  response.writeHead(found ? 200 : 404, {
    "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  });
  if (found) createReadStream(file).pipe(response);
  else response.end("There is no such file.");
}).listen(port, "127.0.0.1", () => console.log(`http://localhost:${port} (Ctrl+C ends it; PORT chooses another)`));
