import { makeAbort } from "../engine/abort.js";
import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { divide, type Job, runJobs } from "../threads/job.js";
import type { MapEngine } from "./map-engine.js";
import { MAP_INSTANCES, type MapCode } from "./map-instances.js";
import type { MapKernels } from "./map-kernels.js";
import type { SignedMap } from "./map-volume.js";
import type { Segments } from "./segments.js";

/** A pass over a map, as every thread can do it: plain data. */
export interface MapWork extends Pick<Segments, "segments"> {
  readonly code: MapCode | null;
  readonly data: Pointer;
  readonly reading: Pointer;
  /** The first segment of each block, and of the end. */
  readonly blocks: readonly number[];
}

/** The input of a pass over some blocks of a map. */
export function mapWork(
  { code }: MapEngine,
  map: SignedMap,
  { segments, blocks }: Segments,
  first = 0,
  last = blocks.length - 1,
): MapWork {
  const { volume, reading } = map;
  return { code, data: volume.data, reading, segments, blocks: [...blocks.subarray(first, last + 1)] };
}

/** Does jobs on all threads that can have the map kernels. */
export function runMapJobs<Input extends MapWork>(
  engine: MapEngine,
  job: Job<Input>,
  inputs: readonly Input[],
  scratchBytes: number,
): readonly (readonly number[])[] {
  return engine.code === null
    ? inputs.map((input) => job.run(engine, input))
    : runJobs(engine, job, inputs, scratchBytes);
}

/** The engine of this thread, with the map kernels. */
export function mapWorker(engine: Engine, { code }: MapWork): MapEngine {
  const { memory } = engine.arena;
  let maps = MAP_INSTANCES.get(memory);
  if (maps === undefined) {
    // Only workers come here, and only if there is code.
    const bytes = engine.arena.u8(code?.at ?? 0, code?.bytes ?? 0).slice();
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      env: { memory, abort: makeAbort(memory) },
    });
    maps = instance.exports as unknown as MapKernels;
    MAP_INSTANCES.set(memory, maps);
  }
  return { ...engine, maps, code };
}

/** Scratch that a job needs for {@link readingCopy}. */
export function readingBytes({ maps }: MapEngine): number {
  return maps.mapReadingBytes() + 64;
}

/** A separate reading: jobs read pieces of the map into it at the same time. */
export function readingCopy({ arena, maps }: MapEngine, { reading }: MapWork): Pointer {
  return arena.copyIn(arena.u8(reading, maps.mapReadingBytes()));
}

/** Parts of a pass whose sums are joined: as many on any number of threads, so that sums do not depend on it. */
const PARTS = 8;

/** A pass over a map in parts of whole blocks. */
export function partsOf(engine: MapEngine, map: SignedMap, segments: Segments, most = PARTS): MapWork[] {
  return divide(segments.blocks.length - 1, most).map(([first, last]) => mapWork(engine, map, segments, first, last));
}
