import { CohortCollector } from "../cohort/summary/summarize-cohort.js";
import type { SummarizeOptions } from "../cohort/summary/summary-options.js";
import { isComplete, readDescription, readRecords } from "./read-run.js";

/**
 * Collects the numbers of a run's folder, record by record. While the run is not finished, what has no record yet is not
 * missing: such cases are left out for every model.
 * @throws VoxmatchError as `readRun` does, `INVALID_OPTION` as `summarizeCohort` does
 */
export async function collectRun(folder: string, options: SummarizeOptions): Promise<CohortCollector> {
  const description = await readDescription(folder);
  const collector = new CohortCollector(options);
  for await (const record of readRecords(folder)) collector.add(record);
  collector.isFinished = isComplete(description, collector.size) !== false;
  return collector;
}
