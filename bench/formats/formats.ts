/**
 * One volume in a file of each format: processor time of reading it, all in turn in one process, and once in a process of each
 * read, which loads and compiles the package that the format needs. NIfTI is what the short readers are compared with, and
 * h5wasm's own read of slabs what HDF5 is compared with.
 */
import { createHash } from "node:crypto";
import { readVolume } from "../../src/index.js";
import { makePair, SEED } from "../data.js";
import { describePair, FORMATS_PAIR, firstReadOf, readOf } from "../design.js";
import { runFresh } from "../support/fresh-process.js";
import { type Contender, type MeasureOptions, measureInTurn, summarise } from "../support/measure.js";
import { processorMs } from "../support/processor-time.js";
import type { Result } from "../support/result.js";
import { formatFiles } from "./format-files.js";

/** Layers that h5wasm reads at once: those of a chunk. */
const SLAB_LAYERS = 64;

/** Processes that read a file once. */
const PROCESSES = 5;

/** Files that a package reads; a process first loads and compiles the package. */
const BY_PACKAGES = [".zarr", ".tif", ".h5", "-gzip.h5"];

/** A reader, and the files that it reads by their endings. */
const READERS = {
  release: {
    reads: () => true,
    read: async (path: string) => (await readVolume(path, { hash: false })).shape[0],
  },
  h5wasm: { reads: (ending: string) => ending.endsWith(".h5"), read: readSlabs },
} as const;

type Reader = keyof typeof READERS;

/** The readers of a file. */
function readersOf(ending: string): readonly Reader[] {
  return (["release", "h5wasm"] as const).filter((by) => READERS[by].reads(ending));
}

export async function benchFormats(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const pair = quick ? { ...FORMATS_PAIR, shape: [64, 64, 64] as const } : FORMATS_PAIR;
  const data = Uint16Array.from(makePair(pair).reference);
  const files = await formatFiles({ stem: `labels-${pair.shape.join("x")}-${SEED}`, shape: pair.shape, data });
  const workload = describePair(pair);
  const inTurn = runFresh<Omit<Result, "workload">[]>("formats", { files, options });
  const first = BY_PACKAGES.flatMap((ending) =>
    readersOf(ending).map((by): Result => {
      const given = { path: files[ending], by };
      const reads = Array.from({ length: quick ? 1 : PROCESSES }, () => runFresh<number>("readOnce", given));
      return { work: firstReadOf(ending), workload, by, firstMs: reads[0], ...summarise(reads) };
    }),
  );
  return [...inTurn.map((result) => ({ ...result, workload })), ...first];
}

/** The work of the process that reads all files in turn. */
export async function benchReading(
  files: Readonly<Record<string, string>>,
  options: MeasureOptions,
): Promise<Omit<Result, "workload">[]> {
  await checkAnswers(Object.values(files));
  const results: Omit<Result, "workload">[] = [];
  const nifti = { work: () => READERS.release.read(files[".nii.gz"]) };
  for (const [ending, path] of Object.entries(files)) {
    const contenders: Record<string, Contender> = { nifti };
    for (const by of readersOf(ending)) contenders[by] = { work: () => READERS[by].read(path) };
    const timings = await measureInTurn(contenders, { ...options, clock: processorMs });
    for (const by of readersOf(ending)) results.push({ work: readOf(ending), by, ...timings[by] });
    results.push({ work: readOf(ending), by: "nifti", ...timings.nifti });
  }
  return results;
}

/** The work of a process that reads one file once: processor time in milliseconds. */
export async function readOnce({ path, by }: { readonly path: string; readonly by: Reader }): Promise<number> {
  const start = processorMs();
  await READERS[by].read(path);
  return processorMs() - start;
}

/** The whole data set by slabs, with the library alone. */
async function readSlabs(path: string): Promise<number> {
  const { File, Dataset, ready } = await import("h5wasm/node");
  await ready;
  const file = new File(path, "r");
  try {
    const labels = file.get("labels");
    if (!(labels instanceof Dataset)) throw new Error(`${path} has no data set of labels.`);
    const depth = labels.shape?.[0] ?? 0;
    let sum = 0;
    for (let z = 0; z < depth; z += SLAB_LAYERS) {
      const slab = labels.slice([[z, Math.min(depth, z + SLAB_LAYERS)], [], []]);
      if (slab instanceof Uint16Array) sum += slab[slab.length >> 1];
    }
    return sum;
  } finally {
    file.close();
  }
}

/** All files hold the same volume, so that their times compare. */
async function checkAnswers(paths: readonly string[]): Promise<void> {
  const hashes = new Set<string>();
  for (const path of paths) {
    const volume = await readVolume(path, { hash: false });
    if (!("runs" in volume)) throw new Error(`${path} holds one label alone.`);
    hashes.add(createHash("sha256").update(volume.runs).update(volume.rowOffsets).digest("hex"));
  }
  if (hashes.size !== 1) throw new Error("The files hold different volumes.");
}
