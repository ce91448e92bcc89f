import type { CaseRecord, DoneCase } from "../case-record.js";
import type { CaseValues, GroupValues } from "../summary/case-values.js";

/** The keys of a record's map scores. */
export function mapScoresIn(record: CaseRecord): string[] {
  if (record.status !== "done" || record.map === undefined) return [];
  return Object.values(record.map.groups).flatMap(({ scores }) =>
    Object.entries(scores).flatMap(([key, value]) => (typeof value === "number" ? [key] : [])),
  );
}

/** A case's map as the values of a summary; null if it has none. Volumes are of the reference within the domain. */
export function mapValues({ case: id, model, columns, map }: DoneCase): CaseValues | null {
  if (map === undefined) return null;
  const voxelVolume = map.inputs.map.spacing.reduce((volume, length) => volume * length, 1);
  const groups = Object.entries(map.groups).map(([name, { scores, lesions }]): [string, GroupValues] => {
    const numbers = Object.entries(scores).filter((entry): entry is [string, number] => typeof entry[1] === "number");
    const values = new Map(numbers);
    const reference = values.get("n_reference_voxels") ?? Number.NaN;
    return [
      name,
      {
        values,
        reasons: new Map(),
        terms: new Map(),
        counts: { n_ref_instances: lesions?.length ?? Number.NaN, n_pred_instances: Number.NaN, tp: 0, fp: 0, fn: 0 },
        voxels: { reference, prediction: Number.NaN },
        voxelVolume,
        bins: [],
        isReferenceKnown: true,
      },
    ];
  });
  return { case: id, model, columns, origin: "predicted", diagonal: Number.NaN, groups: new Map(groups) };
}
