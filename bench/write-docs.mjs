/** Writes docs/performance.md from bench/results/: `node bench/write-docs.mjs`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The lines of one run, none if it was not made. */
function read(name) {
  const path = join(root, "bench", "results", `${name}.jsonl`);
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const ms = (value) => (value === undefined ? "" : value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const spread = (line) => (line ? `${ms(line.minimumMs)} / ${ms(line.medianMs)}` : "");

/** One row for each work and workload, with a column for each of `by`. */
function compare(lines, by, head, cells) {
  const rows = new Map();
  for (const line of lines) {
    const key = `${line.work}, ${line.workload}`;
    rows.set(key, [...(rows.get(key) ?? []), line]);
  }
  return table(
    ["work", "volume", ...by.map((name) => `${name}, ms`), ...head],
    [...rows.values()]
      .filter((group) => group.some((line) => line.by === "release"))
      .map((group) => {
        const of = (name) => group.find((line) => line.by === name);
        return [group[0].work, group[0].workload, ...by.map((name) => spread(of(name))), ...cells(of)];
      }),
  );
}

const ratio = (a, b) => (a && b ? (a.minimumMs / b.minimumMs).toFixed(1) : "");

/** Each line once more under its bare read, which stands in lines of its own. */
function withRead(lines) {
  const bare = new Map(lines.filter((line) => line.by === "bare read").map((line) => [line.workload, line]));
  return compare(
    lines.filter((line) => line.by !== "bare read"),
    ["release", "scalar", "typescript"].filter((by) => lines.some((line) => line.by === by)),
    ["bare read, ms", "× bare read", "TypeScript ÷ release"],
    (of) => {
      const release = of("release");
      const read = bare.get(release.workload);
      return [ms(read?.minimumMs), ratio(release, read), ratio(of("typescript"), release)];
    },
  );
}

const [pipeline, scan, kernels, files] = ["pipeline", "scan", "kernels", "files"].map(read);
const [distances, nearest, assignment] = ["distances", "nearest-label", "assignment"].map(read);
const all = [...pipeline, ...scan, ...kernels, ...files, ...distances, ...nearest, ...assignment];
const [any] = all;
if (any === undefined) throw new Error("There are no results. Run npm run bench first.");

const stages = pipeline.filter((line) => line.stagesMs);
const stageNames = [...new Set(stages.flatMap((line) => Object.keys(line.stagesMs)))];
const { cpu, cores, memoryGb, platform } = any.machine;

const text = `# Performance

Made by \`node bench/write-docs.mjs\` from \`bench/results/\`, which \`npm run bench\` writes; do not edit.

Machine: ${cpu}, ${cores} cores, ${memoryGb} GB, ${platform}; Node ${any.versions.node}, AssemblyScript ${any.versions.assemblyscript}.
Measured ${any.date.slice(0, 10)} at ${[...new Set(all.map((line) => line.revision))].join(", ")} (+: with changes), seed ${any.seed}. **The cores were shared with other work during the measurement**, so
that the same code varies by a factor of two from one minute to the next: the minimum is the best estimate of what the code
costs, the median of what one got. Compare columns of a row, which were measured right after each other.

Cells are minimum / median of repeated calls after warm-up. Nothing is timed unless kernel and twin agree. *release* is the
WebAssembly build with SIMD, *scalar* the one without, *typescript* a twin of the same algorithm on typed arrays; all on one
thread. The *bare read* loads the same bytes by SIMD from linear memory and does nothing with them.

## Whole evaluation, voxels in typed arrays
Counting metrics, connectivity 26, matching one-to-one at IoU > 0.5; copying the voxels into linear memory included.

${withRead(pipeline)}

Stages of the fastest call, ms:

${table(
  ["work", "volume", ...stageNames],
  stages.map((line) => [line.work, line.workload, ...stageNames.map((name) => ms(line.stagesMs[name]))]),
)}

## From two .nii.gz files
Both files are read, inflated, hashed and scanned at once, then evaluated. Cold is the first call of a fresh process.

${table(
  ["work", "volume", "min / median, ms", "cold, ms", "peak memory of the process, MB"],
  files.map((line) => [line.work, line.workload, spread(line), ms(line.coldMs), Math.round(line.peakMegabytes)]),
)}

## Distances, skeletons and regions
Balls against the same balls a little moved, from arrays to the result. panoptica's figures (commit b0ac3e4, from files) were
measured before, on the same kind of machine and data of the same make.

${compare(distances, ["release", "typescript", "panoptica"], ["panoptica ÷ release"], (of) => [
  ratio(of("panoptica"), of("release")),
])}

## Nearest label and distance transform
SciPy 1.10 took 2580 / 2600 ms for the nearest labels of 256³ with 100 instances in voxels, 3250 / 3430 ms for distances in mm,
measured before on the same kind of machine.

${compare(nearest, ["release", "typescript"], [], () => [])}

## Assignment
SciPy 1.10 took 40.1 / 42.9 ms for uniform costs of 1000² and 2480 / 2800 ms for 5000², measured before on the same kind of machine.

${compare(assignment, ["release", "scalar", "typescript"], ["TypeScript ÷ release"], (of) => [
  ratio(of("typescript"), of("release")),
])}

## Scanning voxels to runs

${withRead(scan)}

## Kernels on runs

${compare(kernels, ["release", "scalar", "typescript"], ["ns a run (release)"], (of) => [
  ((of("release").minimumMs * 1e6) / of("release").runs).toFixed(1),
])}
`;
mkdirSync(join(root, "docs"), { recursive: true });
writeFileSync(join(root, "docs", "performance.md"), text);
