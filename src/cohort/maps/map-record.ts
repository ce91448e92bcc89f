import type { RegionRow } from "../../maps/atlas/region-rows.js";
import type { CandidateRow, LesionRow } from "../../maps/detection/detect-lesions.js";
import type { DetectionOptions } from "../../maps/options/types.js";
import type { DomainResult, MapGroupResult, MapResult, ReliabilityBin } from "../../maps/results/map-result.js";
import type { MapReason } from "../../maps/scores/reasons.js";
import type { InputDescription } from "../../results/evaluation-result.js";
import type { RepeatRecord } from "./repeat-record.js";

/** The options that scores over cases depend on. */
export type DetectionRules = Pick<
  DetectionOptions,
  "frocRates" | "frocInterpolation" | "fpPer" | "operatingThreshold" | "caseScore"
>;

/** A point of a curve over the threshold: `[threshold, voxels, those in the reference]`; all else follows from N and K. */
export type CurveRecord = readonly [threshold: number, voxels: number, inside: number];

/** The part of a record about a map against one group of the reference. */
export interface MapGroupRecord {
  /** By key, with each NaN its `<key>_reason`. */
  readonly scores: Readonly<Record<string, number | MapReason>>;
  /** At most `curvePoints`, falling. Older records have none. */
  readonly curve?: readonly CurveRecord[];
  /** With the option `instances`: PQ by threshold, falling. */
  readonly pq_curve?: readonly (readonly [threshold: number, pq: number])[];
  /** Of probabilities only. */
  readonly reliability?: readonly ReliabilityBin[];
  /** With the option `detection`: candidates and lesions with their fates, and what the case scores as a whole. */
  readonly candidates?: readonly CandidateRow[];
  readonly lesions?: readonly LesionRow[];
  readonly case_score?: number;
}

/** A region of an atlas, as far as a cohort needs it. */
export type RegionRecord = Pick<
  RegionRow,
  "label" | "name" | "voxels" | "sum" | "share" | "mean" | "enrichment" | "max"
>;

/** The part of a record about a case's map. */
export interface MapRecord {
  readonly inputs: Readonly<Record<string, InputDescription>>;
  readonly domain: DomainResult;
  readonly rules: DetectionRules;
  readonly groups: Readonly<Record<string, MapGroupRecord>>;
  readonly regions?: readonly RegionRecord[];
  /** Of cases with repeated maps. */
  readonly agreement?: RepeatRecord;
  readonly notes?: readonly string[];
}

/** A result without its times, and without remarks that the options make; its curves as far as a report draws them. */
export function mapRecordOf({ inputs, domain, groups, regions, notes, options }: MapResult): MapRecord {
  const { frocRates, frocInterpolation, fpPer, operatingThreshold, caseScore } = options;
  const remarks = notes.filter((note) => !options.notes.includes(note));
  return {
    inputs,
    domain,
    rules: { frocRates, frocInterpolation, fpPer, operatingThreshold, caseScore },
    groups: Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, groupOf(group)])),
    ...(regions && {
      regions: regions.map(({ label, name, voxels, sum, share, mean, enrichment, max }) => {
        return { label, name, voxels, sum, share, mean, enrichment, max };
      }),
    }),
    ...(remarks.length > 0 && { notes: remarks }),
  };
}

function groupOf(group: MapGroupResult): MapGroupRecord {
  const { candidates, lesions, case_score, curve, instance_curve, reliability, ...rest } = group;
  const scores = Object.entries(rest).filter((entry): entry is [string, number | MapReason] => {
    return typeof entry[1] === "number" || typeof entry[1] === "string";
  });
  return {
    scores: Object.fromEntries(scores),
    curve: curve.map(({ threshold, voxels, inside }): CurveRecord => [threshold, voxels, inside]),
    ...(instance_curve && { pq_curve: instance_curve.map(({ threshold, pq }) => [threshold, pq] as const) }),
    ...(reliability && { reliability }),
    ...(candidates && lesions && case_score !== undefined && { candidates, lesions, case_score }),
  };
}
