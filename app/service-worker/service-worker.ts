/**
 * Keeps every file of the page, so that it works without a network, and answers with the headers that a host should send:
 * isolation, by which a page may use shared memory, and the page's policy.
 *
 * A newer build waits until the last tab with this one is closed: no page ever mixes the two.
 */
declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: the files, relative to the page, and a hash of all that is in them. */
declare const FILES: readonly string[];
declare const BUILD: string;
/** Put in by the build: isolation, and the page's policy. */
declare const HEADERS: Readonly<Record<string, string>>;

/** One host may serve several pages, each in its own folder. */
const OURS = `voxmatch ${self.registration.scope} `;
const CACHE = OURS + BUILD;

const HASHED = /-[A-Z0-9]{8}\.js$/;

self.addEventListener("install", (event) => {
  // Names with a hash say what is in a file; of others the host is asked whether what the browser has is still right.
  const requests = FILES.map((file) => new Request(file, { cache: HASHED.test(file) ? "force-cache" : "no-cache" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([dropOlder(), self.clients.claim()]));
});

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(self.registration.scope)) event.respondWith(answer(event.request));
});

async function dropOlder(): Promise<void> {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.url.replace(/\/index\.html(?=$|[?#])/, "/"), {
    ignoreSearch: true,
    ignoreVary: true,
  });
  if (kept !== undefined) return isolated(kept);
  const fetched = await fetch(request);
  // Files that few browsers need are cached on first use.
  if (fetched.ok && HASHED.test(request.url)) await cache.put(request, fetched.clone());
  return isolated(fetched);
}

function isolated(response: Response): Response {
  // The browser asks again for the target of a redirect.
  if (response.type === "opaqueredirect") return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
