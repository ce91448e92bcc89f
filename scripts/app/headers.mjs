/**
 * The headers that a host of the page should send. The build writes them to `headers.json` in the page's folder, the development
 * server sends them, and the service worker puts them on its own answers.
 */

/** Without these a page has no shared memory, and so no threads. */
export const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Scripts of the page can reach nothing but its own files, and no other page can frame it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src data: blob:",
  "font-src data:",
  "connect-src data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
];

/** In the page's `meta` element, for hosts that send no headers; browsers accept the rest in a header only. */
export const META_POLICY = POLICY.join("; ");

const COMMON = { "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer" };

export const HEADERS = {
  "Content-Security-Policy": [...POLICY, "frame-ancestors 'none'", "webrtc 'block'"].join("; "),
  ...COMMON,
};

/** The service worker fetches the page's own files, and nothing else. The policy comes with its response. */
export const SERVICE_WORKER_HEADERS = {
  "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'",
  ...COMMON,
};
