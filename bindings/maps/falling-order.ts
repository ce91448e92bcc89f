import type { RunVolume } from "../volumes/run-volume.js";
import { sortVoxels } from "./component-tree.js";
import type { MapEngine } from "./map-engine.js";
import type { SignedMap } from "./map-volume.js";

/** The voxels of a map in falling order; those of one value in the order of the volume. */
export interface FallingOrder {
  /** Linear indices. */
  readonly voxels: Uint32Array;
  /** How many voxels have at least each distinct value, values falling. */
  readonly ends: Uint32Array;
}

/** Sorts the voxels of a domain, none of which is NaN. */
export function fallingOrder(engine: MapEngine, map: SignedMap, domain: RunVolume): FallingOrder {
  const { arena, maps } = engine;
  const mark = arena.mark();
  try {
    const {
      scratch,
      keyBytes,
      voxels: count,
    } = sortVoxels(engine, map, domain, { steps: 1, sizes: 0, curve: 0, keepSteps: false });
    const [values, ends, voxels] = [8, 4, 4].map((bytes) => arena.allocate(bytes * count));
    const levels = maps.listTreeLevels(scratch, map.reading, keyBytes, values, ends) >>> 0;
    const listed = arena.u32(ends, levels).slice();
    maps.listTreeVoxels(scratch, ends, voxels);
    return { voxels: arena.u32(voxels, count).slice(), ends: listed };
  } finally {
    arena.release(mark);
  }
}
