import type { Volume } from "../../../base/types.js";
import { encodePng } from "./encode-png.js";
import { BARE, paintVoxel } from "./map-colours.js";
import { type DrawnMap, type DrawnNumbers, signedValue } from "./map-values.js";
import { spansOfRow } from "./row-spans.js";
import { edgeLabels, escapeXml, n, outlineOf, scaleBar, spread } from "./slices.js";

/** A slice of a map over its anatomy, with the reference's outline. */
export interface MapSlice {
  /** The index along z. */
  readonly z: number;
  /** The map's largest value in it. */
  readonly largest: number;
  /** Its largest value anywhere, for which the brightest colour stands. */
  readonly peak: number;
  /** Voxels of the reference in it. */
  readonly reference: number;
  readonly svg: string;
}

interface SliceChoices {
  readonly title: string;
  /** On the map's grid. */
  readonly anatomy: DrawnNumbers | null;
  /** Voxels of at least this are held against the reference; NaN: slices are chosen by their largest value. */
  readonly threshold: number;
  readonly count?: number;
}

/** Context around what a slice shows, as a share of its size, and in voxels at least. */
const [CONTEXT, MARGIN] = [0.6, 10];
const SIDE = 260;

/** Greys of an image from its 1st to its 99th percentile, of a sample. */
export function greysOf({ data, slope }: DrawnNumbers): (voxel: number) => number {
  const step = Math.max(1, Math.floor(data.length / 50_000));
  const sample: number[] = [];
  for (let i = 0; i < data.length; i += step) if (Number.isFinite(data[i])) sample.push(data[i]);
  const sorted = Float64Array.from(sample).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const [black, white] = slope < 0 ? [at(0.99), at(0.01)] : [at(0.01), at(0.99)];
  const scale = black === white ? 0 : 225 / (white - black);
  return (voxel) => Math.min(225, Math.max(0, scale * (data[voxel] - black))) || 0;
}

/** The axial slices in which the map and the reference differ most, worst first. */
export async function worstMapSlices(map: DrawnMap, reference: Volume, choices: SliceChoices): Promise<MapSlice[]> {
  const [nx, ny, nz = 1] = reference.shape;
  const { threshold, count = 3 } = choices;
  const valueAt = signedValue(map);
  const totals = Array.from({ length: nz }, (_, z) => sumSlice(reference, z, { nx, ny, threshold, valueAt }));
  const peak = Math.max(...totals.map(({ largest }) => largest));
  const ranked = totals
    .filter(({ reference: held, largest }) => held > 0 || largest > 0)
    .sort((a, b) => b.errors - a.errors || b.largest - a.largest || a.z - b.z);
  const greyAt = choices.anatomy === null ? null : greysOf(choices.anatomy);
  const drawn = spread(ranked, count, nz).map(async (total): Promise<MapSlice> => {
    const svg = await drawSlice(reference, total, { title: choices.title, greyAt, valueAt, peak });
    return { z: total.z, largest: total.largest, peak, reference: total.reference, svg };
  });
  return Promise.all(drawn);
}

interface Total {
  readonly z: number;
  readonly errors: number;
  readonly largest: number;
  readonly reference: number;
  /** The box around the reference and all from the threshold on; ends exclusive. */
  readonly box: readonly [x0: number, x1: number, y0: number, y1: number];
}

interface SumContext {
  readonly nx: number;
  readonly ny: number;
  readonly threshold: number;
  readonly valueAt: (voxel: number) => number;
}

function sumSlice(reference: Volume, z: number, { nx, ny, threshold, valueAt }: SumContext): Total {
  let [errors, held, largest] = [0, 0, Number.NEGATIVE_INFINITY];
  let [x0, x1, y0, y1] = [nx, 0, ny, 0];
  for (let y = 0; y < ny; y++) {
    const row = y + ny * z;
    const spans = spansOfRow(reference, row);
    for (let x = 0, edge = 0; x < nx; x++) {
      while (edge < spans.length && spans[edge] <= x) edge++;
      const [value, isInside] = [valueAt(nx * row + x), edge % 2 === 1];
      const isAbove = value >= threshold;
      if (value > largest) largest = value;
      if (isInside) held++;
      if (isInside !== isAbove) errors++;
      if (!isInside && !isAbove) continue;
      [x0, x1, y0, y1] = [Math.min(x0, x), Math.max(x1, x + 1), Math.min(y0, y), Math.max(y1, y + 1)];
    }
  }
  return { z, errors: Number.isNaN(threshold) ? 0 : errors, largest, reference: held, box: [x0, x1, y0, y1] };
}

interface DrawContext extends Pick<SliceChoices, "title"> {
  /** Null without anatomy. */
  readonly greyAt: ((voxel: number) => number) | null;
  readonly valueAt: (voxel: number) => number;
  /** The largest value of the map. */
  readonly peak: number;
}

async function drawSlice(
  reference: Volume,
  { z, box, largest }: Total,
  { title, greyAt, valueAt, peak }: DrawContext,
): Promise<string> {
  const [nx, ny] = reference.shape;
  const [sx, sy] = reference.spacing;
  const [x0, x1] = widened(box[0], box[1], nx);
  const [y0, y1] = widened(box[2], box[3], ny);
  const [columns, rows] = [x1 - x0, y1 - y0];
  const pixels = new Uint8ClampedArray(4 * columns * rows);
  for (let pixel = 0; pixel < columns * rows; pixel++) {
    // The first line of a picture is its top, where y is largest.
    const [x, y] = [x0 + (pixel % columns), y1 - 1 - Math.floor(pixel / columns)];
    const voxel = x + nx * (y + ny * z);
    paintVoxel(pixels, pixel, {
      grey: greyAt?.(voxel) ?? BARE,
      share: valueAt(voxel) / peak,
      isOver: greyAt !== null,
    });
  }
  const scale = SIDE / Math.max(columns * sx, rows * sy);
  const [w, h] = [n(columns * sx * scale), n(rows * sy * scale)];
  const transform = `translate(0 ${h}) scale(${n(sx * scale)} ${n(-sy * scale)}) translate(${-x0} ${-y0})`;
  const outline = outlineOf(reference, z, ny);
  const png = base64Of(await encodePng(pixels, columns));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="-18 -18 ${w + 36} ${h + 48}" width="${w + 36}" height="${h + 48}" font-family="system-ui, sans-serif" font-size="11" fill="currentColor">`,
    `<title>${escapeXml(title)}, slice z = ${z}</title>`,
    `<desc>The map’s largest value here is ${largest}.</desc>`,
    `<image href="data:image/png;base64,${png}" width="${w}" height="${h}" preserveAspectRatio="none" image-rendering="pixelated"/>`,
    `<g transform="${transform}" fill="none">`,
    `<path d="${outline}" stroke="#000000" stroke-width="3.5" stroke-opacity="0.6" vector-effect="non-scaling-stroke"/>`,
    `<path d="${outline}" stroke="#ffffff" stroke-width="1.5" vector-effect="non-scaling-stroke"/>`,
    "</g>",
    edgeLabels(reference, w, h),
    scaleBar(w, h, scale),
    "</svg>",
  ].join("");
}

/** An extent with context around it; the whole axis for an empty one. */
function widened(from: number, to: number, length: number): readonly [number, number] {
  if (from >= to) return [0, length];
  const by = Math.max(MARGIN, Math.round(CONTEXT * (to - from)));
  return [Math.max(0, from - by), Math.min(length, to + by)];
}

function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
