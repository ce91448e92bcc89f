import type { GraphComponent } from "../../matching/graph-components.js";
import type { OverlapTable } from "../../overlap/overlap-table.js";

/** A prediction, or the share of it that falls to one reference. */
export interface Piece {
  readonly prediction: number;
  readonly pair: number;
  readonly voxels: number;
  /** Voxels that it shares with the reference. */
  readonly overlap: number;
}

/** Some pieces over one reference, counted as one prediction. */
export interface JoinedPieces {
  readonly reference: number;
  /** Predictions that gave a piece. */
  readonly members: readonly number[];
  readonly pairs: readonly number[];
  readonly voxels: number;
  readonly overlap: number;
}

/** The predictions of a component whose only reference is one, whole. */
export function wholePieces(table: OverlapTable, { edges }: GraphComponent): Piece[] {
  return edges.map((pair) => {
    const prediction = table.pairPrediction[pair];
    return { prediction, pair, voxels: table.prediction.voxels[prediction], overlap: table.pairVoxels[pair] };
  });
}

/**
 * The predictions of a component divided along its references: of prediction `p` reference `g` gets what the two share,
 * and of the voxels of `p` outside these references a share in proportion. Each piece so agrees with its reference at
 * least as well as all of `p` did.
 *
 * @returns the pieces of each reference
 */
export function dividedPieces(table: OverlapTable, { edges, references }: GraphComponent): Map<number, Piece[]> {
  const { pairReference, pairPrediction, pairVoxels, prediction } = table;
  const covered = new Map<number, number>();
  for (const pair of edges) {
    covered.set(pairPrediction[pair], (covered.get(pairPrediction[pair]) ?? 0) + pairVoxels[pair]);
  }
  const pieces = new Map<number, Piece[]>(references.map((g) => [g, []]));
  for (const pair of edges) {
    const p = pairPrediction[pair];
    const share = pairVoxels[pair] / (covered.get(p) ?? 1);
    pieces.get(pairReference[pair])?.push({
      prediction: p,
      pair,
      voxels: prediction.voxels[p] * share,
      overlap: pairVoxels[pair],
    });
  }
  return pieces;
}

/** The piece of best IoU and, by falling overlap, each further one that raises the IoU of all together. */
export function joinFragments(table: OverlapTable, reference: number, pieces: readonly Piece[]): JoinedPieces {
  const size = table.reference.voxels[reference];
  const iou = ({ voxels, overlap }: Pick<Piece, "voxels" | "overlap">) => overlap / (size + voxels - overlap);
  if (pieces.length === 1) {
    const [{ prediction, pair, voxels, overlap }] = pieces;
    return { reference, members: [prediction], pairs: [pair], voxels, overlap };
  }
  const [first, ...others] = [...pieces].sort((a, b) => iou(b) - iou(a) || a.prediction - b.prediction);
  others.sort((a, b) => b.overlap - a.overlap || a.prediction - b.prediction);
  const joined = { members: [first.prediction], pairs: [first.pair], voxels: first.voxels, overlap: first.overlap };
  for (const piece of others) {
    const union = { voxels: joined.voxels + piece.voxels, overlap: joined.overlap + piece.overlap };
    if (iou(union) <= iou(joined)) continue;
    joined.voxels = union.voxels;
    joined.overlap = union.overlap;
    joined.members.push(piece.prediction);
    joined.pairs.push(piece.pair);
  }
  return { reference, ...joined };
}
