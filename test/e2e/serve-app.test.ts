import { mkdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
// @ts-expect-error: a script without types
import { serveApp } from "../../scripts/app/serve.mjs";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = join(temporaryFolder(), "served");
let server: { readonly url: string; readonly close: () => Promise<void> };

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** Asks as no browser would: the path is sent as it is written. */
function ask(path: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const sent = request({ hostname, port, path, ...options }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}

beforeAll(async () => {
  mkdirSync(folder);
  writeFileSync(join(folder, "index.html"), "<p>page</p>");
  writeFileSync(join(folder, "service-worker.js"), "// worker");
  writeFileSync(join(folder, "..", "secret.txt"), "secret");
  server = await serveApp(folder);
});
afterAll(() => server.close());

it.each(["/%", "//", "//x//", "/%00", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/..\\secret.txt", "/none.js", "*"])(
  "answers %s, which names no file, and goes on",
  async (path) => {
    const { status, body } = await ask(path);
    expect(status === 404 || body.toString() === "<p>page</p>").toBe(true);
    expect(body.toString()).not.toContain("secret\n");
    expect((await ask("/")).status).toBe(200);
  },
);

it.each(["POST", "PUT", "DELETE", "OPTIONS"])("refuses %s", async (method) => {
  expect(await ask("/", { method })).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
});

it("answers HEAD without a body", async () => {
  const { status, body } = await ask("/", { method: "HEAD" });
  expect([status, body.length]).toEqual([200, 0]);
});

it("refuses a name that somebody else made to point here", async () => {
  expect((await ask("/", { headers: { Host: "attacker.example" } })).status).toBe(421);
  expect((await ask("/", { headers: { Host: "localhost:8080" } })).status).toBe(200);
});

it("sends the policy, isolation and no referrer with every answer", async () => {
  for (const path of ["/", "/none"]) {
    const { headers } = await ask(path);
    expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*frame-ancestors 'none'; webrtc 'block'/);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-embedder-policy": "require-corp",
    });
  }
  const { headers } = await ask("/service-worker.js");
  expect(headers["content-security-policy"]).toBe("default-src 'none'; script-src 'self'; connect-src 'self'");
});

it("compresses for those that take it", async () => {
  const { headers, body } = await ask("/", { headers: { "Accept-Encoding": "gzip, br" } });
  expect(headers["content-encoding"]).toBe("br");
  expect(brotliDecompressSync(body).toString()).toBe("<p>page</p>");
});
