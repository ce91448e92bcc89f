import { encodeCaseRecord, keyOf, type PlannedCase } from "../../src/cohort/index.js";
import { mapRecordOf } from "../../src/cohort/maps/map-record.js";
import { evaluateMap } from "../../src/maps/evaluate-map.js";
import type { MapOptions } from "../../src/maps/options/types.js";
import { recordCase } from "../../src/runner/record-case.js";
import { type GivenVolume, inputOf } from "./given-volume.js";
import type { RecordedMap } from "./map-protocol.js";
import { missingFile } from "./missing-file.js";

/** Scores the map of a case of a cohort, as a thread of `voxmatch run` does. */
export async function recordMap(
  planned: PlannedCase,
  { reference, map }: { readonly reference: GivenVolume; readonly map: GivenVolume | null },
  options: MapOptions,
): Promise<RecordedMap> {
  const files = {
    reference: { ...inputOf(reference), name: planned.reference, hash: true },
    // Never read where it is missing.
    prediction: {
      ...(map === null ? { file: new Blob() } : inputOf(map)),
      name: planned.prediction,
      hash: true,
    },
  };
  const record = await recordCase({ ...planned, map: planned.prediction }, files, {
    options: {},
    explore: false,
    beforeReading: async () => {
      if (map === null) throw missingFile(planned.prediction);
    },
    scoreMap: async () => {
      const inputs = { map: files.prediction, reference: files.reference };
      return mapRecordOf(await evaluateMap(inputs, options, { threads: 1 }));
    },
  });
  const groups = record.status === "done" ? (record.map?.groups ?? {}) : {};
  return {
    line: encodeCaseRecord(record),
    key: keyOf(planned),
    failure: record.status === "failed" ? record.error.message : null,
    groups: Object.fromEntries(Object.entries(groups).map(([name, { scores }]) => [name, scores])),
  };
}
