import { countOverlap } from "../../../bindings/components/count-overlap.js";
import type { Connectivity } from "../../../bindings/components/label-components.js";
import { measureLabels } from "../../../bindings/components/measure-labels.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import type { SignedMap } from "../../../bindings/maps/map-volume.js";
import { type RunVolume, tripleOf } from "../../../bindings/volumes/run-volume.js";
import type { DetectionOptions } from "../options/types.js";
import { within } from "../read/domain.js";
import type { ReferenceGroup } from "../read/reference-groups.js";
import { voxelAt } from "../read/voxel-at.js";
import { type CandidateFate, creditHits } from "./assign.js";
import { centreOf, findCandidates } from "./candidates.js";
import { type DetectionScores, detectionScores } from "./detection-scores.js";
import { findHits, type Lesion } from "./hits.js";

/** A candidate and its outcome. */
export interface CandidateRow {
  readonly confidence: number;
  readonly voxels: number;
  /** x, y, z of the first voxel of the largest value. */
  readonly peak: readonly number[];
  /** Linear indices x + nx·(y + ny·z). */
  readonly peak_voxel: number;
  readonly first_voxel: number;
  readonly fate: CandidateFate;
  /** The lesion that it is credited with. */
  readonly lesion: number | null;
  /** Its largest score with a lesion, whether that is enough or not; 0 for none. */
  readonly score: number;
}

/** A lesion, and the confidence of the candidate that found it: null if none did. */
export interface LesionRow {
  readonly lesion: number;
  /** Its label in the reference. */
  readonly label: number;
  readonly voxels: number;
  readonly confidence: number | null;
}

/** Detection in one case. */
export interface DetectionResult {
  readonly candidates: readonly CandidateRow[];
  readonly lesions: readonly LesionRow[];
  readonly case_score: number;
  readonly detection: DetectionScores;
}

export interface DetectionContext {
  readonly options: DetectionOptions & { readonly connectivity: Connectivity; readonly voxelVolume: number };
  /** mm */
  readonly spacing: readonly number[];
  readonly domain: RunVolume | null;
  /** The largest value of the domain. */
  readonly largest: number;
}

/** Finds candidates, and credits them with the lesions of a group. */
export function detectLesions(
  engine: MapEngine,
  map: SignedMap,
  group: ReferenceGroup,
  { options, spacing, domain, largest }: DetectionContext,
): DetectionResult {
  const { list, rows } = findCandidates(engine, map, domain, options);
  const reference = within(engine, group.list, domain);
  const { voxels, sums } = measureLabels(engine, reference, group.count);
  // Lesions that lie outside the domain are none.
  const held = Array.from({ length: group.count }, (_, i) => i).filter((i) => voxels[i] > 0);
  const lesions = held.map((i): Lesion => ({ label: i + 1, voxels: voxels[i], centre: centreOf(sums, voxels, i) }));
  const place = new Map(held.map((i, at) => [i + 1, at]));
  const overlap = countOverlap(engine, reference, list);
  const shared = Array.from(overlap.voxels, (count, i) => {
    return { candidate: overlap.prediction[i] - 1, lesion: place.get(overlap.reference[i]) ?? -1, voxels: count };
  });
  const lesionOfPeak = rows.map(({ peak }) => place.get(labelAt(engine, reference, peak)) ?? -1);
  const dimensions = spacing.length === 2 ? 2 : 3;
  const context = {
    candidates: rows,
    lesions,
    shared,
    lesionOfPeak,
    spacing: tripleOf([...spacing, 1]),
    dimensions,
  } as const;
  const hits = findHits(context, options);
  const credit = creditHits(
    rows.map(({ confidence }) => confidence),
    lesions.length,
    hits,
    options,
  );
  const candidates = rows.map((row, i): CandidateRow => {
    const lesion = credit.lesionOf[i];
    return {
      confidence: row.confidence,
      voxels: row.voxels,
      peak: voxelAt(row.peak, map.volume.shape),
      peak_voxel: row.peak,
      first_voxel: row.firstVoxel,
      fate: credit.fates[i],
      lesion: lesion < 0 ? null : lesions[lesion].label,
      score: credit.scores[i],
    };
  });
  const found = lesions.map(({ label, voxels: count }, i): LesionRow => {
    return { lesion: label, label: group.labels[label - 1], voxels: count, confidence: credit.found[i] };
  });
  const case_score =
    options.caseScore === "max" ? largest : 1 - rows.reduce((left, { confidence }) => left * (1 - confidence), 1);
  const scores = detectionScores([{ candidates, lesions: found, caseScore: case_score }], options);
  return { candidates, lesions: found, case_score, detection: scores };
}

/** The label of a voxel; 0 for none. */
function labelAt({ arena }: MapEngine, list: RunVolume, voxel: number): number {
  const [x, y, z] = voxelAt(voxel, list.shape);
  const [first, last] = arena.u32(list.rowOffsets + 4 * (y + list.shape[1] * z), 2);
  const runs = arena.u32(list.runs + 8 * first, 2 * (last - first));
  for (let i = 0; i < runs.length; i += 2) {
    if ((runs[i] & 0xffff) <= x && x < runs[i] >>> 16) return runs[i + 1];
  }
  return 0;
}
