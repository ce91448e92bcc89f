import { intersectRuns } from "../../bindings/components/combine-runs.js";
import { dilateRuns } from "../../bindings/components/dilate-runs.js";
import { type Connectivity, labelComponents } from "../../bindings/components/label-components.js";
import { indexLabels, relabelRuns, setCodes } from "../../bindings/components/label-index.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { copyRunVolume, type RunVolume } from "../../bindings/volumes/run-volume.js";

/** Components that were merged because they lie near each other; both lists are in the arena. */
export interface NearComponents {
  readonly count: number;
  /** The voxels as they were, labelled 1 … count. */
  readonly merged: RunVolume;
  /** The same with everything that they grew into: what overlaps `reach` lies near. */
  readonly reach: RunVolume;
}

/**
 * Merges components that touch once they have grown `steps` voxels in every direction (see {@link dilateRuns}). The voxels
 * themselves stay as they are.
 *
 * Components that grow together are one component of the grown foreground, which is also the reach of the merged one: a single
 * dilation serves both.
 *
 * @param labels the labels whose runs take part; all others are left out
 */
export function mergeNear(
  engine: Engine,
  list: RunVolume,
  labels: Uint32Array,
  steps: number,
  connectivity: Connectivity,
): NearComponents {
  const foreground = foregroundRuns(engine, list, labels);
  let grown = copyRunVolume(engine, foreground);
  for (let step = 0; step < steps; step++) grown = dilateRuns(engine, grown);
  const reach = labelComponents(engine, grown, connectivity);
  // All of the foreground is labelled 1, so that a pair of labels is numbered as the second is.
  return { count: reach.classes.length, merged: intersectRuns(engine, foreground, reach, 1), reach };
}

/** A copy of the runs with these labels, all labelled 1. */
function foregroundRuns(engine: Engine, list: RunVolume, labels: Uint32Array): RunVolume {
  const copy = copyRunVolume(engine, list);
  const index = indexLabels(engine, copy);
  const wanted = new Set(labels);
  setCodes(engine, index, (label) => Number(wanted.has(label)));
  return relabelRuns(engine, copy, index);
}
