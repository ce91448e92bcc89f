/**
 * Evaluates a submission to a phase of grand-challenge.org whose participants upload predictions: a NIfTI file of the
 * same name for each file of the ground truth. The last line on stderr is what the participant is shown.
 */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { policySentence, summarizeCohort } from "voxmatch/cohort";
import { planFolders, readRun, runCohort } from "voxmatch/runner";

const {
  INPUT = "/input",
  GROUND_TRUTH = "/opt/ml/input/data/ground_truth",
  OUTPUT = "/output",
  MISSING: missing = "worst",
} = process.env;

/** Metrics that the challenge measures, and those that it shows. */
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

/**
 * The values of each case, and over the cases by voxmatch's policy: a prediction that is missing or of no use counts as the worst
 * value (MISSING=refuse: the participant is told instead). Instances are added; means have 95 % intervals, by a seeded bootstrap.
 */
function metricsOf(records) {
  const results = records.map(({ case: id, groups = {}, error }) => ({
    case: id,
    ...(error && { error: error.message }),
    ...Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, shown(group)])),
  }));
  const summary = summarizeCohort(records, { metrics: QUALITIES, missing });
  const { counts, metrics, policy, warnings, options: chosen } = summary;
  if (summary.is_withheld) fail(warnings.join(" "));
  const aggregates = Object.fromEntries(counts.map(({ group, tp, fp, fn }) => [group, { tp, fp, fn }]));
  for (const { group, metric, n, mean, mean_low, mean_high } of metrics) {
    aggregates[group][metric] = { n, mean, mean_low, mean_high };
  }
  for (const { group, by, model, ...cases } of policy) aggregates[group].cases = cases;
  return { policy: policySentence(chosen), warnings, results, aggregates };
}

/** A quality that has no meaning, as of two empty volumes, is NaN: JSON makes null of it; the policy says what it counts for. */
function shown(group) {
  return Object.fromEntries([...COUNTS, ...QUALITIES].map((key) => [key, group[key]]));
}
