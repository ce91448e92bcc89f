import { VoxmatchError } from "../../base/errors.js";
import { indexLabels, relabelRuns, setCodes } from "../../bindings/components/label-index.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { type DenseLabels, paintLabels } from "../../bindings/volumes/paint-labels.js";
import { copyRunVolume, type RunVolume, type Triple } from "../../bindings/volumes/run-volume.js";
import type { GroupTable } from "./label-groups.js";

const MAXIMUM_NUMBER = 2 ** 32 - 1;

/** One of the two volumes of a case. */
export type Side = "reference" | "prediction";

/** Which instance it is, in the words of the result. */
export interface InstanceName {
  readonly group: string;
  readonly label: number;
}

/** The number that an instance is painted with, a whole one from 1 to 2³² − 1; `place` is its place in the list, from 0. */
export type NumberInstance = (name: InstanceName, place: number) => number;

/** The instances of one side of a case, voxel by voxel. */
export interface PaintedInstances {
  /** 0 is background, `v` is `instances[v − 1]` unless numbers were given; x fastest, in the narrowest unsigned type. */
  readonly data: DenseLabels;
  readonly instances: readonly InstanceName[];
}

/** Paints all instances of a side. Where groups share voxels, those of the earlier group are seen. */
export function paintCase(
  engine: Engine,
  shape: Triple,
  groups: readonly GroupTable[],
  side: Side,
  numberOf: NumberInstance = (_, place) => place + 1,
): PaintedInstances {
  const instances: InstanceName[] = [];
  let largest = 0;
  const codes = new Map<RunVolume, Map<number, number>>();
  for (const { plan, table, masks } of [...groups].sort((a, b) => a.index - b.index)) {
    const own = codes.get(masks[side]) ?? new Map<number, number>();
    codes.set(masks[side], own);
    const { labels, runLabels } = table[side];
    labels.forEach((label, i) => {
      const name = { group: plan.name, label };
      const number = numberOf(name, instances.length);
      if (!(Number.isInteger(number) && number >= 1 && number <= MAXIMUM_NUMBER)) throw refuseNumber(name, number);
      largest = Math.max(largest, number);
      instances.push(name);
      own.set(runLabels[i], number);
    });
  }
  const mark = engine.arena.mark();
  try {
    // Later lists are painted over earlier ones, so the first group comes last.
    const lists = Array.from(codes, ([list, own]) => relabelled(engine, list, own)).reverse();
    const data = paintLabels(engine, lists, { origin: [0, 0, 0], shape }, largest);
    return { data, instances };
  } finally {
    engine.arena.release(mark);
  }
}

function refuseNumber({ group, label }: InstanceName, number: number): VoxmatchError {
  return new VoxmatchError(
    "INVALID_OPTION",
    `Instance ${label} of ${group} was given the number ${number}, but numbers are whole, from 1 to ${MAXIMUM_NUMBER}.`,
    { value: number },
  );
}

function relabelled(engine: Engine, list: RunVolume, codes: ReadonlyMap<number, number>): RunVolume {
  const copy = copyRunVolume(engine, list);
  const index = indexLabels(engine, copy);
  setCodes(engine, index, (label) => codes.get(label) ?? 0);
  return relabelRuns(engine, copy, index);
}
