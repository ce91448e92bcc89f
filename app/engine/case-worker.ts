import { encodeCaseRecord, keyOf, type PlannedCase } from "../../src/cohort/index.js";
import type { EvaluateOptions } from "../../src/index.js";
import { recordCase } from "../../src/runner/record-case.js";
import type { CaseWorkerApi } from "./cohort-protocol.js";
import { numbersOf } from "./columns.js";
import { type GivenVolume, inputOf } from "./given-volume.js";
import { missingFile } from "./missing-file.js";

/** Evaluates the cases of cohorts, as a thread of `voxmatch run` does. */
export class CaseWorker implements CaseWorkerApi {
  evaluateCase = async (
    planned: PlannedCase,
    { reference, prediction }: { readonly reference: GivenVolume; readonly prediction: GivenVolume | null },
    options: EvaluateOptions,
  ) => {
    const record = await recordCase(
      planned,
      {
        reference: { ...inputOf(reference), name: planned.reference, hash: true },
        // Never read where it is missing.
        prediction: {
          ...(prediction === null ? { file: new Blob() } : inputOf(prediction)),
          name: planned.prediction,
          hash: true,
        },
      },
      {
        options,
        explore: false,
        beforeReading: async () => {
          if (prediction === null) throw missingFile(planned.prediction);
        },
      },
    );
    const { case: id, model, columns } = planned;
    const groups =
      record.status === "done"
        ? Object.fromEntries(Object.entries(record.groups).map(([name, own]) => [name, numbersOf(own)]))
        : null;
    const failure = record.status === "failed" ? record.error.message : null;
    return { line: encodeCaseRecord(record), row: { key: keyOf(planned), case: id, model, columns, groups, failure } };
  };
}
