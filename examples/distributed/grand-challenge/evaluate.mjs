/**
 * Evaluates a submission to a phase of grand-challenge.org whose participants upload predictions: a NIfTI file of the
 * same name for each file of the ground truth. The last line on stderr is what the participant is shown.
 */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { summarizeCohort } from "voxmatch/cohort";
import { planFolders, readRun, runCohort } from "voxmatch/runner";

const { INPUT = "/input", GROUND_TRUTH = "/opt/ml/input/data/ground_truth", OUTPUT = "/output" } = process.env;

/** What the challenge measures, and what of it it shows. */
const options = { input: "semantic", threshold: 0.25, metrics: ["iou", "dsc"] };
const COUNTS = ["tp", "fp", "fn"];
const QUALITIES = ["pq", "sq", "rq", "sq_dsc"];

try {
  const plan = await planFolders(GROUND_TRUTH, [{ model: null, folder: INPUT }]);
  const folder = await mkdtemp(join(tmpdir(), "run-"));
  await runCohort({ ...plan, options, folder });
  const { records } = await readRun(folder);
  await writeFile(join(OUTPUT, "metrics.json"), JSON.stringify(metricsOf(records), null, 2));
} catch (error) {
  fail(error.message);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** The values of each case, and over the cases: instances are added; means have 95 % intervals, by a seeded bootstrap. */
function metricsOf(records) {
  const results = records.map(({ case: id, groups }) => ({
    case: id,
    ...Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, shown(group)])),
  }));
  const { counts, metrics } = summarizeCohort(records, { metrics: QUALITIES });
  const aggregates = Object.fromEntries(counts.map(({ group, tp, fp, fn }) => [group, { tp, fp, fn }]));
  for (const { group, metric, n, mean, mean_low, mean_high } of metrics) {
    aggregates[group][metric] = { n, mean, mean_low, mean_high };
  }
  return { results, aggregates };
}

/** A quality that has no meaning, as of two empty volumes, is NaN: JSON makes null of it, and `n` leaves it out. */
function shown(group) {
  return Object.fromEntries([...COUNTS, ...QUALITIES].map((key) => [key, group[key]]));
}
