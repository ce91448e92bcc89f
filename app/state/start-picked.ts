import { type CohortCase, planCohort } from "./cohort-plan.js";
import { mapPair } from "./map-files.js";
import { visit } from "./navigation.js";
import { say } from "./notices.js";
import { type Pick, picked } from "./picked.js";

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
  if (cases.length === 0) return;
  visit({ kind: "cohort", plan: { name: reference.name, cases } });
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
