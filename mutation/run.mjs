/**
 * `npm run mutate -- [ROOMS] [--share 0.1] [--seed 1]`: Stryker over the TypeScript of some rooms, or all. A share of the mutants is
 * drawn by the seed, as all of them take hours. Results go to `mutation/results/ROOM.json`; what was tried before and has not
 * changed is not tried again (`build/mutation/`).
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOMS } from "./rooms.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const words = process.argv.slice(2);
const option = (name) => {
  const at = words.indexOf(`--${name}`);
  return at < 0 ? undefined : Number(words[at + 1]);
};
const named = words.filter((word, i) => !word.startsWith("--") && !words[i - 1]?.startsWith("--"));
const unknown = named.find((name) => !Object.hasOwn(ROOMS, name));
if (unknown !== undefined) {
  console.error(`There is no room ${unknown}. Rooms: ${Object.keys(ROOMS).join(", ")}.`);
  process.exit(2);
}
const seed = option("seed") ?? 1;

for (const room of named.length > 0 ? named : Object.keys(ROOMS)) {
  const share = option("share") ?? ROOMS[room].share;
  const { status } = spawnSync(join(here, "node_modules", ".bin", "stryker"), ["run", "mutation/stryker.config.mjs"], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, MUTATION_ROOM: room, MUTATION_SHARE: String(share), MUTATION_SEED: String(seed) },
  });
  if (status !== 0) process.exit(status ?? 1);
  forgetLeftOut(join(root, "build", "mutation", `${room}-incremental.json`));
  const result = summarize(room, share);
  mkdirSync(join(here, "results"), { recursive: true });
  writeFileSync(join(here, "results", `${room}.json`), `${JSON.stringify(result, null, 2)}\n`);
  const { tried, killed, timedOut } = result;
  console.log(`${room}: ${killed + timedOut} of ${tried} killed (${timedOut} by a time-out)`);
}

/** Marks mutants outside the sample as ignored, which a later run with a larger share tries. */
function forgetLeftOut(file) {
  if (!existsSync(file)) return;
  const report = JSON.parse(readFileSync(file, "utf8"));
  for (const mutant of Object.values(report.files).flatMap(({ mutants }) => mutants))
    if (mutant.status === "CompileError") mutant.status = "Ignored";
  writeFileSync(file, JSON.stringify(report));
}

/** What a report says: counts, and each survivor by its line, which stays true when lines move. */
function summarize(room, share) {
  const report = JSON.parse(readFileSync(join(root, "build", "mutation", `${room}.json`), "utf8"));
  const counts = { room, share, seed, mutants: 0, tried: 0, killed: 0, timedOut: 0, survivors: [] };
  for (const [file, { mutants, source }] of Object.entries(report.files)) {
    const lines = source.split("\n");
    for (const { status, location, replacement } of mutants) {
      counts.mutants++;
      if (status === "CompileError" || status === "Ignored") continue;
      counts.tried++;
      if (status === "Killed" || status === "RuntimeError") counts.killed++;
      else if (status === "Timeout") counts.timedOut++;
      else counts.survivors.push({ file, line: lines[location.start.line - 1].trim(), becomes: short(replacement) });
    }
  }
  return counts;
}

function short(text) {
  return text.replace(/\s+/g, " ").slice(0, 100);
}
