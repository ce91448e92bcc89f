/**
 * `npm run mutate:kernels -- [--minutes 8] [--count 300] [--seed 1] [--only ROOM]`: changes operators of kernels, one at a time in an
 * order that the seed draws, compiles, and runs the kernel's tests: those that mirror its file, on the build with SIMD and on the
 * one without, then all of its room. It goes on where it stopped, and writes `mutation/results/assembly.json`.
 *
 * A change that does not compile, or leaves both modules as they are once optimised, is not counted.
 */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "../node_modules/assemblyscript/dist/asc.js";
import { changesOf } from "./kernel-mutants.mjs";

const LIMIT_MS = 120_000;

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const work = join(root, "build", "mutation");
const copy = join(work, "kernels");
const outcomesFile = join(work, "kernels-outcomes.json");
const words = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = words.indexOf(`--${name}`);
  return at < 0 ? otherwise : words[at + 1];
};
const seed = option("seed", "1");
const count = Number(option("count", "300"));
const only = option("only", "");
const end = performance.now() + 60_000 * Number(option("minutes", "1e6"));

const mutants = listMutants();
makeCopy();
process.chdir(copy);
const outcomes = existsSync(outcomesFile) ? JSON.parse(readFileSync(outcomesFile, "utf8")) : {};
const chosen = mutants.slice(0, count).filter(({ room }) => only === "" || room === only);
for (const mutant of chosen) {
  if (mutant.id in outcomes) continue;
  if (performance.now() > end) break;
  outcomes[mutant.id] = await outcomeOf(mutant);
  console.log(`${outcomes[mutant.id]}: ${mutant.file}: ${mutant.line} → ${mutant.becomes}`);
  writeFileSync(outcomesFile, JSON.stringify(outcomes));
}
summarize();

/** All changes of all kernels, in the order of a hash of the seed and the place. */
function listMutants() {
  const files = readdirSync(join(root, "assembly"), { recursive: true, encoding: "utf8" });
  const listed = files.filter((name) => name.endsWith(".ts") && !name.endsWith("index.ts") && name.includes("/"));
  const all = listed.sort().flatMap((name) => {
    const file = `assembly/${name}`;
    const source = readFileSync(join(root, file), "utf8");
    return changesOf(source).map((change) => {
      const changed = source.slice(0, change.start) + change.text + source.slice(change.end);
      const id = hash(`${seed}|${file}|${change.start}|${change.text}|${hash(source)}`);
      const [line, becomes] = [source, changed].map((text) => lineAt(text, change.start));
      return { id, file, room: name.split("/")[0], changed, line, becomes };
    });
  });
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function lineAt(text, at) {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const stop = text.indexOf("\n", at);
  return text.slice(start, stop < 0 ? undefined : stop).trim();
}

function hash(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}

/** A copy of the tree, in which kernels change while the tree stays as it is. */
function makeCopy() {
  rmSync(copy, { recursive: true, force: true });
  const listed = execFileSync("git", ["ls-files", "-z", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  const wanted = /^(assembly|base|bindings|src|test|scripts)\/|^[^/]*\.(json|ts)$/;
  for (const path of [...listed.split("\0").filter((name) => wanted.test(name)), "bindings/wasm", "build/debug.wasm"]) {
    if (!existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
}

/** `killed`, `timed out`, `survived`, `not compiled` or `equivalent`. */
async function outcomeOf({ file, room, changed }) {
  const original = readFileSync(file, "utf8");
  const prefix = room === "maps" ? "maps-" : "";
  const mirrored = `test/${file.replace(/ts$/, "test.ts")}`;
  const first = existsSync(mirrored) ? [mirrored] : [`test/assembly/${room === "volumes" ? "" : room}`];
  const rest = existsSync(mirrored) ? [`test/assembly/${room}`] : [];
  const kept = ["release", "scalar"].map((build) => readFileSync(`bindings/wasm/${prefix}${build}.ts`, "utf8"));
  writeFileSync(file, changed);
  try {
    for (const tests of [first, rest])
      for (const build of tests.length > 0 ? ["release", "scalar"] : []) {
        if (!(await embed(prefix, build, 1))) return "not compiled";
        const outcome = await runTests(tests, build);
        if (outcome !== "survived") return outcome;
      }
    const after = [await bytesOf(prefix, "release"), await bytesOf(prefix, "scalar")];
    writeFileSync(file, original);
    const before = [await bytesOf(prefix, "release"), await bytesOf(prefix, "scalar")];
    return after.every((bytes, i) => bytes.equals(before[i])) ? "equivalent" : "survived";
  } finally {
    writeFileSync(file, original);
    ["release", "scalar"].forEach((build, i) => {
      writeFileSync(`bindings/wasm/${prefix}${build}.ts`, kept[i]);
    });
  }
}

/** Compiles a module in this process, which saves the compiler's start, and embeds it; false if it does not compile. */
async function embed(prefix, build, level) {
  const bytes = await compile(prefix, build, level);
  if (bytes === null) return false;
  const text = JSON.stringify(bytes.toString("latin1"));
  writeFileSync(`bindings/wasm/${prefix}${build}.ts`, `export const text = ${text};\n`);
  return true;
}

async function bytesOf(prefix, build) {
  return (await compile(prefix, build, 3)) ?? Buffer.alloc(0);
}

async function compile(prefix, build, level) {
  const out = join(work, `${prefix}${build}.wasm`);
  const entry = prefix === "" ? "assembly/index.ts" : "assembly/maps/index.ts";
  const flags = ["--config", "asconfig.json", "--target", `${prefix}${build}`, "--disableWarning", "112"];
  const silent = { write: () => true };
  const { error } = await asc.main([entry, ...flags, "--outFile", out, "--optimizeLevel", String(level)], {
    stdout: silent,
    stderr: silent,
  });
  return error === null ? readFileSync(out) : null;
}

function runTests(tests, build) {
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const flags = ["run", "--project", "node", "--bail", "1", "--reporter", "dot", "-t", `\\(${build}\\)`];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [vitest, ...flags, ...tests], { stdio: "ignore", detached: true });
    let outcome;
    const timer = setTimeout(() => {
      outcome = "timed out";
      process.kill(-child.pid, "SIGKILL");
    }, LIMIT_MS);
    child.once("exit", (code) => {
      clearTimeout(timer);
      resolve(outcome ?? (code === 0 ? "survived" : "killed"));
    });
  });
}

function summarize() {
  const rooms = {};
  const survivors = [];
  for (const { id, file, room, line, becomes } of mutants) {
    const outcome = outcomes[id];
    if (outcome === undefined || outcome === "not compiled" || outcome === "equivalent") continue;
    rooms[room] ??= { tried: 0, killed: 0, timedOut: 0 };
    rooms[room].tried++;
    if (outcome === "killed") rooms[room].killed++;
    else if (outcome === "timed out") rooms[room].timedOut++;
    else survivors.push({ file, line, becomes });
  }
  const sum = (key) => Object.values(rooms).reduce((total, counts) => total + counts[key], 0);
  const totals = { mutants: mutants.length, tried: sum("tried"), killed: sum("killed"), timedOut: sum("timedOut") };
  const result = { room: "assembly", seed: Number(seed), ...totals, rooms, survivors };
  mkdirSync(join(here, "results"), { recursive: true });
  writeFileSync(join(here, "results", "assembly.json"), `${JSON.stringify(result, null, 2)}\n`);
  console.log(
    `assembly: ${totals.killed + totals.timedOut} of ${totals.tried} killed (${totals.timedOut} by a time-out)`,
  );
}
