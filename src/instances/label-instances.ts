import { intersectRuns } from "../../bindings/components/combine-runs.js";
import { type Connectivity, labelComponents, labelEach } from "../../bindings/components/label-components.js";
import {
  indexLabels,
  type LabelIndex,
  listLabels,
  relabelRuns,
  setCodes,
} from "../../bindings/components/label-index.js";
import { measureEach, measureLabels } from "../../bindings/components/measure-labels.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { copyRunVolume, type RunVolume } from "../../bindings/volumes/run-volume.js";
import { Instances } from "./instances.js";
import type { LabelPass } from "./label-passes.js";

/** Replaces, in place, the labels of both sides' runs by the instance numbers of a pass. */
export function labelInstances(
  engine: Engine,
  lists: readonly RunVolume[],
  indexes: readonly LabelIndex[],
  pass: LabelPass,
  connectivity: Connectivity,
): Instances[] {
  const coded = lists.map((list, side) => encode(engine, list, indexes[side], pass.codeOfLabel));
  switch (pass.instances) {
    case "labels": {
      const codes = Uint32Array.from(pass.codes, (_, i) => i + 1);
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
      return coded.map((list) => labelThings(engine, list, pass.codes.length, connectivity));
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
  return sides.map(({ list, codes }, i) => {
    return new Instances(engine, {
      runs: () => list,
      blocks: null,
      measures: measures[i],
      codes,
      uncut: null,
      parts: null,
    });
  });
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
  return new Instances(engine, {
    runs: () => components,
    blocks: null,
    measures: measureLabels(engine, components, count),
    codes: Uint32Array.from({ length: count }, (_, i) => Number(voxels[i * classes] > 0)),
    uncut: null,
    parts: { runs: list, classes, voxels },
  });
}
