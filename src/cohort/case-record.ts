/**
 * The record of a case that a cohort's run keeps: one line of `cases.jsonl`.
 *
 * A line holds nothing that differs between two runs over the same files with the same options (no time, no thread
 * count, no build), so that a run that was interrupted ends with the same bytes as one that was not.
 */

import type { ErrorDetails } from "../../base/error-details.js";
import { VoxmatchError } from "../../base/errors.js";
import type { UnassignedLabel } from "../instances/label-census.js";
import { decodeNumbers } from "../reports/case/json-numbers.js";
import { compactJson } from "../reports/case/write-json.js";
import type { InputDescription } from "../results/evaluation-result.js";
import type { ExplorationRow } from "../results/exploration-row.js";
import type { GroupResult } from "../results/result-types.js";
import type { MapRecord } from "./maps/map-record.js";
import type { RepeatRecord } from "./maps/repeat-record.js";

/**
 * Why a case has no result: its prediction is not there (`missing`), cannot be read (`unreadable`) or lies on another grid
 * (`grid`); its `reference` cannot be read; or its files are not to blame (`system`: memory, a lost worker, the set-up).
 */
const FAILURE_CAUSES = ["missing", "unreadable", "grid", "reference", "system"] as const;
export type FailureCause = (typeof FAILURE_CAUSES)[number];

/** Which case of a cohort this is. `case` and `model` together are unique in a run. */
export interface CaseKey {
  /** The manifest's id, as it was written: `007` stays `007`. */
  readonly case: string;
  /** Whose prediction it is; null where the run has but one model. */
  readonly model: string | null;
  /** The manifest's further columns (site, patient, …), carried through. */
  readonly columns: Readonly<Record<string, string>>;
}

/** A case to evaluate. */
export interface PlannedCase extends CaseKey {
  /** As the manifest writes it, relative to a folder that the evaluating side knows. */
  readonly reference: string;
  /** Labels; the map itself where there are none. */
  readonly prediction: string;
  /** A continuous map, its mask and its atlas. */
  readonly map?: string;
  readonly mask?: string;
  readonly atlas?: string;
  /** Repeated maps of the case, if there are at least two; the first is `map`. */
  readonly repeats?: readonly { readonly repeat: string; readonly map: string }[];
}

/** A case that was evaluated. */
export interface DoneCase extends CaseKey {
  readonly status: "done";
  readonly inputs: { readonly reference: InputDescription; readonly prediction: InputDescription };
  /** Notes for readers of the numbers; absent if there are none. */
  readonly notes?: readonly string[];
  /** Labels that no group names, and groups without a voxel; absent where there are none. */
  readonly unassigned?: readonly UnassignedLabel[];
  readonly emptyGroups?: readonly string[];
  readonly groups: Readonly<Record<string, GroupResult>>;
  /** By every strategy at every threshold, if the run explores. */
  readonly exploration?: readonly ExplorationRow[];
  /** The scores of a continuous map, if the case has one; `groups` are empty where it has no labels. */
  readonly map?: MapRecord;
}

/** The instances and volume of a reference whose prediction could not be used: a prediction of nothing would have missed them. */
export interface ReferenceFacts {
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly groups: Readonly<Record<string, ReferenceGroup>>;
}

export interface ReferenceGroup {
  readonly n_ref_instances: number;
  readonly global_bin_volume_ref: number;
}

/** A case that could not be evaluated, and why. */
export interface FailedCase extends CaseKey {
  readonly status: "failed";
  /** The cause of the failure; records of older runs leave it to their error. */
  readonly cause?: FailureCause;
  /** The reference, where it can be read though the prediction cannot. */
  readonly reference?: ReferenceFacts;
  readonly files: { readonly reference: string; readonly prediction: string; readonly map?: string };
  readonly error: { readonly code: string; readonly message: string; readonly details: ErrorDetails };
}

export type CaseRecord = DoneCase | FailedCase;

/** A case and a model as one text. */
export function keyOf({ case: id, model }: Pick<CaseKey, "case" | "model">): string {
  return JSON.stringify([id, model]);
}

/** The order of a run's records: by case, then by model, code unit by code unit, so that no locale changes it. */
export function compareKeys(a: Pick<CaseKey, "case" | "model">, b: Pick<CaseKey, "case" | "model">): number {
  return compareTexts(a.case, b.case) || compareTexts(a.model ?? "", b.model ?? "");
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** A record as one line of JSON with its newline. NaN and Infinity survive; {@link parseCaseRecord} restores them. */
export function encodeCaseRecord(record: CaseRecord): string {
  const { case: id, model, columns, status } = record;
  const rest =
    record.status === "done"
      ? {
          inputs: record.inputs,
          notes: record.notes,
          unassigned: record.unassigned,
          emptyGroups: record.emptyGroups,
          groups: record.groups,
          exploration: record.exploration,
          map: record.map,
        }
      : { cause: record.cause, reference: record.reference, files: record.files, error: record.error };
  return `${compactJson({ case: id, model, columns, status, ...rest })}\n`;
}

/**
 * Reads a line that {@link encodeCaseRecord} wrote.
 * @throws VoxmatchError `INVALID_FILE` if the line is cut or is no record
 */
export function parseCaseRecord(line: string): CaseRecord {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch (cause) {
    throw noRecord(line, "it is not JSON, or cut off", cause);
  }
  if (!isRecord(record)) throw noRecord(line, "it has no case, model, columns and status");
  // Ids, columns and paths stay text: only numbers of results are decoded.
  if (record.status === "failed") return record;
  const { groups, exploration, map } = record;
  return {
    ...record,
    groups: decodeNumbers(groups) as DoneCase["groups"],
    ...(exploration && { exploration: decodeNumbers(exploration) as DoneCase["exploration"] }),
    ...(map && { map: decodedMap(map) }),
  };
}

/** Names of regions and files are text, too. */
function decodedMap(map: MapRecord): MapRecord {
  const { inputs, notes, regions, agreement } = map;
  return {
    ...(decodeNumbers(map) as MapRecord),
    inputs,
    ...(notes && { notes }),
    ...(regions && { regions: regions.map(decodedRegion) }),
    ...(agreement && { agreement: decodedRepeats(agreement) }),
  };
}

function decodedRepeats(agreement: RepeatRecord): RepeatRecord {
  const { repeats, regions } = agreement;
  const numbers = decodeNumbers(agreement) as RepeatRecord;
  return { ...numbers, repeats, ...(regions && { regions: regions.map(decodedRegion) }) };
}

function decodedRegion<Region extends { readonly name: string }>(region: Region): Region {
  return { ...(decodeNumbers(region) as Region), name: region.name };
}

function isRecord(value: unknown): value is CaseRecord {
  if (typeof value !== "object" || value === null) return false;
  const { case: id, model, columns, status } = value as Partial<Record<keyof CaseRecord, unknown>>;
  return (
    typeof id === "string" &&
    (model === null || typeof model === "string") &&
    typeof columns === "object" &&
    columns !== null &&
    ((status === "done" && "groups" in value && "inputs" in value) || (status === "failed" && "error" in value))
  );
}

function noRecord(line: string, why: string, cause?: unknown): VoxmatchError {
  const start = line.length > 60 ? `${line.slice(0, 60)}…` : line;
  return new VoxmatchError(
    "INVALID_FILE",
    `A line of cases.jsonl is no case record: ${why}. It begins: ${start}`,
    { line: start },
    { cause },
  );
}
