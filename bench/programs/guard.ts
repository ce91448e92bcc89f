/**
 * `npm run bench:guard [-- --record]`: how many times a bare read or a fixed loop each kernel takes, against what was recorded.
 * Fails only if a kernel takes more than twice its recorded ratio in each of three attempts.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { guardCases } from "../guard/cases.js";
import { ALLOWED, judge, type Ratios, type Verdict } from "../guard/judge.js";
import { measureRatio } from "../guard/measure-ratio.js";
import { printTable, shorten } from "../support/print.js";
import { describeSurroundings } from "../support/results-files.js";

const RECORD = "bench/results/guard.json";
const OPTIONS = { rounds: 5, blockMs: 60 };
const ATTEMPTS = 3;

const recorded = existsSync(RECORD) ? (JSON.parse(readFileSync(RECORD, "utf8")) as { ratios: Ratios }).ratios : {};
const cases = await guardCases();
const measured: Record<string, number> = {};
for (const { name, kernel, limit } of cases) measured[name] = await measureRatio(kernel, limit, OPTIONS);

if (process.argv.includes("--record")) {
  const ratios = Object.fromEntries(
    Object.entries(measured).map(([name, value]) => [name, Number(value.toPrecision(3))]),
  );
  writeFileSync(RECORD, `${JSON.stringify({ ...describeSurroundings(), ratios }, null, 2)}\n`);
  print(judge(measured, ratios));
} else {
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) await measureSlowerAgain();
  const verdicts = judge(measured, recorded);
  print(verdicts);
  const bad = verdicts.filter(({ state }) => state !== "ok");
  for (const verdict of bad) console.error(explain(verdict));
  process.exitCode = bad.length === 0 ? 0 : 1;
}

/** The best of several attempts counts: a moment's trouble passes, a slower kernel stays. */
async function measureSlowerAgain(): Promise<void> {
  for (const { name, state } of judge(measured, recorded)) {
    const found = cases.find((each) => each.name === name);
    if (state !== "slower" || found === undefined) continue;
    measured[name] = Math.min(measured[name], await measureRatio(found.kernel, found.limit, OPTIONS));
  }
}

function print(verdicts: readonly Verdict[]): void {
  const rows = verdicts.map(({ name, measured, recorded, state }) => [
    name,
    shorten(measured),
    shorten(recorded),
    state,
  ]);
  printTable([["kernel", "ratio", "recorded", ""], ...rows]);
}

function explain({ name, measured, recorded, state }: Verdict): string {
  if (state === "unknown") return `${name} has no recorded ratio: npm run bench:guard -- --record, on an idle machine.`;
  if (state === "missing") return `${name} is recorded in ${RECORD}, but is measured no more: record anew.`;
  return `${name} takes ${shorten(measured)} times its limit, more than ${ALLOWED} × the recorded ${shorten(recorded)}.`;
}
