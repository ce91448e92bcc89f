/** The text of docs/performance.md. */
import { computeBars } from "../bars.js";
import type { Ratios } from "../guard/judge.js";
import { shorten } from "../support/print.js";
import type { ResultLine, ResultsByPart } from "../support/result.js";
import { appSection, type RecordedApp } from "./app-section.js";
import { crowdTable } from "./crowd-table.js";
import { browserTable, cohortTable, fileTable, peerTable, stageTable } from "./part-tables.js";
import { barTable, type Column, compare, ratioColumn, table, timeColumn, times } from "./tables.js";

const READ = timeColumn("read", "bare read");
const RELEASE = timeColumn("release");
const TWO_THREADS: Column = ["2 threads, ms", (of) => times(of("release", 2))];
const SCALAR = timeColumn("scalar");
const TWIN = timeColumn("typescript");
const TIMES_READ = ratioColumn("× bare read", "release", "read");
const GAIN = ratioColumn("TypeScript ÷ release", "typescript", "release");
const PER_RUN: Column = [
  "ns a run (release)",
  (of) => {
    const { minimumMs = 0, runs = 0 } = of("release") ?? {};
    return runs > 0 ? ((minimumMs * 1e6) / runs).toFixed(1) : "";
  },
];

const MEMORY: Column = ["memory, MB", (of) => shorten(of("release")?.peakMegabytes)];

const FORMATS = [
  RELEASE,
  timeColumn("nifti", ".nii.gz in turn"),
  ratioColumn("× .nii.gz", "release", "nifti"),
  timeColumn("h5wasm", "h5wasm alone"),
];

export function performancePage(
  results: ResultsByPart,
  guard: Ratios,
  { app, before }: { readonly app: RecordedApp | null; readonly before: RecordedApp | null },
): string {
  const all = Object.values(results).flat();
  const [any] = all;
  if (any === undefined) throw new Error("There are no results. Run npm run bench first.");
  const part = (name: string): readonly ResultLine[] => results[name] ?? [];
  const whole = (name: string) => compare(part(name), [RELEASE, TWO_THREADS, TWIN, READ, TIMES_READ, GAIN]);
  const { cores, memoryGb, platform } = any.machine;
  const distinct = (values: readonly string[]) => [...new Set(values)].sort().join(", ");
  const bars = computeBars(results);

  return `# Performance

Made by \`npm run bench:docs\` from \`bench/results/\`, which \`npm run bench\` writes; do not edit.

Processor, of each part by itself: ${distinct(all.map(({ machine }) => machine.cpu))}; ${cores} cores, ${memoryGb} GB, ${platform}; Node ${any.versions.node}, AssemblyScript ${any.versions.assemblyscript}. Measured
${distinct(all.map(({ date }) => date.slice(0, 10)))} at ${distinct(all.map(({ revision }) => revision))} (+: with changes), seed ${any.seed}.

Cells are minimum / median ± spread (upper less lower quartile) of repeated calls after warm-up, in milliseconds; ratios are those
of medians. The contestants of a row took turns in one process, except for the twin of whole evaluations, which was measured after them. Nothing is timed unless the answers agree. *release* is the
WebAssembly build with SIMD, *scalar* the one without, *typescript* a twin of the same algorithm on typed arrays, but for components and overlaps, which it finds on runs
of rows; all on one thread unless a column says two. The machine was shared at times: the spread says how much a row suffered. The *bare read* loads the same bytes by SIMD from linear memory and does nothing with them.

## Bars
${bars.filter(({ met }) => met === true).length} of ${bars.length} are met, ${bars.filter(({ met }) => met === false).length} are missed, ${bars.filter(({ met }) => met === undefined).length} were not measured.

${barTable(bars)}

## Whole evaluation, voxels in typed arrays
Counting metrics, connectivity 26, matching one-to-one at IoU > 0.5; copying the voxels into linear memory included.

### Volumes of clinical size

${whole("large")}

Stages of the fastest call, ms:

${stageTable(part("large"))}

### Growth with voxels
![Growth with voxels](figures/performance/voxels.svg)

${whole("voxels")}

### Growth with instances
![Growth with instances](figures/performance/instances.svg)

${whole("instances")}

### A million instances
Bricks that fill a volume against the same bricks moved by half an edge, so that each overlaps eight; matching many-to-one, kinds of
error included. Each row is the first evaluation of a process. The result's rows are not read.

${crowdTable(part("crowds"))}

### Contents of the volumes
Cells touch each other and leave no background; the noise is single voxels, so that every one of them is an instance or bridges some.

![Contents of the volumes](figures/performance/contents.svg)

${whole("contents")}

### Types of voxels

${whole("types")}

## Start

${compare(part("start"), [RELEASE])}

The first evaluation of a process costs more than later ones: two files of 128³ took 57 ms of processor time, then 14, 11 and in the end 8;
two of 512 × 512 × 300 took 190, then 98 and in the end 61 (medians of 9 and 7 processes, beside other work). Most of it is reading: kernels
run as baseline code until V8 has optimised them on another thread, and each function of JavaScript is compiled at its first call.
Optimising earlier (\`--wasm-tiering-budget\`) or at once (\`--no-liftoff\`) cost no less.

The whole command takes 112 ms of processor time for the pair of 128³, where bare Node takes 34 (medians of 11 alternating runs on an idle
machine). The compiled code that its build keeps, for the Node that built it, saves 20 to 30 of them. Without it about 16 ms go into compiling files,
and as much into functions at their first call; the rest of its start is Node's streams and promises of files, the parser of options, and the inflating of both files.

## From two .nii.gz files
One thread inflates and scans one file after the other; with two, each takes a file, and the evaluation is
divided. The last columns are those of the whole command, a
process from its start to its end: what one waits for, and the most memory that it held; Node alone holds ${shorten(part("files").find(({ nodeMegabytes }) => nodeMegabytes)?.nodeMegabytes)} MB.

![Growth with threads](figures/performance/threads.svg)

${fileTable(part("files"))}

## Files of every format
One volume of 256³, in processor time. NIfTI is read in turn with each of the others. The first read of a process loads and compiles
the package that the format needs.

${compare(part("formats"), FORMATS)}

## Maps
Memory is what a piece of work holds beyond the map and its reference at most.

${compare(part("maps"), [RELEASE, SCALAR, READ, TIMES_READ, MEMORY])}

Two bars are missed, because a single voxel costs more than they allow:

- **Mass, calibration, regions**: sums, squares and extremes in doubles take about three reads of the map, twice: once for the
  reference, once for the atlas. Calibration takes twice as long: the product of the log loss, and a sum for each bin that a piece
  reaches into. One pass for reference and atlas would save about a fifth; it is not done.
- **Ranks and top-p**: their bins are known only once all keys are counted, so that the map is read twice. To choose the voxels of
  these bins takes nearly as long as to count all.

## Cohorts
\`voxmatch run\`, a process from its start to its end. Memory is flat if the quarters of a run held alike.

${cohortTable(part("cohort"))}

## In a browser
The same code on the same pair in Node and in headless Chromium ${part("browser")[0]?.versions.chromium ?? ""}. A page that is not isolated has no shared
memory, and takes the build for unshared memory.

${browserTable(part("browser"))}

${app === null ? "" : appSection(app, before)}## Compared with other packages
Measured in the same run on the same data, by \`VOXMATCH_PEERS=python3 npm run bench -- peers\`; answers are compared first.
The first call is that of its process; the other package's memory is the most that its process held in it, with the interpreter and the volumes.

${peerTable(part("peers"))}

## Distances, skeletons and regions
From arrays to the result.

${compare(part("metrics"), [RELEASE, TWO_THREADS, TWIN, GAIN])}

## Thresholds
The exact threshold curve and the grid of strategies and thresholds, compared with one evaluation.

${compare(part("thresholds"), [RELEASE])}

## A case that stays open
Another option on an open case, compared with evaluating it anew.

${compare(part("open-case"), [RELEASE])}

## Kernels
### Scanning voxels to runs

${compare(part("scan"), [RELEASE, SCALAR, TWIN, READ, TIMES_READ, GAIN])}

### On runs

${compare(part("kernels"), [RELEASE, SCALAR, TWIN, GAIN, PER_RUN])}

### On blocks
Of volumes with one label, where corners touch; the TypeScript twin works on runs of rows.

${compare(part("blocks"), [RELEASE, SCALAR, TWIN, GAIN, PER_RUN])}

### Nearest label and distance transform

${compare(part("nearest-label"), [RELEASE, TWO_THREADS, TWIN, GAIN])}

### Skeletons

${compare(part("skeletonize"), [RELEASE, SCALAR, TWIN, GAIN])}

### Assignment

${compare(part("assignment"), [RELEASE, SCALAR, TWIN, GAIN])}

## Guard
What \`npm run bench:guard\` compares with: how many times the processor time of a bare read of the same bytes (scans) or of a fixed
loop of computing (all others) the kernel takes. It fails where a kernel takes more than twice as much.

${table(
  ["kernel", "ratio"],
  Object.entries(guard).map(([name, value]) => [name, shorten(value)]),
)}
`;
}
