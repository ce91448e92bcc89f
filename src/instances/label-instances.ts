import type { BlockRuns } from "../../bindings/components/block-runs.js";
import { intersectRuns } from "../../bindings/components/combine-runs.js";
import { type Connectivity, labelComponents, labelEach } from "../../bindings/components/label-components.js";
import {
  indexLabels,
  type LabelIndex,
  listLabels,
  relabelRuns,
  setCodes,
} from "../../bindings/components/label-index.js";
import { type LabelMeasures, measureEach, measureLabels } from "../../bindings/components/measure-labels.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { copyRunVolume, type RunVolume } from "../../bindings/volumes/run-volume.js";
import type { LabelPass } from "./label-passes.js";

/** One side of a layer: runs that carry instance numbers 1 … count, and what is known of each instance. */
export interface Instances {
  /** In the arena; the label of a run is the number of its instance. May be written only when it is asked for. */
  readonly list: RunVolume;
  /** The same as runs of blocks, where the instances were found on these. */
  readonly blocks: BlockRuns | null;
  readonly measures: LabelMeasures;
  /** Voxels of each instance before those in void were taken away; absent where none were. */
  readonly whole?: Float64Array;
  /** The code (see {@link LabelPass}) of instance `i + 1`; 0 for a component that is no instance. */
  readonly codes: Uint32Array;
  /** Where instances have parts: their runs by class, and the voxels of each class. */
  readonly parts: InstanceParts | null;
}

/** Instances by class: class `c` of instance `i + 1` is the label `classes · i + c + 1`. */
export interface InstanceParts {
  readonly list: RunVolume;
  readonly classes: number;
  /** Voxels of instance `i + 1` and class `c` at `classes · i + c`. */
  readonly voxels: Float64Array;
}

/** Replaces, in place, the labels of both sides' runs by instance numbers as the layer says. */
export function labelInstances(
  engine: Engine,
  lists: readonly RunVolume[],
  indexes: readonly LabelIndex[],
  layer: LabelPass,
  connectivity: Connectivity,
): Instances[] {
  const coded = lists.map((list, side) => encode(engine, list, indexes[side], layer.codeOfLabel));
  switch (layer.instances) {
    case "labels": {
      const codes = Uint32Array.from(layer.codes, (_, i) => i + 1);
      return measured(
        engine,
        coded.map((list) => ({ list, codes })),
      );
    }
    case "components":
      return measured(
        engine,
        labelEach(engine, coded, connectivity).map((list) => ({ list, codes: list.classes })),
      );
    case "things":
      return coded.map((list) => labelThings(engine, list, layer.codes.length, connectivity));
  }
}

function measured(
  engine: Engine,
  sides: readonly { readonly list: RunVolume; readonly codes: Uint32Array }[],
): Instances[] {
  const measures = measureEach(
    engine,
    sides.map(({ list, codes }) => ({ list, count: codes.length })),
  );
  return sides.map((side, i) => ({ ...side, blocks: null, measures: measures[i], parts: null }));
}

/** The runs with codes for labels, in place. Where each label is its own code, as in most masks, that is no work. */
function encode(engine: Engine, list: RunVolume, index: LabelIndex, codes: ReadonlyMap<number, number>): RunVolume {
  if (listLabels(engine, index).every((label) => codes.get(label) === label)) return list;
  setCodes(engine, index, (label) => codes.get(label) ?? 0);
  return relabelRuns(engine, list, index);
}

/** Components of things and parts together; those without a voxel of the thing itself belong to nothing. */
function labelThings(engine: Engine, coded: RunVolume, classes: number, connectivity: Connectivity): Instances {
  const whole = copyRunVolume(engine, coded);
  const index = indexLabels(engine, whole);
  setCodes(engine, index, () => 1);
  const components = labelComponents(engine, relabelRuns(engine, whole, index), connectivity);
  const count = components.classes.length;
  const list = intersectRuns(engine, components, coded, classes);
  const { voxels } = measureLabels(engine, list, count * classes);
  return {
    list: components,
    blocks: null,
    measures: measureLabels(engine, components, count),
    codes: Uint32Array.from({ length: count }, (_, i) => Number(voxels[i * classes] > 0)),
    parts: { list, classes, voxels },
  };
}
