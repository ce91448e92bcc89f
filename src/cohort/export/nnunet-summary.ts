/** The `summary.json` of nnU-Net (`nnunetv2/evaluation/evaluate_predictions.py`): overlaps of whole foregrounds, by case. */
import { VoxmatchError } from "../../../base/errors.js";
import type { GroupResult } from "../../results/result-types.js";
import type { DoneCase } from "../case-record.js";

/** In the order in which nnU-Net writes them. */
const METRICS = ["Dice", "FN", "FP", "IoU", "TN", "TP", "n_pred", "n_ref"] as const;
type Metrics = Readonly<Record<(typeof METRICS)[number], number>>;

/** A case of a summary. */
export interface FilesOfCase {
  readonly reference: string;
  readonly prediction: string;
}

/**
 * The pairs of files that a summary is of; null if the text is no summary of nnU-Net, version 1 or 2.
 * Python's NaN and Infinity are understood.
 */
export function nnunetPairs(text: string): FilesOfCase[] | null {
  const summary = parsed(text) as {
    metric_per_case?: unknown;
    results?: { all?: unknown };
  } | null;
  const cases = summary?.metric_per_case ?? summary?.results?.all;
  if (!Array.isArray(cases)) return null;
  const pairs = cases.map((each: Readonly<Record<string, unknown>> | null) => ({
    reference: each?.reference_file ?? each?.reference,
    prediction: each?.prediction_file ?? each?.test,
  }));
  return pairs.every(isPair) ? pairs : null;
}

/**
 * Writes cases of one model as nnU-Net does: means over cases leave NaN out, and the mean over groups does not.
 * @throws VoxmatchError `INVALID_OPTION` if the voxels that the two sides share are not known
 */
export function nnunetSummary(cases: readonly DoneCase[]): string {
  const perCase = cases.map((record) => ({
    metrics: Object.fromEntries(Object.keys(record.groups).map((name) => [name, metricsOf(record, name)])),
    prediction_file: record.inputs.prediction.path,
    reference_file: record.inputs.reference.path,
  }));
  const groups = [...new Set(cases.flatMap((record) => Object.keys(record.groups)))];
  const mean = Object.fromEntries(
    groups.map((name) => [
      name,
      eachMetric((key) =>
        meanOf(
          perCase.map(({ metrics }) => metrics[name]?.[key] ?? Number.NaN).filter((value) => !Number.isNaN(value)),
        ),
      ),
    ]),
  );
  const foreground = eachMetric((key) => meanOf(groups.map((name) => mean[name][key])));
  return `${pythonJson({ foreground_mean: foreground, mean, metric_per_case: perCase })}\n`;
}

function metricsOf({ case: id, groups, inputs }: DoneCase, name: string): Metrics {
  const group = groups[name];
  const { global_bin_volume_ref: reference, global_bin_volume_pred: prediction } = group;
  const tp = sharedVoxels(group, reference, prediction);
  if (tp === null) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `nnU-Net's summary needs the voxels that both sides share, and case ${id} does not say them for ${name}. Evaluate with ` +
        "--global-metrics dsc.",
      { case: id, group: name },
    );
  }
  const [fp, fn] = [prediction - tp, reference - tp];
  const all = inputs.reference.shape.reduce((product, length) => product * length, 1);
  const isEmpty = tp + fp + fn === 0;
  return {
    Dice: isEmpty ? Number.NaN : (2 * tp) / (2 * tp + fp + fn),
    FN: fn,
    FP: fp,
    IoU: isEmpty ? Number.NaN : tp / (tp + fp + fn),
    TN: all - tp - fp - fn,
    TP: tp,
    n_pred: prediction,
    n_ref: reference,
  };
}

/** From the Dice coefficient 2·TP / (n_ref + n_pred), or the Jaccard index TP / (n_ref + n_pred − TP). */
function sharedVoxels(
  { global_bin_dsc: dsc, global_bin_iou: iou }: GroupResult,
  reference: number,
  prediction: number,
): number | null {
  if (reference === 0 || prediction === 0) return 0;
  if (dsc !== undefined) return Math.round((dsc * (reference + prediction)) / 2);
  return iou === undefined ? null : Math.round((iou * (reference + prediction)) / (1 + iou));
}

function eachMetric(value: (key: keyof Metrics) => number): Metrics {
  return Object.fromEntries(METRICS.map((key) => [key, value(key)])) as unknown as Metrics;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** JSON as Python writes it: four spaces, and NaN as a bare word. */
function pythonJson(value: unknown): string {
  const marked = JSON.stringify(value, (_, each) => (Number.isNaN(each) ? NAN : each), 4);
  return marked.replaceAll(`"${NAN}"`, "NaN");
}

/** A text that no name of a file or group holds, as it has no place in either. */
const NAN = "\uFFFFNaN";

function parsed(text: string): unknown {
  try {
    return JSON.parse(
      text.replace(/"(?:\\.|[^"\\])*"|-?\bInfinity\b|\bNaN\b/g, (word) => (word.startsWith('"') ? word : "null")),
    );
  } catch {
    return null;
  }
}

function isPair(pair: { reference: unknown; prediction: unknown }): pair is FilesOfCase {
  return typeof pair.reference === "string" && typeof pair.prediction === "string";
}
