/** Serves the files of the page on this machine, isolated as threads and shared memory need it. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};
const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/**
 * @param {string} folder
 * @param {{ port?: number, isolated?: boolean }} [options] port 0, the default, takes a free one
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveApp(folder, { port = 0, isolated = true } = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = normalize(decodeURIComponent(pathname.replace(/\/$/, "/index.html")));
    const headers = isolated ? ISOLATION : {};
    try {
      const bytes = await readFile(join(folder, path));
      response.writeHead(200, { ...headers, "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" });
      response.end(bytes);
    } catch {
      response.writeHead(404, { ...headers, "Content-Type": "text/plain" });
      response.end("There is no such file.\n");
    }
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}
