/**
 * `npm run fuzz -- [NAMES] [--seconds 60 | --minutes 5 | --hours 2] [--seed N] [--count N]`: damaged inputs for every reader, or some,
 * as many at a time as there are processors.
 *
 * A finding is an error that is none of the package's own, a volume that is not right, a hang (30 s without a report), a process
 * that ends, or memory beyond 2 GiB. It is printed with its seed: `npm run fuzz -- NAME --seed N --count 1` shows it again.
 */
import { fork } from "node:child_process";
import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HANG_MS = 30_000;
const MAXIMUM_RSS = 2 ** 31;
const SHOWN = 5;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "build", "fuzz");
const words = process.argv.slice(2);
const names = words.filter((word, i) => !word.startsWith("--") && !(words[i - 1] ?? "").startsWith("--"));
const option = (name) => {
  const at = words.indexOf(`--${name}`);
  return at < 0 ? undefined : Number(words[at + 1]);
};
const seconds =
  option("seconds") ?? (option("hours") !== undefined ? 3600 * option("hours") : 60 * (option("minutes") ?? 1));
const firstSeed = option("seed") ?? 1;
const count = option("count") ?? Number.MAX_SAFE_INTEGER - firstSeed;

mkdirSync(out, { recursive: true });
const bundle = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  platform: "node",
};
await build({
  ...bundle,
  entryPoints: { fuzz: "fuzz/fuzz.ts", targets: "fuzz/targets.ts" },
  outdir: out,
  packages: "external",
  outExtension: { ".js": ".mjs" },
});
const { TARGETS } = await import(join(out, "targets.mjs"));
const unknown = names.find((name) => !Object.hasOwn(TARGETS, name));
if (unknown !== undefined) {
  console.error(`There is no target ${unknown}. Targets: ${Object.keys(TARGETS).join(", ")}.`);
  process.exit(2);
}

/** Runs a target from a seed on, in a process that is ended if it stops reporting. */
function run(name, seed, left, timeS) {
  return new Promise((resolve) => {
    const child = fork(join(out, "fuzz.mjs"), [name, seed, left, timeS], {
      // The library of HDF5 prints all that it finds wrong.
      stdio: ["ignore", "ignore", name === "hdf5" ? "ignore" : "inherit", "ipc"],
    });
    const result = { next: seed, findings: [], rss: 0 };
    let isDone = false;
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        result.findings.push({ seed: result.next, finding: `a hang, at this seed or one of the next 50` });
        child.kill("SIGKILL");
      }, HANG_MS);
    };
    wait();
    child.on("message", (message) => {
      wait();
      result.next = message.seed;
      result.rss = Math.max(result.rss, message.rss ?? 0);
      if (message.finding !== undefined) result.findings.push(message);
      if (message.isDone) isDone = true;
    });
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      if (!isDone && result.findings.at(-1)?.finding.startsWith("a hang") !== true) {
        result.findings.push({
          seed: result.next,
          finding: `the process ended (${code ?? signal}), at this seed or one of the next 50`,
        });
      }
      // Skip the seeds that ended the process.
      if (!isDone) result.next += 50;
      if (result.rss > MAXIMUM_RSS) result.findings.push({ seed, finding: `${result.rss} bytes of memory` });
      resolve(result);
    });
  });
}

let failed = false;
const queue = (names.length > 0 ? names : Object.keys(TARGETS)).values();

/** Runs targets one after the other, until none is left. */
async function work() {
  for (const name of queue) await runTarget(name);
}

async function runTarget(name) {
  const start = performance.now();
  const findings = [];
  let seed = firstSeed;
  let rss = 0;
  const left = () => seconds - (performance.now() - start) / 1000;
  while (left() > 0 && seed < firstSeed + count && findings.length < 20) {
    const result = await run(name, seed, firstSeed + count - seed, left());
    seed = result.next;
    rss = Math.max(rss, result.rss);
    findings.push(...result.findings);
  }
  const rate = Math.round((seed - firstSeed) / ((performance.now() - start) / 1000));
  console.log(
    `${name}: ${seed - firstSeed} inputs, ${rate} a second, ${Math.round(rss / 2 ** 20)} MB, ${findings.length} findings`,
  );
  for (const { seed: found, finding } of findings.slice(0, SHOWN))
    console.log(`  seed ${found}: ${finding.split("\n").slice(0, 6).join("\n    ")}`);
  failed ||= findings.length > 0;
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
process.exitCode = failed ? 1 : 0;
