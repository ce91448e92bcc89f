/** The workers of the page, which itself only draws: the one of the open case, those of cohorts, their desk, and that of maps. */
import { expose } from "comlink";
import { usePackages } from "../../src/io/packages.js";

// Fetched with the first file that needs one.
usePackages({
  geotiff: () => import("geotiff"),
  h5wasm: () => import("h5wasm"),
  zarrita: () => import("zarrita"),
});

/** By the name that the page gives a worker. */
const KINDS = {
  case: async () => new (await import("./case-engine.js")).CaseEngine(),
  cohort: async () => new (await import("./case-worker.js")).CaseWorker(),
  desk: async () => new (await import("./desk.js")).CohortDesk(),
  map: async () => new (await import("./map-engine.js")).MapEngine(),
} as const;

// A browser delivers messages once this script has run, and drops those that nobody listens to.
const early: MessageEvent[] = [];
const keep = (event: MessageEvent) => early.push(event);
addEventListener("message", keep);

const kind = self.name.replace("voxmatch ", "") as keyof typeof KINDS;
void KINDS[kind]().then((api) => {
  removeEventListener("message", keep);
  expose(api);
  for (const { data, ports } of early) dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
});
