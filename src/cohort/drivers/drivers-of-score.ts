import { VoxmatchError } from "../../../base/errors.js";
import { refuseUnknown } from "../../options/suggest.js";
import type { CaseRecord } from "../case-record.js";
import { mapScoresIn, mapValues } from "../maps/map-values.js";
import { bootstrapIntervals } from "../statistics/bootstrap.js";
import { meanOf } from "../statistics/statistic.js";
import { type CaseValues, caseValues, sortCases } from "../summary/case-values.js";
import { modelsOf } from "../summary/strata.js";
import { SUMMARY_METRIC_KEYS, summaryMetricOf } from "../summary/summary-metrics.js";
import { type DriverColumn, levelsOf } from "./design.js";
import { type DriverRow, driverShares } from "./shares.js";

export interface DriverOptions {
  /** A key of results. Default `pq`. */
  readonly score?: string;
  /** Columns of the manifest; `volume` (mm³ of the reference) and `instances` come from the records. */
  readonly columns: readonly string[];
  /** Columns of numbers that are names of categories all the same. */
  readonly category?: readonly string[];
  /** A column: values are permuted within its values alone. */
  readonly within?: string;
  /** A column: cases with the same value are drawn together. */
  readonly cluster?: string;
  /** Of permutations and draws. Default 9999. */
  readonly resamples?: number;
  /** Default 0. */
  readonly seed?: number;
  /** Default 0.95. */
  readonly confidence?: number;
}

export interface DriverLevel {
  readonly level: string;
  readonly n: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The drivers of the score of one model in one group. */
export interface Drivers {
  readonly model: string | null;
  readonly group: string;
  readonly score: string;
  readonly n: number;
  /** Cases that take no part, by reason. */
  readonly left_out: Readonly<Record<string, number>>;
  /** Of the rank variance, what all columns explain together. */
  readonly full_share: number;
  readonly rows: readonly (DriverRow & { readonly levels: readonly DriverLevel[] })[];
  readonly notes: readonly string[];
}

const OPTION_NAMES = ["score", "columns", "category", "within", "cluster", "resamples", "seed", "confidence"] as const;
const FEWEST_CASES = 10;
const FEWEST_IN_LEVEL = 3;

/**
 * How much of a score's rank variance goes with site, scanner, age, volume, …: shares, and what of them no other column explains.
 * It says association, never cause. Only finite scores take part; the others are counted.
 * @throws VoxmatchError `INVALID_OPTION` for unknown options, scores or columns
 */
export function driversOfScore(records: Iterable<CaseRecord>, options: DriverOptions): Drivers[] {
  refuseUnknown("option", Object.keys(options), OPTION_NAMES);
  const { score = "pq", columns } = options;
  if (columns.length === 0) throw refused("Name at least one column.", "columns");
  const all = [...records];
  const keys = new Set<string>([...SUMMARY_METRIC_KEYS, ...all.flatMap(mapScoresIn)]);
  refuseUnknown("metric", [score], [...keys]);
  const isLabels = SUMMARY_METRIC_KEYS.some((key) => key === score);
  const done = all.flatMap((one) => {
    if (one.status !== "done") return [];
    return isLabels ? [caseValues(one, [summaryMetricOf(score)])] : (mapValues(one) ?? []);
  });
  const cases = sortCases(done);
  const groups = [...new Set(cases.flatMap((one) => [...one.groups.keys()]))];
  return groups.flatMap((group) =>
    modelsOf(cases).map((model) => {
      const own = cases.filter((one) => one.model === model && one.groups.has(group));
      const failed = all.filter((one) => one.status === "failed" && one.model === model).length;
      return driversOf(own, failed, group, score, options);
    }),
  );
}

function driversOf(
  cases: readonly CaseValues[],
  failed: number,
  group: string,
  score: string,
  options: DriverOptions,
): Drivers {
  const { columns, within, cluster, resamples = 9999, seed = 0, confidence = 0.95 } = options;
  const wanted = [...columns, ...(within === undefined ? [] : [within]), ...(cluster === undefined ? [] : [cluster])];
  const known = new Set(["volume", "instances", ...cases.flatMap((one) => Object.keys(one.columns))]);
  refuseUnknown("column", wanted, [...known]);
  const leftOut = new Map<string, number>(failed > 0 ? [["the case failed", failed]] : []);
  const kept = cases.filter((one) => {
    const reason = reasonAgainst(one, group, score, wanted);
    if (reason !== null) leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
    return reason === null;
  });
  const values = kept.map((one) => one.groups.get(group)?.values.get(score) ?? Number.NaN);
  const built = columns.map((name) => columnOf(kept, group, name, options.category?.includes(name) ?? false));
  const clusters = kept.map((one) => (cluster === undefined ? one.case : cellOf(one, group, cluster)));
  const strata = kept.map((one) => (within === undefined ? "" : cellOf(one, group, within)));
  const said = { model: cases[0]?.model ?? null, group, score, n: kept.length, left_out: Object.fromEntries(leftOut) };
  const constant = built.filter(({ cells }) => new Set(cells.map(String)).size < 2).map(({ name }) => name);
  if (kept.length < 3 || constant.length > 0 || new Set(values).size < 2) {
    const why = constant.length > 0 ? `${constant.join(", ")} never changes` : "there are too few different scores";
    return { ...said, full_share: Number.NaN, rows: [], notes: [`Nothing can be said: ${why}.`] };
  }
  const shares = driverShares(values, built, { resamples, seed, confidence, within: strata, clusters });
  const rows = shares.rows.map((row, i) => ({
    ...row,
    levels: row.kind === "category" ? levelRows(values, built[i], clusters, { resamples, seed, confidence }) : [],
  }));
  return { ...said, full_share: shares.full_share, rows, notes: notesOn(kept.length, built, rows) };
}

function reasonAgainst(one: CaseValues, group: string, score: string, wanted: readonly string[]): string | null {
  const value = one.groups.get(group)?.values.get(score);
  if (value === undefined || value === null || !Number.isFinite(value)) return "the score is not finite";
  const empty = wanted.find((name) => cellOf(one, group, name).trim() === "");
  return empty === undefined ? null : `${empty} is empty`;
}

function cellOf(one: CaseValues, group: string, name: string): string {
  if (Object.hasOwn(one.columns, name)) return one.columns[name];
  const own = one.groups.get(group);
  if (own === undefined) return "";
  if (name === "instances") return String(own.counts.n_ref_instances);
  return name === "volume" ? String(own.voxels.reference * own.voxelVolume) : "";
}

function columnOf(cases: readonly CaseValues[], group: string, name: string, isCategory: boolean): DriverColumn {
  const cells = cases.map((one) => cellOf(one, group, name));
  const isNumeric = !isCategory && cells.every((cell) => Number.isFinite(Number(cell)));
  return isNumeric ? { name, kind: "numeric", cells: cells.map(Number) } : { name, kind: "category", cells };
}

function levelRows(
  values: readonly number[],
  { cells }: DriverColumn,
  clusters: readonly string[],
  options: { readonly resamples: number; readonly seed: number; readonly confidence: number },
): DriverLevel[] {
  return levelsOf(cells)
    .map((level) => {
      const lists = new Map<string, number[]>();
      values.forEach((value, i) => {
        if (String(cells[i]) === level) lists.set(clusters[i], [...(lists.get(clusters[i]) ?? []), value]);
      });
      const own = [...lists.values()];
      const [interval] = bootstrapIntervals([meanOf(own)], { ...options, method: "bca" });
      const all = own.flat();
      const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
      return { level, n: all.length, mean, low: interval.low, high: interval.high };
    })
    .sort((a, b) => b.mean - a.mean);
}

function notesOn(n: number, columns: readonly DriverColumn[], rows: Drivers["rows"]): string[] {
  const notes: string[] = ["Shares show association, never causation."];
  if (n < FEWEST_CASES) notes.push(`${n} cases are few: shares are too large by chance.`);
  const parameters = columns.reduce(
    (sum, own) => sum + (own.kind === "numeric" ? 1 : levelsOf(own.cells).length - 1),
    0,
  );
  if (parameters > n / 5) notes.push(`${parameters} parameters are many for ${n} cases: unique shares are unstable.`);
  for (const { column, levels, unique_share, aliased, confounded_with } of rows) {
    const few = levels.filter((one) => one.n < FEWEST_IN_LEVEL).map(({ level }) => level);
    if (few.length > 0) notes.push(`Of ${column}, ${few.join(", ")} has fewer than ${FEWEST_IN_LEVEL} cases.`);
    if (!aliased) continue;
    const by = confounded_with.length === 0 ? "the other columns" : confounded_with.join(", ");
    notes.push(Number.isNaN(unique_share) ? `${column} follows from ${by}.` : `${column} follows in part from ${by}.`);
  }
  return notes;
}

function refused(message: string, option: string): VoxmatchError {
  return new VoxmatchError("INVALID_OPTION", message, { option });
}
