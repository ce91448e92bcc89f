import type { OverlapList } from "../../bindings/components/count-overlap.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { ScannedVoxels } from "../../bindings/read/volume-encoder.js";
import type { InstanceOptions } from "../instances/instance-options.js";
import { instanceSource } from "../instances/instance-source.js";
import { countPair, type Instances } from "../instances/instances.js";
import { takeCensus } from "../instances/label-census.js";
import { type LabelPass, planLabelPasses } from "../instances/label-passes.js";
import type { BlockPlace } from "./block-grid.js";
import type { BlockPass, BlockResult, BlockSide } from "./block-result.js";
import { emptyRecords, FIELD, type Records, recordLength } from "./records.js";
import { shellOf } from "./shell.js";

/** Labels and overlaps a block as if it were a volume of its own. Its voxels may be overwritten. */
export function summariseBlock(
  engine: Engine,
  voxels: readonly ScannedVoxels[],
  place: BlockPlace,
  options: InstanceOptions,
): BlockResult {
  const source = instanceSource(engine, voxels, options);
  const { unassigned } = takeCensus(options.groups, source);
  const isMerged = options.touchingLabels === "merge";
  const plan = planLabelPasses(options.groups, options.input === "semantic", source.labels, isMerged);
  const passes = plan.passes.map((pass): BlockPass => {
    const mark = engine.arena.mark();
    try {
      const [reference, prediction] = source.label(pass, pass === plan.passes.at(-1));
      return passOf(engine, reference, prediction, { pass, place, options });
    } finally {
      engine.arena.release(mark);
    }
  });
  const { labels, voidVoxels } = source;
  const rounding = voxels.map((side) => side.rounding);
  return { blocks: [place.index], labels, unassigned, voidVoxels, rounding, passes };
}

/** A pass of a block. */
interface PlacedPass {
  readonly pass: LabelPass;
  readonly place: BlockPlace;
  readonly options: InstanceOptions;
}

function passOf(engine: Engine, reference: Instances, prediction: Instances, placed: PlacedPass): BlockPass {
  const { overlap, partOverlap } = countPair(reference, prediction);
  const { instances: rule } = placed.pass;
  const [g, p] = [reference, prediction].map((side) => recordsOf(side, placed));
  const sideOf = (side: Instances, records: Records): BlockSide => ({
    records,
    isCut: side.uncut !== null,
    // What void was cut from is joined as it was before.
    shells: rule === "labels" ? [] : [shellOf(engine, (side.uncut ?? side).runs(), placed.place)],
  });
  return {
    rule,
    reference: sideOf(reference, g.records),
    prediction: sideOf(prediction, p.records),
    overlap: renumbered(overlap, g.numbers, p.numbers),
    partOverlap,
  };
}

/** Labels without a voxel here get no number. */
function recordsOf(side: Instances, { pass, place, options }: PlacedPass) {
  const { measures, codes, parts } = side;
  const before = side.uncut?.measures ?? measures;
  const kept = Array.from(codes.keys()).filter((i) => before.voxels[i] > 0);
  const records = emptyRecords(parts?.classes ?? 0, kept.length);
  const numbers = new Uint32Array(codes.length);
  const { data, classes } = records;
  const keyOf = keysOf(pass, options);
  const [x, y, z] = place.origin;
  for (const [k, i] of kept.entries()) {
    numbers[i] = k + 1;
    const at = k * recordLength(classes);
    const voxels = measures.voxels[i];
    data[at + FIELD.key] = keyOf(codes[i]);
    data[at + FIELD.rank] = scanIndex(before.firstVoxels[i], place);
    data[at + FIELD.voxels] = voxels;
    data[at + FIELD.whole] = before.voxels[i];
    for (const [axis, origin] of [x, y, z].entries()) {
      data[at + FIELD.sums + 2 * axis] = measures.sums[3 * i + axis] + voxels * origin;
      data[at + FIELD.box + 2 * axis] = measures.boxes[6 * i + 2 * axis] + origin;
      data[at + FIELD.box + 2 * axis + 1] = measures.boxes[6 * i + 2 * axis + 1] + origin;
    }
    data[at + FIELD.first] = scanIndex(measures.firstVoxels[i], place);
    if (classes > 0) data[at + FIELD.thing] = (side.uncut ?? side).parts?.voxels[classes * i] ?? 0;
    for (let c = 0; c < classes; c++) data[at + FIELD.parts + c] = parts?.voxels[classes * i + c] ?? 0;
  }
  return { records, numbers };
}

/**
 * The key of a code, which must mean the same in every block. Where groups are named, codes do; else they follow from the labels that
 * occur, and the label itself is the key.
 */
function keysOf(pass: LabelPass, { groups, touchingLabels }: InstanceOptions): (code: number) => number {
  if (pass.instances === "things") return () => 1;
  if (groups !== null && groups !== "each") return (code) => code;
  const isOne = groups === null && touchingLabels === "merge" && pass.instances === "components";
  return isOne ? () => 1 : (code) => pass.codes[code - 1].label;
}

/** The index in the volume of a voxel of a block. */
function scanIndex(local: number, { origin, shape: [nx, ny], whole }: BlockPlace): number {
  const row = Math.floor(local / nx);
  const [x, y, z] = [local % nx, row % ny, Math.floor(row / ny)];
  return x + origin[0] + whole[0] * (y + origin[1] + whole[1] * (z + origin[2]));
}

function renumbered({ reference, prediction, voxels }: OverlapList, g: Uint32Array, p: Uint32Array): OverlapList {
  return { reference: reference.map((i) => g[i - 1]), prediction: prediction.map((i) => p[i - 1]), voxels };
}
