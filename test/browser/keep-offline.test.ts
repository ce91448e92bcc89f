import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error: a script without types
import { buildApp } from "../../scripts/app/build.mjs";
// @ts-expect-error: a script without types
import { serveApp } from "../../scripts/app/serve.mjs";
import { settled, shownNumbers } from "../support/app-page.js";
import { launchChromium } from "../support/chromium.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const built = join(folder, "app");
/** Of the sample case, by the command line. */
const NUMBERS = { pq: "0.457", sq: "0.825", rq: "0.554", tp: "18", fp: "16", fn: "13" };
let browser: Browser;

beforeAll(async () => {
  await buildApp(built);
  browser = await launchChromium();
});
afterAll(() => browser.close());

const serve = (from: string, isolated: boolean): Promise<{ url: string; close: () => Promise<void> }> =>
  serveApp(from, { isolated });

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForSelector("html[data-loaded]");
}

async function sampleNumbers(page: Page): Promise<Record<string, string>> {
  await page.click("text=Open the sample case");
  await settled(page);
  return shownNumbers(page);
}

const isIsolated = (page: Page) => page.evaluate(() => crossOriginIsolated);

describe("without a network", () => {
  it.each([true, false])(
    "the page works whole once it was loaded, from a host with isolation headers: %s",
    async (isolated) => {
      const { url, close } = await serve(built, isolated);
      const context = await browser.newContext();
      const page = await context.newPage();
      await open(page, url);
      await close();
      const other = await context.newPage();
      for (const tab of [page, other]) {
        await open(tab, `${url}?again#threshold=0.5`);
        expect(await isIsolated(tab)).toBe(true);
        expect(await sampleNumbers(tab)).toEqual(NUMBERS);
      }
      // Nothing answers there any more: the check above would notice.
      await expect(page.goto(`${url}elsewhere`)).rejects.toThrow(/ERR_/);
      await context.close();
    },
  );

  it("a page from a folder of a host works as well", async () => {
    const host = join(folder, "host");
    cpSync(built, join(host, "tools", "voxmatch"), { recursive: true });
    const { url, close } = await serve(host, false);
    const context = await browser.newContext();
    const page = await context.newPage();
    await open(page, `${url}tools/voxmatch/index.html`);
    await close();
    await open(page, `${url}tools/voxmatch/index.html`);
    expect(await sampleNumbers(page)).toEqual(NUMBERS);
    await context.close();
  });
});

describe("isolation", () => {
  it("is brought about by the service worker where the host sends no headers", async () => {
    const { url, close } = await serve(built, false);
    const page = await browser.newPage();
    await open(page, url);
    expect(await isIsolated(page)).toBe(true);
    expect(await sampleNumbers(page)).toEqual(NUMBERS);
    await page.close();
    await close();
  });

  it("is done without where it is impossible, with the same numbers", async () => {
    const { url, close } = await serve(built, false);
    const page = await browser.newPage({ serviceWorkers: "block" });
    await open(page, url);
    expect(await isIsolated(page)).toBe(false);
    expect(await sampleNumbers(page)).toEqual(NUMBERS);
    await page.close();
    await close();
  });

  it("does not take a page away from who has begun with it", async () => {
    const { url, close } = await serve(built, false);
    const page = await browser.newPage();
    await page.goto(url);
    await page.click("text=Open the sample case");
    await page.waitForSelector("html[data-loaded]");
    await settled(page);
    expect(await shownNumbers(page)).toEqual(NUMBERS);
    // The next visit is isolated.
    await open(page, url);
    expect(await isIsolated(page)).toBe(true);
    await page.close();
    await close();
  });
});

describe("a newer build", () => {
  it("waits until the last tab with the older one is closed, and then replaces it whole", async () => {
    const served = join(folder, "served");
    cpSync(built, served, { recursive: true });
    const { url, close } = await serve(served, true);
    const context = await browser.newContext();
    const page = await context.newPage();
    await open(page, url);
    const title = join(served, "index.html");
    writeFileSync(title, readFileSync(title, "utf8").replace("<title>voxmatch", "<title>newer voxmatch"));
    const worker = join(served, "service-worker.js");
    const build = readFileSync(worker, "utf8").match(/[0-9a-f]{16}/)?.[0];
    writeFileSync(worker, readFileSync(worker, "utf8").replaceAll(build as string, "0123456789abcdef"));
    await open(page, url);
    expect(await page.title()).toBe("voxmatch");
    await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null);
    await page.close();
    // A browser takes its time until it lets the older one go.
    let later = await context.newPage();
    await open(later, url);
    for (let tries = 0; tries < 20 && (await later.title()) === "voxmatch"; tries++) {
      await later.close();
      later = await context.newPage();
      await later.waitForTimeout(500);
      await open(later, url);
    }
    expect(await later.title()).toBe("newer voxmatch");
    expect((await later.evaluate(() => caches.keys())).length).toBe(1);
    await context.close();
    await close();
  });
});

describe("the page's policy", () => {
  let stranger: Server;
  let address: string;
  const asked: string[] = [];

  beforeAll(async () => {
    stranger = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" });
      response.end();
    });
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    stranger.close();
  });

  /** Every way of sending something that scripts have; runs in a page or a worker. */
  const send = async (to: string) => {
    const failed: string[] = [];
    const attempt = async (name: string, work: () => unknown) => {
      try {
        await work();
      } catch {
        failed.push(name);
      }
    };
    await attempt("fetch", () => fetch(`${to}fetch`, { method: "POST", body: "voxels" }));
    await attempt("socket", () => {
      const socket = new WebSocket(`${to.replace("http", "ws")}socket`);
      return new Promise((resolve) => {
        socket.onerror = resolve;
      });
    });
    await attempt("import", () => import(`${to}import.js`));
    await attempt("events", () => {
      const source = new EventSource(`${to}events`);
      return new Promise((resolve) => {
        source.onerror = resolve;
      });
    });
    await attempt("request", () => {
      if (typeof XMLHttpRequest === "undefined") return;
      const request = new XMLHttpRequest();
      request.open("POST", `${to}request`);
      return new Promise((resolve) => {
        request.onloadend = resolve;
        request.send("voxels");
      });
    });
    await attempt("worker", () => {
      if (typeof Worker === "undefined") return;
      const text = `fetch("${to}worker", { method: "POST", body: "voxels" }).finally(() => postMessage(0))`;
      const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
      return new Promise((resolve) => {
        worker.onmessage = resolve;
        worker.onerror = resolve;
      });
    });
    if (typeof document !== "undefined") {
      navigator.sendBeacon(`${to}beacon`, "voxels");
      for (const rel of ["prefetch", "preload", "stylesheet", "icon", "modulepreload"]) {
        const link = document.createElement("link");
        Object.assign(link, { rel, as: "image", href: `${to}link-${rel}` });
        document.head.append(link);
      }
      for (const tag of ["img", "iframe", "script", "video", "embed"] as const) {
        const element = document.createElement(tag);
        element.src = `${to}${tag}`;
        document.body.append(element);
      }
      const form = document.createElement("form");
      form.action = `${to}form`;
      form.target = "_blank";
      document.body.append(form);
      form.submit();
      const style = document.createElement("style");
      style.textContent = `body { background: url("${to}background") } @font-face { font-family: x; src: url("${to}font") }`;
      document.head.append(style);
      window.open(`${to}window`);
      const link = document.createElement("a");
      Object.assign(link, { href: `${to}anchor`, ping: `${to}ping`, target: "_blank" });
      document.body.append(link);
      link.click();
      const peer = (globalThis as { RTCPeerConnection?: typeof RTCPeerConnection }).RTCPeerConnection;
      if (peer !== undefined) failed.push("peers are there");
      location.href = `${to}navigation`;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    return failed;
  };

  it.each([true, false])("lets nothing leave the page or its worker, service worker allowed: %s", async (allowed) => {
    const { url, close } = await serve(built, true);
    const context = await browser.newContext({ serviceWorkers: allowed ? "allow" : "block" });
    const page = await context.newPage();
    await open(page, url);
    const [worker] = page.workers();
    const [keeper] = context.serviceWorkers();
    if (allowed) expect(await keeper.evaluate(send, address)).toContain("fetch");
    expect(await page.evaluate(send, address)).toEqual(["fetch", "import"]);
    expect(page.url()).toBe(url);
    expect(context.pages().filter((each) => each.url().startsWith(address))).toEqual([]);
    expect(await worker.evaluate(send, address)).toEqual(["fetch", "import"]);
    // Not even to the page's own host.
    expect(await page.evaluate(send, url)).toContain("fetch");
    expect(await worker.evaluate(send, url)).toContain("fetch");
    expect(asked).toEqual([]);
    await context.close();
    await close();
  });

  it("is what keeps it: a page without one sends", async () => {
    // A service worker would load the page once more, in the middle of what it is asked to do.
    const page = await browser.newPage({ bypassCSP: true, serviceWorkers: "block" });
    const { url, close } = await serve(built, false);
    await open(page, url);
    await page.evaluate(send, address);
    expect(asked).toContain("/fetch");
    await page.close();
    await close();
  });
});
