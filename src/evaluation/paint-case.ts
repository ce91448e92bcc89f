import { indexLabels, relabelRuns, setCodes } from "../../bindings/components/label-index.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { type DenseLabels, paintLabels } from "../../bindings/volumes/paint-labels.js";
import { copyRunVolume, type RunVolume, type Triple } from "../../bindings/volumes/run-volume.js";
import type { GroupTable } from "./label-groups.js";

/** One of the two volumes of a case. */
export type Side = "reference" | "prediction";

/** Which instance it is, in the words of the result. */
export interface InstanceName {
  readonly group: string;
  readonly label: number;
}

/** The instances of one side of a case, voxel by voxel. */
export interface PaintedInstances {
  /** 0 is background, `v` is `instances[v − 1]`; x fastest, in the narrowest unsigned type. */
  readonly data: DenseLabels;
  readonly instances: readonly InstanceName[];
}

/** Paints all instances of a side. Where groups share voxels, those of the earlier group are seen. */
export function paintCase(engine: Engine, shape: Triple, groups: readonly GroupTable[], side: Side): PaintedInstances {
  const instances: InstanceName[] = [];
  const codes = new Map<RunVolume, Map<number, number>>();
  for (const { plan, table, masks } of [...groups].sort((a, b) => a.index - b.index)) {
    const own = codes.get(masks[side]) ?? new Map<number, number>();
    codes.set(masks[side], own);
    const { labels, runLabels } = table[side];
    labels.forEach((label, i) => {
      own.set(runLabels[i], instances.push({ group: plan.name, label }));
    });
  }
  const mark = engine.arena.mark();
  try {
    // Later lists are painted over earlier ones, so the first group comes last.
    const lists = Array.from(codes, ([list, own]) => relabelled(engine, list, own)).reverse();
    const data = paintLabels(engine, lists, { origin: [0, 0, 0], shape }, instances.length);
    return { data, instances };
  } finally {
    engine.arena.release(mark);
  }
}

function relabelled(engine: Engine, list: RunVolume, codes: ReadonlyMap<number, number>): RunVolume {
  const copy = copyRunVolume(engine, list);
  const index = indexLabels(engine, copy);
  setCodes(engine, index, (label) => codes.get(label) ?? 0);
  return relabelRuns(engine, copy, index);
}
