import { VoxmatchError } from "../../base/errors.js";
import { intersectRuns } from "../../bindings/components/combine-runs.js";
import { countOverlap } from "../../bindings/components/count-overlap.js";
import { type Connectivity, labelComponents } from "../../bindings/components/label-components.js";
import { indexLabels, listLabels, relabelRuns, setCodes } from "../../bindings/components/label-index.js";
import { type LabelMeasures, measureLabels } from "../../bindings/components/measure-labels.js";
import { nearestLabels } from "../../bindings/distances/nearest-label.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { scanDense } from "../../bindings/read/scan-dense.js";
import { copyRunVolume, type RunVolume } from "../../bindings/volumes/run-volume.js";
import { gather } from "../overlap/gather.js";
import type { GroupInstances, OverlapTable } from "../overlap/overlap-table.js";

/** How the volume is divided among the references. */
export interface RegionRequest {
  /** Whether "nearest" is meant in mm or in voxels. */
  readonly space: "mm" | "voxel";
  /** Semantic input: a prediction that a border cuts apart becomes several. Null for input whose labels are instances. */
  readonly connectivity: Connectivity | null;
}

/** Runs of both sides, carrying the {@link GroupInstances.runLabels} of the tables. */
export interface RegionLists {
  readonly reference: RunVolume;
  readonly prediction: RunVolume;
}

/** Runs that carry, as labels, the indexes of a table's instances plus one. */
export interface Regions {
  /** One table for each reference: itself against what of the predictions lies nearer to it than to any other. */
  readonly tables: readonly OverlapTable[];
  /** In the arena; the labels are those of the tables' instances. */
  readonly lists: RegionLists;
}

/** Pairs of a prediction and a region are numbered in 32 bits. */
const MAXIMUM_PAIRS = 2 ** 32 - 1;

/**
 * The Voronoi regions of the references (Jaus et al. 2024, CC-Metrics): every voxel belongs to the nearest reference,
 * ties to the smaller label; predictions are cut along the borders. One nearest-label pass and one overlap pass serve
 * all regions: labels are pairs of prediction and region, so pieces of different regions never mix.
 *
 * Allocations stay in the arena until the caller releases them.
 */
export function regionTables(engine: Engine, table: OverlapTable, lists: RegionLists, request: RegionRequest): Regions {
  const references = table.reference.count;
  if (references === 0) return { tables: [], lists };
  if (references * table.prediction.count > MAXIMUM_PAIRS) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `Regions of ${references} references with ${table.prediction.count} predictions are more pairs than can be ` +
        "numbered. Evaluate them in parts, or without regions.",
      { references, predictions: table.prediction.count },
    );
  }
  const reference = onlyInstances(engine, lists.reference, table.reference);
  const whole = onlyInstances(engine, lists.prediction, table.prediction);
  const spacing = request.space === "mm" ? table.spacing : [1, 1, 1];
  const regions = scanDense(engine, nearestLabels(engine, reference, spacing), reference.shape);
  const pieces = cutPieces(engine, intersectRuns(engine, whole, regions, references), request.connectivity);
  const measures = measureLabels(engine, pieces.list, pieces.codes.length);
  const overlap = countOverlap(engine, reference, pieces.list);
  const shared = new Map(Array.from(overlap.prediction, (piece, i) => [piece, overlap.voxels[i]]));

  const members: number[][] = Array.from({ length: references }, () => []);
  for (const [i, code] of pieces.codes.entries()) members[(code - 1) % references].push(i);
  const tables = members.map((inRegion, g) => {
    const predictionOf = (i: number) => Math.floor((pieces.codes[i] - 1) / references);
    // Ties are broken by label, then by first voxel, which is the order in which pieces are numbered.
    inRegion.sort((a, b) => predictionOf(a) - predictionOf(b) || a - b);
    return tableOfRegion(table, g, inRegion, predictionOf, measures, shared);
  });
  return { tables, lists: { reference, prediction: pieces.list } };
}

/** A copy of the runs in which instance `i` of the table is labelled `i + 1` and nothing else is left. */
function onlyInstances(engine: Engine, list: RunVolume, instances: GroupInstances): RunVolume {
  const copy = copyRunVolume(engine, list);
  const index = indexLabels(engine, copy);
  const codes = new Map(Array.from(instances.runLabels, (label, i) => [label, i + 1]));
  setCodes(engine, index, (label) => codes.get(label) ?? 0);
  return relabelRuns(engine, copy, index);
}

/** Numbers the pieces 1, 2, …; `codes[i]` is the pair (prediction · references + region + 1) of piece `i + 1`. */
function cutPieces(engine: Engine, cut: RunVolume, connectivity: Connectivity | null) {
  if (connectivity !== null) {
    const list = labelComponents(engine, cut, connectivity);
    return { list, codes: list.classes };
  }
  const index = indexLabels(engine, cut);
  const codes = listLabels(engine, index);
  const numbers = new Map(Array.from(codes, (code, i) => [code, i + 1]));
  setCodes(engine, index, (code) => numbers.get(code) ?? 0);
  return { list: relabelRuns(engine, cut, index), codes };
}

function tableOfRegion(
  table: OverlapTable,
  g: number,
  pieces: readonly number[],
  predictionOf: (piece: number) => number,
  measures: LabelMeasures,
  shared: ReadonlyMap<number, number>,
): OverlapTable {
  const overlapping = pieces.flatMap((piece, p) => {
    const voxels = shared.get(piece + 1);
    return voxels === undefined ? [] : [{ p, voxels }];
  });
  const { reference, prediction } = table;
  const { whole } = prediction;
  return {
    spacing: table.spacing,
    dimensions: table.dimensions,
    thin: table.thin,
    parts: null,
    reference: {
      count: 1,
      labels: reference.labels.slice(g, g + 1),
      classes: reference.classes.slice(g, g + 1),
      runLabels: Uint32Array.of(g + 1),
      voxels: reference.voxels.slice(g, g + 1),
      sums: reference.sums.slice(3 * g, 3 * g + 3),
      boxes: reference.boxes.slice(6 * g, 6 * g + 6),
      firstVoxels: reference.firstVoxels.slice(g, g + 1),
    },
    prediction: {
      count: pieces.length,
      labels: Uint32Array.from(pieces, (piece) => prediction.labels[predictionOf(piece)]),
      classes: Uint32Array.from(pieces, (piece) => prediction.classes[predictionOf(piece)]),
      runLabels: Uint32Array.from(pieces, (piece) => piece + 1),
      voxels: Float64Array.from(pieces, (piece) => measures.voxels[piece]),
      // A piece lay in void as much as its instance did.
      ...(whole && {
        whole: Float64Array.from(pieces, (piece) => {
          const p = predictionOf(piece);
          return (measures.voxels[piece] * whole[p]) / prediction.voxels[p];
        }),
      }),
      sums: gather(new Float64Array(3 * pieces.length), measures.sums, pieces, 3),
      boxes: gather(new Uint32Array(6 * pieces.length), measures.boxes, pieces, 6),
      firstVoxels: Float64Array.from(pieces, (piece) => measures.firstVoxels[piece]),
    },
    offsets: Uint32Array.of(0, overlapping.length),
    pairReference: new Uint32Array(overlapping.length),
    pairPrediction: Uint32Array.from(overlapping, ({ p }) => p),
    pairVoxels: Float64Array.from(overlapping, ({ voxels }) => voxels),
  };
}
