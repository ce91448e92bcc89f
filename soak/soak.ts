/** The parts of the soak, one after the other; `run.mjs` bundles and starts this. */
import { aborts } from "./aborts.js";
import { assertions } from "./assertions.js";
import { evaluations } from "./evaluations.js";
import { inPage } from "./in-page.js";
import { maps } from "./maps.js";
import { memory } from "./memory.js";
import { labelAnswers, mapAnswers } from "./worker-cases.js";
import { workers } from "./workers.js";

const words = process.argv.slice(2);
const isShort = words.includes("--short");
const names = words.filter((word) => word !== "--short");

const PARTS: Readonly<Record<string, () => Promise<string>>> = {
  evaluations: () => evaluations(isShort ? 600 : 10_000),
  maps: () => maps(isShort ? 200 : 5000),
  page: () => inPage(isShort ? 60 : 200),
  aborts: () => aborts(isShort ? 50 : 500),
  workers: () => workers(isShort ? 1 : 5, labelAnswers),
  mapWorkers: () => workers(isShort ? 1 : 5, mapAnswers),
  memory: () => memory(!isShort),
  assertions: () => assertions(isShort ? 0.1 : 1),
};

const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
if (unknown !== undefined) {
  console.error(`${unknown} is no part of the soak. Parts: ${Object.keys(PARTS).join(", ")}; option: --short.`);
  process.exit(2);
}
for (const name of names.length > 0 ? names : Object.keys(PARTS)) {
  const start = performance.now();
  try {
    console.log(`${name}: ${await PARTS[name]()} (${Math.round((performance.now() - start) / 1000)} s)`);
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
