import { VoxmatchError } from "../../../base/errors.js";
import { intersectRuns, subtractRuns } from "../../../bindings/components/combine-runs.js";
import { indexLabels, relabelRuns, setCodes } from "../../../bindings/components/label-index.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import { copyRunVolume, type RunVolume, rowCount } from "../../../bindings/volumes/run-volume.js";

/**
 * The voxels that count before NaN are left out: those of the mask that do not carry the ignored label. Null: all.
 * @throws VoxmatchError `INVALID_VOLUME` if the mask is empty
 */
export function domainRuns(
  engine: MapEngine,
  mask: RunVolume | null,
  reference: RunVolume,
  ignoreLabel: number | null,
): RunVolume | null {
  if (mask !== null && mask.runCount === 0) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      "The mask is empty: no voxel of it is labelled, so that nothing is left to score. Pass another mask, or none.",
    );
  }
  if (ignoreLabel === null) return mask;
  return subtractRuns(engine, mask ?? wholeVolume(engine, reference), reference, ignoreLabel);
}

/** A run for each row. */
export function wholeVolume({ arena }: MapEngine, { shape }: RunVolume): RunVolume {
  const rows = rowCount(shape);
  const rowOffsets = arena.allocate(4 * (rows + 1));
  const runs = arena.allocate(8 * rows);
  arena.u32(rowOffsets, rows + 1).forEach((_, row, offsets) => {
    offsets[row] = row;
  });
  arena.u32(runs, 2 * rows).forEach((_, word, words) => {
    words[word] = word % 2 === 0 ? shape[0] << 16 : 1;
  });
  return { runs, rowOffsets, runCount: rows, shape };
}

/** A copy of the runs, all labelled 1, without a label. */
export function asForeground(engine: MapEngine, list: RunVolume, without: number | null = null): RunVolume {
  const copy = copyRunVolume(engine, list);
  const index = indexLabels(engine, copy);
  setCodes(engine, index, (label) => Number(label !== without));
  return relabelRuns(engine, copy, index);
}

/** The runs as far as they lie in the domain, with their labels. */
export function within(engine: MapEngine, list: RunVolume, domain: RunVolume | null): RunVolume {
  // The domain's only label is 1, so that a pair of labels is numbered as the first is.
  return domain === null ? list : intersectRuns(engine, list, asForeground(engine, domain), 1);
}

/** No voxels. */
export function emptyRuns(engine: MapEngine, shape: RunVolume["shape"]): RunVolume {
  const rowOffsets = engine.arena.allocateZeroed(4 * (rowCount(shape) + 1));
  return { runs: rowOffsets, rowOffsets, runCount: 0, shape };
}
