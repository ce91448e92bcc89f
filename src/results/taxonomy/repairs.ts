import type { GraphComponent } from "../../matching/graph-components.js";
import type { OverlapTable } from "../../overlap/overlap-table.js";
import type { Area } from "./area.js";
import type { Classification } from "./classify.js";
import { dividedPieces, type JoinedPieces, joinFragments, wholePieces } from "./pieces.js";
import { classesOf, type NewPrediction, repairTable } from "./repair-table.js";

/** The kinds of error that PQ is lost to, in the order in which results list it; `outlines` are those of one-to-one pairs. */
export const LOSSES = [
  "outlines",
  "split",
  "fragment",
  "duplicate",
  "merged",
  "mixed",
  "absent_ref",
  "absent_pred",
] as const;
export type Loss = (typeof LOSSES)[number];

/** The shape of the instances of each side whose repair a loss asks for; null where the side has none. */
export const SHAPES_OF_LOSS: Readonly<Record<Loss, Readonly<Record<keyof Area, string | null>>>> = {
  outlines: { references: "none", predictions: "none" },
  split: { references: "split", predictions: null },
  fragment: { references: null, predictions: "fragment" },
  duplicate: { references: null, predictions: "duplicate" },
  merged: { references: "merged", predictions: "merged" },
  mixed: { references: "mixed", predictions: "mixed" },
  absent_ref: { references: "absent", predictions: null },
  absent_pred: { references: null, predictions: "absent" },
};

/** 1 for each prediction of a table that is matched under the chosen strategy. */
export type Rematch = (table: OverlapTable) => Uint8Array;

/** The area of a table with all errors of one kind repaired, the others left as they are; null if there is none of them. */
export function repair(
  table: OverlapTable,
  area: Area,
  { references, predictions, pairs, components }: Classification,
  error: Loss,
  rematch: Rematch,
): OverlapTable | null {
  const shapes = SHAPES_OF_LOSS[error];
  const all = (found: readonly string[], shape: string | null) => {
    const members: number[] = [];
    for (let i = 0; i < found.length; i++) if (found[i] === shape) members.push(i);
    return members;
  };
  switch (error) {
    case "absent_ref": {
      const added = all(references, shapes.references).map((g) => exact(table, g));
      return added.length === 0 ? null : repairTable(table, area, [], added);
    }
    case "absent_pred":
    case "duplicate": {
      const removed = all(predictions, shapes.predictions);
      return removed.length === 0 ? null : repairTable(table, area, removed, []);
    }
    case "outlines": {
      if (pairs.length === 0) return null;
      const added = pairs.map((pair) => exact(table, table.pairReference[pair]));
      return repairTable(
        table,
        area,
        pairs.map((pair) => table.pairPrediction[pair]),
        added,
      );
    }
    case "split":
    case "fragment": {
      if (components.split.length === 0) return null;
      const joined = components.split.map((each) => joinFragments(table, each.references[0], wholePieces(table, each)));
      const removed = error === "split" ? predictionsOf(components.split) : joined.flatMap((j) => j.members);
      return repairTable(
        table,
        area,
        removed,
        joined.map((each) => asPrediction(table, each)),
      );
    }
    case "merged":
    case "mixed":
      return components[error].length === 0 ? null : divide(table, area, components[error], rematch);
  }
}

/**
 * Divides predictions along their references and joins the pieces of each. Pieces that then match nothing are dropped,
 * as they stand for a touch and no find; where none matches, the best remains, so that the error is not rewarded.
 */
function divide(
  table: OverlapTable,
  area: Area,
  components: readonly GraphComponent[],
  rematch: Rematch,
): OverlapTable {
  const removed = predictionsOf(components);
  const joined = components.map((component) =>
    Array.from(dividedPieces(table, component), ([g, pieces]) => joinFragments(table, g, pieces)),
  );
  const asPredictions = (pieces: readonly JoinedPieces[]) => pieces.map((each) => asPrediction(table, each));
  const all = joined.flat();
  const trial = repairTable(table, area, removed, asPredictions(all));
  const isMatched = rematch(trial);
  let next = trial.prediction.count - all.length;
  const kept = joined.flatMap((pieces) => {
    const first = next;
    next += pieces.length;
    const found = pieces.filter((_, i) => isMatched[first + i] === 1);
    return found.length > 0 ? found : [bestOf(table, pieces)];
  });
  return repairTable(table, area, removed, asPredictions(kept));
}

function bestOf({ reference }: OverlapTable, pieces: readonly JoinedPieces[]): JoinedPieces {
  const iou = ({ reference: g, voxels, overlap }: JoinedPieces) => overlap / (reference.voxels[g] + voxels - overlap);
  return pieces.reduce((best, each) => (iou(each) > iou(best) ? each : best));
}

/** A prediction that is the reference itself. */
function exact({ reference, parts }: OverlapTable, g: number): NewPrediction {
  const classes = parts && classesOf(parts, parts.reference, g);
  return {
    reference: g,
    voxels: reference.voxels[g],
    overlap: reference.voxels[g],
    parts: classes && { prediction: classes, shared: classes },
  };
}

/** Only whole predictions have known part counts, which is why groups with parts are not asked for divisions. */
function asPrediction(
  { parts }: OverlapTable,
  { reference, voxels, overlap, members, pairs }: JoinedPieces,
): NewPrediction {
  if (parts === null) return { reference, voxels, overlap, parts };
  const sum = (counts: Float64Array, rows: readonly number[]) =>
    Array.from({ length: parts.classes }, (_, c) =>
      rows.reduce((total, row) => total + counts[parts.classes * row + c], 0),
    );
  return {
    reference,
    voxels,
    overlap,
    parts: { prediction: sum(parts.prediction, members), shared: sum(parts.pairs, pairs) },
  };
}

function predictionsOf(components: readonly GraphComponent[]): number[] {
  return components.flatMap((component) => component.predictions);
}
