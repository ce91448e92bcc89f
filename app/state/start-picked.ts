import type { CohortPlan } from "./cohort.js";
import { type CohortCase, planCohort } from "./cohort-plan.js";
import { mapPair } from "./map-files.js";
import { visit } from "./navigation.js";
import { ask, say } from "./notices.js";
import { type Pick, picked } from "./picked.js";
import { engine } from "./session.js";

/** Opens what was picked: a pair as a case, folders as a cohort. */
export function startPicked(): void {
  const { reference, predictions, anatomy } = picked.value;
  const [prediction] = predictions;
  if (reference === null || prediction === undefined) return;
  if (reference.kind === "file" && prediction.kind === "file" && predictions.length === 1) {
    visit({
      kind: "case",
      files: { reference: reference.file, prediction: prediction.file, anatomy, isSample: false, key: null },
    });
    return;
  }
  const folders = predictions.flatMap((each) => (each.kind === "folder" ? [each] : []));
  if (reference.kind !== "folder" || folders.length !== predictions.length) {
    say("One side is a folder and the other a file. Choose a folder of each, or a file of each.");
    return;
  }
  const { cases, remarks } = planCohort(reference, folders);
  for (const remark of remarks) say(remark);
  if (cases.length > 0) void startCohort({ name: reference.name, cases });
}

/** As many predictions tell by their voxels whether folders hold labels or maps. */
const LOOKED_AT = 3;

async function startCohort(plan: CohortPlan): Promise<void> {
  for (const { predictionFile } of plan.cases.filter((each) => each.predictionFile !== null).slice(0, LOOKED_AT)) {
    const reply = predictionFile === null ? null : await engine.contentOf(predictionFile);
    if (reply?.kind !== "done" || reply.value === "labels") continue;
    visit({ kind: "maps", plan });
    const asLabels = () => visit({ kind: "cohort", plan });
    return ask("The predictions hold no labels: they are scored as maps.", [
      { name: "Take them for labels", act: asLabels },
    ]);
  }
  visit({ kind: "cohort", plan });
}

/** Opens a prediction that holds no labels as a map. */
export function scoreAsMap(prediction: Pick, reference: Pick): void {
  if (prediction.kind !== "file" || reference.kind !== "file") return;
  visit({ kind: "map", files: { ...mapPair(prediction.file, reference.file), anatomy: picked.peek().anatomy } });
}

/** Opens a case of a cohort under an address of the history. */
export function visitCase({ key, referenceFile, predictionFile }: CohortCase): void {
  if (predictionFile === null) return;
  visit({
    kind: "case",
    files: { reference: referenceFile, prediction: predictionFile, anatomy: null, isSample: false, key },
  });
}
