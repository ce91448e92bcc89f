import { mergeNear } from "../instances/merge-near.js";
import type { MaskSource } from "../metrics/mask-source.js";
import { createMeasurer } from "../metrics/measurer.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { lesionTable } from "../overlap/lesion-table.js";
import { isMostlyVoid, type OverlapTable, pairIndex, voxelVolume } from "../overlap/overlap-table.js";
import { type BratsScores, bratsScores, type MeasurableLesion } from "../results/brats-scores.js";
import type { Measure } from "./measure.js";

const METRICS = ["dsc", "hd95"] as const;

/** BraTS's lesion-wise scores of a group's instances, whichever pairs the strategy matched. */
export async function bratsOfGroup(
  masks: MaskSource,
  whole: OverlapTable,
  options: VolumeOptions,
  dilation: number,
  measure: Measure,
): Promise<BratsScores> {
  const { engine } = masks;
  const mark = engine.arena.mark();
  try {
    const near = mergeNear(engine, masks.reference, whole.reference.runLabels, dilation, options.connectivity);
    const { table, components, predictions } = lesionTable(engine, whole, masks, near);
    const lesionMasks = { engine, reference: near.merged, prediction: masks.prediction, known: new Map() };
    const measurer = createMeasurer(table, lesionMasks, options);
    const unit = voxelVolume(table);
    const counts = (lesion: number) => table.reference.voxels[lesion] * unit > options.lesionVolume;
    await measure(
      lesionMasks,
      predictions.flatMap((reached, lesion) =>
        reached.length > 0 && counts(lesion) ? measurer.unionRequests(METRICS, lesion, reached) : [],
      ),
    );
    const lesions = predictions.map(
      (reached, lesion): MeasurableLesion => ({
        label: lesion + 1,
        components: components[lesion].map((g) => whole.reference.labels[g]),
        predictions: reached.map((p) => whole.prediction.labels[p]),
        volume: table.reference.voxels[lesion] * unit,
        measure: () => {
          const shared = reached.reduce((sum, p) => sum + sharedVoxels(table, lesion, p), 0);
          const { dsc = Number.NaN, hd95 = Number.NaN } = measurer.ofUnion(METRICS, lesion, reached, shared);
          return { dice: dsc, hd95 };
        },
      }),
    );
    const isNear = new Set(predictions.flat());
    const counted = [...whole.prediction.labels].filter((_, p) => isNear.has(p) || !isMostlyVoid(whole.prediction, p));
    return bratsScores(lesions, counted, { dilation, volumeThreshold: options.lesionVolume });
  } finally {
    engine.arena.release(mark);
  }
}

/** Voxels that a lesion and a prediction share; a prediction may reach into the dilated lesion alone. */
function sharedVoxels(table: OverlapTable, lesion: number, prediction: number): number {
  const pair = pairIndex(table, lesion, prediction);
  return pair < 0 ? 0 : table.pairVoxels[pair];
}
