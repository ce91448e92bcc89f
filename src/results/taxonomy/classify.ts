import { type GraphComponent, graphComponents, splitLone } from "../../matching/graph-components.js";
import { allPairs, type OverlapTable } from "../../overlap/overlap-table.js";
import { joinFragments, wholePieces } from "./pieces.js";

/**
 * κ: an overlap is significant if it covers at least this share of the reference or of the prediction. Below it the two
 * only touch. (TIDE, Bolya et al. 2020, arXiv 2008.08115, draws the line between a bad match and background at 0.1 too.)
 */
export const SIGNIFICANT_SHARE = 0.1;

/** Kinds of error by shape alone: one reference with one prediction is `none`, whether matched or not. */
export type ReferenceShape = "none" | "split" | "merged" | "mixed" | "absent";
export type PredictionShape = "none" | "fragment" | "duplicate" | "merged" | "mixed" | "absent";

/** The shape of every instance of a table, and the components of its significant overlaps, by shape. */
export interface Classification {
  readonly references: readonly ReferenceShape[];
  readonly predictions: readonly PredictionShape[];
  /** The pairs that are components by themselves. */
  readonly pairs: readonly number[];
  readonly components: Readonly<Record<ComponentShape, readonly GraphComponent[]>>;
}

/** The shape of a component of more than one pair. */
export type ComponentShape = "split" | "merged" | "mixed";

/**
 * Classifies instances by the connected component of the significant overlaps that they lie in: one reference with one
 * prediction has no error, with several split; one prediction with several references merged; anything larger mixed; an
 * instance alone is absent. The shape of a component is all that counts, not how well outlines agree, so that shapes depend
 * on neither strategy nor threshold.
 *
 * The predictions of a split that make its best union are its fragments, the others are duplicates.
 */
export function classify(table: OverlapTable): Classification {
  const references: ReferenceShape[] = new Array(table.reference.count).fill("absent");
  const predictions: PredictionShape[] = new Array(table.prediction.count).fill("absent");
  const components: Record<ComponentShape, GraphComponent[]> = { split: [], merged: [], mixed: [] };
  const { lone, joined } = splitLone({ table, edges: significantPairs(table) });
  for (const pair of lone) {
    references[table.pairReference[pair]] = "none";
    predictions[table.pairPrediction[pair]] = "none";
  }
  for (const component of graphComponents({ table, edges: joined })) {
    const shape = shapeOf(component);
    components[shape].push(component);
    for (const g of component.references) references[g] = shape;
    if (shape === "split") {
      const { members } = joinFragments(table, component.references[0], wholePieces(table, component));
      for (const p of component.predictions) predictions[p] = "duplicate";
      for (const p of members) predictions[p] = "fragment";
    } else {
      for (const p of component.predictions) predictions[p] = shape;
    }
  }
  return { references, predictions, pairs: lone, components };
}

function significantPairs(table: OverlapTable): Uint32Array {
  const { reference, prediction, pairReference, pairPrediction, pairVoxels } = table;
  return allPairs(table).filter((pair) => {
    // The share of the smaller of the two is the larger share. A product, because 0.1 is no binary fraction.
    const smaller = Math.min(reference.voxels[pairReference[pair]], prediction.voxels[pairPrediction[pair]]);
    return pairVoxels[pair] >= SIGNIFICANT_SHARE * smaller;
  });
}

function shapeOf({ references, predictions }: GraphComponent): ComponentShape {
  if (references.length === 1) return "split";
  return predictions.length === 1 ? "merged" : "mixed";
}
