import type { LabelMeasures } from "../../bindings/components/measure-labels.js";
import type { ResolvedGroups } from "../instances/groups.js";
import type { CountedInstances, CountedPair } from "../instances/instances.js";
import type { LabelPass } from "../instances/label-passes.js";
import type { BlockPass, BlockSide } from "./block-result.js";
import { FIELD, type Records, recordLength } from "./records.js";

/** The instances of a pass of all blocks together, numbered as they are in a volume that is labelled as a whole. */
export function countedPass(found: BlockPass, pass: LabelPass, groups: ResolvedGroups): CountedPair {
  const [g, p] = [found.reference, found.prediction].map((side) => numbered(side, pass, groups));
  const { overlap, partOverlap } = found;
  return {
    reference: g.instances,
    prediction: p.instances,
    overlap: {
      reference: overlap.reference.map((number) => g.numbers[number - 1]),
      prediction: overlap.prediction.map((number) => p.numbers[number - 1]),
      voxels: overlap.voxels,
    },
    partOverlap,
  };
}

/** The pass of volumes without a voxel that it is for. */
export function emptyPass(rule: LabelPass["instances"]): BlockPass {
  const side: BlockSide = { records: { count: 0, classes: 0, data: new Float64Array() }, isCut: false, shells: [] };
  const overlap = { reference: new Uint32Array(), prediction: new Uint32Array(), voxels: new Float64Array() };
  return { rule, reference: side, prediction: side, overlap, partOverlap: null };
}

function numbered({ records, isCut }: BlockSide, pass: LabelPass, groups: ResolvedGroups) {
  const codes = codesOf(records, pass, groups);
  // Labels are numbered by their codes, those of the other side alone included.
  const numbers = pass.instances === "labels" ? codes : codes.map((_, i) => i + 1);
  const count = pass.instances === "labels" ? pass.codes.length : records.count;
  const { classes, data } = records;
  const length = recordLength(classes);
  const measures = {
    voxels: new Float64Array(count),
    sums: new Float64Array(3 * count),
    boxes: new Uint32Array(6 * count),
    firstVoxels: new Float64Array(count),
  } satisfies LabelMeasures;
  const whole = isCut ? new Float64Array(count) : null;
  const voxels = new Float64Array(classes * count);
  for (const [k, number] of numbers.entries()) {
    const [from, i] = [k * length, number - 1];
    measures.voxels[i] = data[from + FIELD.voxels];
    measures.firstVoxels[i] = data[from + FIELD.first];
    for (let axis = 0; axis < 3; axis++) {
      const at = from + FIELD.sums + 2 * axis;
      measures.sums[3 * i + axis] = data[at] + data[at + 1];
    }
    for (let side = 0; side < 6; side++) measures.boxes[6 * i + side] = data[from + FIELD.box + side];
    if (whole !== null) whole[i] = data[from + FIELD.whole];
    for (let c = 0; c < classes; c++) voxels[classes * i + c] = data[from + FIELD.parts + c];
  }
  const all = pass.instances === "labels" ? Uint32Array.from({ length: count }, (_, i) => i + 1) : codes;
  const instances: CountedInstances = { measures, codes: all, whole, parts: classes > 0 ? { classes, voxels } : null };
  return { instances, numbers };
}

/** The codes of components: see `LabelPass`. */
function codesOf({ count, classes, data }: Records, pass: LabelPass, groups: ResolvedGroups): Uint32Array {
  const length = recordLength(classes);
  const keyOf = (i: number) => data[i * length + FIELD.key];
  const isNamed = groups !== null && groups !== "each";
  return Uint32Array.from({ length: count }, (_, i) => {
    // Components without a voxel of the thing itself belong to nothing.
    if (pass.instances === "things") return Number(data[i * length + FIELD.thing] > 0);
    if (isNamed || pass.codes.length === 1) return isNamed ? keyOf(i) : 1;
    return pass.codeOfLabel.get(keyOf(i)) ?? 0;
  });
}
