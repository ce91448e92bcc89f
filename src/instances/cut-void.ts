import { subtractRuns } from "../../bindings/components/combine-runs.js";
import { measureLabels } from "../../bindings/components/measure-labels.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { RunVolume } from "../../bindings/volumes/run-volume.js";
import { Instances } from "./instances.js";

/**
 * Takes the voxels that are void in the reference from instances that were found with them (Kirillov et al. 2019, section
 * 4.2): an instance that reaches over a rim of void stays one, and nothing in void counts. How large each was is kept.
 */
export function cutVoid(engine: Engine, side: Instances, reference: RunVolume, label: number): Instances {
  const runs = subtractRuns(engine, side.runs(), reference, label);
  const parts = side.parts && {
    ...side.parts,
    runs: subtractRuns(engine, side.parts.runs, reference, label),
  };
  return new Instances(engine, {
    runs: () => runs,
    blocks: null,
    measures: measureLabels(engine, runs, side.codes.length),
    codes: side.codes,
    uncut: side,
    parts: parts && { ...parts, voxels: measureLabels(engine, parts.runs, side.codes.length * parts.classes).voxels },
  });
}
