import type { DetectionCase } from "../../maps/detection/detection-scores.js";
import type { CaseRecord } from "../case-record.js";
import type { DetectionRules, MapGroupRecord, MapRecord, RegionRecord } from "./map-record.js";
import type { RepeatRecord } from "./repeat-record.js";

/** A case's map, or one that should be there, as far as a summary needs it. */
export interface MapCase {
  readonly case: string;
  readonly model: string | null;
  readonly columns: Readonly<Record<string, string>>;
  /** False: there is no map that could be used. */
  readonly isScored: boolean;
  readonly rules: DetectionRules | null;
  readonly groups: ReadonlyMap<string, MapCaseGroup>;
  readonly regions: readonly RegionRecord[];
  /** Null without repeated maps. */
  readonly agreement: RepeatRecord | null;
}

export interface MapCaseGroup {
  readonly scores: ReadonlyMap<string, number>;
  /** Null where lesions were not looked for. */
  readonly detection: DetectionCase | null;
}

/** The map of a record; null if the case was never to have one. */
export function mapCaseOf(record: CaseRecord): MapCase | null {
  const { case: id, model, columns } = record;
  if (record.status === "done") {
    return record.map === undefined ? null : { case: id, model, columns, isScored: true, ...partsOf(record.map) };
  }
  if (record.files.map === undefined) return null;
  const groups = Object.entries(record.reference?.groups ?? {}).map(([name, { n_ref_instances }]) => {
    // A map that is missing finds nothing.
    const lesions = Array.from({ length: n_ref_instances }, () => ({ confidence: null }));
    return [name, { scores: new Map(), detection: { candidates: [], lesions, caseScore: 0 } }] as const;
  });
  return {
    case: id,
    model,
    columns,
    isScored: false,
    rules: null,
    groups: new Map(groups),
    regions: [],
    agreement: null,
  };
}

function partsOf({
  groups,
  regions = [],
  rules,
  agreement,
}: MapRecord): Pick<MapCase, "groups" | "regions" | "rules" | "agreement"> {
  return {
    rules,
    regions,
    agreement: agreement ?? null,
    groups: new Map(Object.entries(groups).map(([name, group]) => [name, groupOf(group)])),
  };
}

function groupOf({ scores, candidates, lesions, case_score = Number.NaN }: MapGroupRecord): MapCaseGroup {
  const numbers = Object.entries(scores).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  const isDetected = candidates !== undefined && lesions !== undefined;
  return {
    scores: new Map(numbers),
    detection: isDetected
      ? {
          candidates: candidates.map(({ confidence, fate }) => ({ confidence, fate })),
          lesions: lesions.map(({ confidence }) => ({ confidence })),
          caseScore: case_score,
        }
      : null,
  };
}
