import type { MetricRow } from "./summary-types.js";

/** The mean of a metric over the groups of a model, each of which counts alike. */
export interface GroupMean {
  readonly model: string | null;
  readonly mean: number;
  /** Groups whose own mean is a number; the others are left out. */
  readonly n_groups: number;
}

/**
 * One mean for each model with several groups, in the order of the rows.
 *
 * @param rows of one metric, and of one value of the column by which cases are told apart
 */
export function groupMeans(rows: readonly MetricRow[]): GroupMean[] {
  return [...new Set(rows.map(({ model }) => model))].flatMap((model) => {
    const own = rows.filter((row) => row.model === model);
    const means = own.map(({ mean }) => mean).filter((mean) => !Number.isNaN(mean));
    if (own.length < 2) return [];
    return [{ model, mean: means.reduce((sum, mean) => sum + mean, 0) / means.length, n_groups: means.length }];
  });
}
