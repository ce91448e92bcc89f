import type { Matching } from "../matching/matching.js";
import type { MaskSource } from "../metrics/mask-source.js";
import { createMeasurer } from "../metrics/measurer.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { subTable } from "../overlap/drop-small.js";
import { indexesTo, isMostlyVoid, type OverlapTable } from "../overlap/overlap-table.js";
import type { VoidRow } from "../results/result-types.js";
import type { GroupMatching } from "./match-table.js";

/** A matched table without the predictions that are neither right nor wrong, and those. */
export interface JudgedTable {
  readonly judged: GroupMatching;
  /** Undefined where there is no void. */
  readonly voids: readonly VoidRow[] | undefined;
}

/**
 * Sets the predictions aside that nothing matches and of which more than half lay in void (Kirillov et al. 2019, section
 * 4.2). As they are not matched, everything else stays matched as it is.
 */
export function setVoidAside(masks: MaskSource, matched: GroupMatching, options: VolumeOptions): JudgedTable {
  const { table, finalMatching } = matched;
  const { prediction, hidden } = table;
  const { whole } = prediction;
  const isAside = asideOf(table, finalMatching);
  const voids: VoidRow[] = (hidden ?? []).map(({ class: own, voxels }) => {
    return { status: "void", label: null, class: own, voxels, void_voxels: voxels };
  });
  for (let p = 0; p < prediction.count; p++) {
    if (isAside[p] === 0 || whole === undefined) continue;
    const [label, own] = [prediction.labels[p], prediction.classes[p]];
    voids.push({ status: "void", label, class: own, voxels: whole[p], void_voxels: whole[p] - prediction.voxels[p] });
  }
  const kept = [...indexesTo(prediction.count)].filter((p) => isAside[p] === 0);
  if (kept.length === prediction.count) return { judged: matched, voids };
  const rest = subTable(table, [...indexesTo(table.reference.count)], kept);
  const newIndex = new Map(kept.map((p, index) => [p, index]));
  const moved = finalMatching.prediction.map((p) => newIndex.get(p) ?? 0);
  return {
    judged: {
      ...matched,
      table: rest,
      finalMatching: { ...finalMatching, prediction: moved },
      measurer: createMeasurer(rest, masks, options),
    },
    voids,
  };
}

/** 1 for each prediction that does not count. */
function asideOf({ prediction }: OverlapTable, matching: Matching): Uint8Array {
  const isAside = Uint8Array.from({ length: prediction.count }, (_, p) => Number(isMostlyVoid(prediction, p)));
  for (const p of matching.prediction) isAside[p] = 0;
  return isAside;
}
