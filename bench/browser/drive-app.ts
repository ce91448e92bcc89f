/** Drives the application in Chromium as a reader would, and says how long each thing took that the reader waits for. */
import type { Browser, Page } from "playwright-core";

/** Milliseconds, but for bytes, megabytes and the layout's shift. */
export type AppFigures = Readonly<Record<string, number>>;

/** Figures of several rounds, as they are recorded. */
export interface AppRecord {
  readonly rounds: number;
  readonly chromium: string;
  /** Numbers are those of {@link AppFigures}. */
  readonly figures: readonly { readonly name: string; readonly minimum: number; readonly median: number }[];
}

export interface PairFiles {
  readonly reference: string;
  readonly prediction: string;
}

/** Measures the first visit, the sample case and a pair of files, each in a new tab. */
export async function driveApp(browser: Browser, url: string, pair: PairFiles): Promise<AppFigures> {
  return {
    ...(await firstVisit(browser, url)),
    ...(await openedCase(browser, url, "sample", (page) => page.click("text=Open the sample case"))),
    ...(await openedCase(browser, url, "large pair", async (page) => {
      await page.setInputFiles("[data-picks=reference]", pair.reference);
      await page.setInputFiles("[data-picks=prediction]", pair.prediction);
      await page.click("text=Evaluate >> nth=0");
    })),
  };
}

async function firstVisit(browser: Browser, url: string): Promise<AppFigures> {
  const page = await watchedPage(browser);
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  await session.send("Network.enable");
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(url);
  await page.waitForSelector("html[data-loaded]");
  const found = await page.evaluate(() => {
    const { watched } = globalThis as unknown as { watched: Watched };
    const [first] = performance.getEntriesByName("first-contentful-paint");
    const blocking = watched.tasks.reduce((sum, { length }) => sum + Math.max(0, length - 50), 0);
    return { first: first?.startTime ?? Number.NaN, largest: watched.largest, shift: watched.shift, blocking };
  });
  await page.context().close();
  return {
    "first contentful paint": found.first,
    "largest contentful paint": found.largest,
    "total blocking time": found.blocking,
    "layout shift": found.shift,
    "kB fetched by the page": bytes / 1000,
  };
}

async function openedCase(
  browser: Browser,
  url: string,
  name: string,
  open: (page: Page) => Promise<void>,
): Promise<AppFigures> {
  const page = await watchedPage(browser);
  page.setDefaultTimeout(180_000);
  const figures: Record<string, number> = {};
  await page.goto(url);
  await page.waitForSelector("html[data-loaded]");
  const phase = async (what: string, act: () => Promise<void>, ends: Readonly<Record<string, string>>) => {
    await page.evaluate(watchFor, ends);
    await act();
    const found = await page.evaluate(whatWasSeen, Object.keys(ends));
    for (const [end, after] of Object.entries(found.ends)) figures[`${name}, ${what} to ${end}`] = after;
    figures[`${name}, ${what}, longest task`] = found.longest;
    console.error(`${name}, ${what}: ${JSON.stringify(found.ends)}`);
  };
  await phase("click", () => open(page), {
    numbers: "[data-number=tp]",
    evidence: "main.workspace[aria-busy=false] dd",
    viewer: ".viewer[aria-busy=false] canvas",
    "whole picture": ".viewer[aria-busy=false] canvas:not([data-picture=coarse])",
  });
  await page.waitForTimeout(1000);
  // Before the volume is drawn finely, and after.
  const picture = { picture: "canvas", "whole picture": "canvas:not([data-picture=coarse])" };
  await phase("recolour", () => page.selectOption(".tools select", "instance").then(() => {}), picture);
  await phase("opacity", () => page.locator("[aria-label='Opacity of the reference']").fill("0.3"), picture);
  await page.click("role=button[name=Axial]");
  await page.waitForTimeout(500);
  await page.focus(".viewer canvas");
  await phase("next slice", () => page.keyboard.press("PageUp"), picture);
  await phase("recolour of slices", () => page.selectOption(".tools select", { index: 0 }).then(() => {}), picture);
  await phase("slider step", () => page.locator("input[name=threshold]").fill("0.9"), {
    evidence: "main.workspace[aria-busy=false] dd",
  });
  Object.assign(figures, await memoryOf(page, name));
  await page.context().close();
  return figures;
}

/** Without waiting for a collection, by a flag of the browser's. */
async function memoryOf(page: Page, name: string): Promise<AppFigures> {
  const parts = await page.evaluate(async () => {
    const measure = (performance as { measureUserAgentSpecificMemory?: () => Promise<MeasuredMemory> })
      .measureUserAgentSpecificMemory;
    if (measure === undefined) return null;
    const { bytes, breakdown } = await measure.call(performance);
    const shared = breakdown.filter(({ types }) => types.includes("Shared") || types.includes("WebAssembly"));
    return { bytes, shared: shared.reduce((sum, part) => sum + part.bytes, 0), breakdown };
  });
  const kernels = await Promise.all(
    page.workers().map((worker) =>
      worker.evaluate(() => {
        const { memories = [] } = globalThis as { memories?: WebAssembly.Memory[] };
        return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
      }),
    ),
  );
  const ofKernels = { [`${name}, kernels' memory in MB`]: kernels.reduce((sum, bytes) => sum + bytes, 0) / 1e6 };
  if (parts === null) return ofKernels;
  console.error(JSON.stringify(parts.breakdown.filter(({ bytes }) => bytes > 0)));
  return {
    ...ofKernels,
    [`${name}, memory in MB`]: parts.bytes / 1e6,
    [`${name}, of it shared by threads, in MB`]: parts.shared / 1e6,
  };
}

interface MeasuredMemory {
  readonly bytes: number;
  readonly breakdown: readonly { readonly bytes: number; readonly types: readonly string[] }[];
}

interface Watched {
  readonly tasks: { readonly start: number; readonly length: number }[];
  largest: number;
  shift: number;
  /** When the reader last clicked, chose or pressed a key. */
  acted: number;
  seen: Promise<Record<string, number>>;
}

/** A tab that remembers what its page did, from the beginning. */
async function watchedPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const watched: Watched = { tasks: [], largest: 0, shift: 0, acted: 0, seen: Promise.resolve({}) };
    Object.assign(globalThis, { watched });
    // The browser counts no memory of WebAssembly: workers, which are started by a script of one line, keep theirs.
    const keep = `self.memories = []; WebAssembly.Memory = class extends WebAssembly.Memory {
      constructor(...own) { super(...own); self.memories.push(this); } };`;
    const OwnBlob = Blob;
    globalThis.Blob = class extends OwnBlob {
      constructor(pieces: BlobPart[] = [], options?: BlobPropertyBag) {
        const [first] = pieces;
        super(typeof first === "string" && first.startsWith("import ") ? [...pieces, keep] : pieces, options);
      }
    };
    const on = (type: string, take: (entry: PerformanceEntry & { readonly value?: number }) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
    on("longtask", ({ startTime, duration }) => watched.tasks.push({ start: startTime, length: duration }));
    on("largest-contentful-paint", ({ startTime }) => {
      watched.largest = startTime;
    });
    on("layout-shift", ({ value = 0 }) => {
      watched.shift += value;
    });
    for (const type of ["click", "input", "change", "keydown"]) {
      addEventListener(
        type,
        (event) => {
          watched.acted = event.timeStamp;
        },
        { capture: true },
      );
    }
  });
  return page;
}

/** Runs in the page: from now on looks, at every frame, for what each selector names. */
function watchFor(ends: Readonly<Record<string, string>>): void {
  const { watched } = globalThis as unknown as { watched: Watched };
  watched.tasks.length = 0;
  watched.acted = Number.NaN;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const look = async (selector: string) => {
    while (Number.isNaN(watched.acted)) await frame();
    // By then the page has drawn the effect of the act.
    for (let i = 0; i < 3; i++) await frame();
    while (document.querySelector(selector) === null) await frame();
    const canvas = selector.includes("canvas") ? document.querySelector<HTMLCanvasElement>(".viewer canvas") : null;
    const gl = canvas?.getContext("webgl2");
    const fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (gl && fence) {
      gl.flush();
      while (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) await frame();
    }
    return performance.now() - watched.acted;
  };
  watched.seen = Promise.all(
    Object.entries(ends).map(async ([end, selector]) => [end, await look(selector)] as const),
  ).then((pairs) => Object.fromEntries(pairs));
}

/** Runs in the page. */
async function whatWasSeen(): Promise<{ ends: Record<string, number>; longest: number }> {
  const { watched } = globalThis as unknown as { watched: Watched };
  const ends = await watched.seen;
  // Long tasks are reported after they end.
  await new Promise((resolve) => setTimeout(resolve, 300));
  return { ends, longest: watched.tasks.reduce((longest, { length }) => Math.max(longest, length), 0) };
}
