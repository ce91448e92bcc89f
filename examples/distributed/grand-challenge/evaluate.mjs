/**
 * Evaluates a submission to a phase of grand-challenge.org whose participants upload predictions: a NIfTI file of the
 * same name for each file of the ground truth. The last line on stderr is what the participant is shown.
 */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planFolders, readRun, runCohort } from "voxmatch/runner";

const { INPUT = "/input", GROUND_TRUTH = "/opt/ml/input/data/ground_truth", OUTPUT = "/output" } = process.env;

/** What the challenge measures, and what of it it shows. */
const options = { input: "semantic", threshold: 0.25, metrics: ["iou", "dsc"] };
const COUNTS = ["tp", "fp", "fn"];
const QUALITIES = ["pq", "sq", "rq", "sq_dsc"];

try {
  const plan = await planFolders(GROUND_TRUTH, [{ model: null, folder: INPUT }]);
  if (plan.missing.length > 0) fail(`Predictions are missing: ${plan.missing.map((each) => each.case).join(", ")}.`);
  const folder = await mkdtemp(join(tmpdir(), "run-"));
  const { failures } = await runCohort({ ...plan, options, folder });
  if (failures.length > 0) fail(failures.map((each) => `${each.case}: ${each.message}`).join(" "));
  const { records } = await readRun(folder);
  await writeFile(join(OUTPUT, "metrics.json"), JSON.stringify(metricsOf(records), null, 2));
} catch (error) {
  fail(error.message);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** The values of each case; over the cases instances are added, and qualities averaged where they have a meaning. */
function metricsOf(records) {
  const results = records.map(({ case: id, groups }) => ({
    case: id,
    ...mapGroups(groups, (group) => pick([...COUNTS, ...QUALITIES], (key) => group[key])),
  }));
  const aggregates = mapGroups(records[0].groups, (_, name) => {
    const values = (key) => records.map(({ groups }) => groups[name][key]).filter(Number.isFinite);
    const sum = (key) => values(key).reduce((total, value) => total + value, 0);
    return { ...pick(COUNTS, sum), ...pick(QUALITIES, (key) => sum(key) / values(key).length) };
  });
  return { results, aggregates };
}

function mapGroups(groups, work) {
  return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, work(group, name)]));
}

/** Qualities that have no meaning, such as those of empty volumes, are NaN, for which JSON has null. */
function pick(keys, value) {
  return Object.fromEntries(keys.map((key) => [key, value(key)]));
}
