/** Serves the files of the page on this machine, isolated as threads and shared memory need it, under its policy. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { HEADERS, ISOLATION, SERVICE_WORKER_HEADERS } from "./headers.mjs";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

/** Names with a hash of what is in the file. */
const HASHED = /-[A-Z0-9]{8}\.js$/;

/** Names by which this machine calls itself. A foreign page may have pointed another name here. */
const OWN_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/**
 * @param {string} folder
 * @param {{ port?: number, isolated?: boolean, onSent?: (bytes: number, path: string) => void }} [options] port 0, the default,
 *   takes a free one; `onSent` is called with every body's length and path
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveApp(folder, { port = 0, isolated = true, onSent = () => {} } = {}) {
  const headers = { ...HEADERS, ...(isolated ? ISOLATION : {}) };
  const compressed = new Map();
  const server = createServer(async (request, response) => {
    const say = (status, text, more = {}) => {
      response.writeHead(status, { ...headers, ...more, "Content-Type": "text/plain; charset=utf-8" });
      response.end(request.method === "HEAD" ? undefined : `${text}\n`);
    };
    if (!OWN_HOST.test(request.headers.host ?? "")) return say(421, "This server answers to its own address only.");
    if (request.method !== "GET" && request.method !== "HEAD")
      return say(405, "Only GET and HEAD.", { Allow: "GET, HEAD" });
    const path = pathOf(request.url ?? "/");
    const bytes = path === null ? null : await readFile(join(folder, path)).catch(() => null);
    if (path === null || bytes === null) return say(404, "There is no such file.");
    const takesBrotli = /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
    const body = takesBrotli ? compress(path, bytes, compressed) : bytes;
    const tag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 20)}"`;
    const caching = { ETag: tag, "Cache-Control": HASHED.test(path) ? "max-age=31536000, immutable" : "no-cache" };
    if (request.headers["if-none-match"] === tag) {
      response.writeHead(304, { ...headers, ...caching });
      return response.end();
    }
    if (request.method === "GET") onSent(body.length, path);
    response.writeHead(200, {
      ...caching,
      ...headers,
      ...(path.endsWith("/service-worker.js") && SERVICE_WORKER_HEADERS),
      "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
      "Content-Length": body.length,
      ...(takesBrotli && { "Content-Encoding": "br" }),
      Vary: "Accept-Encoding",
    });
    response.end(request.method === "HEAD" ? undefined : body);
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

/** The file that an address names, below the folder; null for an address that names none. */
function pathOf(url) {
  try {
    const decoded = decodeURIComponent(url.replace(/[?#].*$/s, ""));
    if (!decoded.startsWith("/") || decoded.includes("\0")) return null;
    const path = normalize(decoded.replace(/\/$/, "/index.html"));
    return path.split(/[\\/]/).includes("..") ? null : path;
  } catch {
    // An escape that stands for no text.
    return null;
  }
}

/** Each file is compressed once, as long as it stays the same. */
function compress(path, bytes, known) {
  const before = known.get(path);
  if (before?.bytes.equals(bytes)) return before.body;
  const body = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  known.set(path, { bytes, body });
  return body;
}
