import type { Volume } from "../../../base/types.js";
import { outcomeColour } from "./palette.js";
import { type Spans, spansOfRow } from "./row-spans.js";

/** A slice drawn as SVG, and its counts. */
export interface Slice {
  /** The index along z. */
  readonly z: number;
  /** Voxels of both foregrounds, of the reference's alone, of the prediction's alone. */
  readonly both: number;
  readonly missed: number;
  readonly spurious: number;
  readonly svg: string;
}

/** Foregrounds of one row against each other. */
interface RowParts {
  readonly both: Spans;
  readonly missed: Spans;
  readonly spurious: Spans;
}

const MARGIN = 4;
const SIDE = 260;
const SCALE_BARS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/**
 * The axial slices with the most voxels in error, worst first: what both have, what is missed and what is spurious, with
 * the reference's outline. Drawn from stretches, without a voxel being visited: each is one rectangle of a path.
 */
export function worstSlices(
  reference: Volume,
  prediction: Volume,
  { count = 3, title }: { readonly count?: number; readonly title: string },
): Slice[] {
  const [, ny, nz = 1] = reference.shape;
  const totals = Array.from({ length: nz }, (_, z) => {
    const sum = { z, both: 0, missed: 0, spurious: 0 };
    for (let row = z * ny; row < (z + 1) * ny; row++) {
      const parts = partsOfRow(reference, prediction, row);
      sum.both += lengthOf(parts.both);
      sum.missed += lengthOf(parts.missed);
      sum.spurious += lengthOf(parts.spurious);
    }
    return sum;
  });
  const chosen = totals
    .filter(({ both, missed, spurious }) => both + missed + spurious > 0)
    .sort((a, b) => b.missed + b.spurious - (a.missed + a.spurious) || b.both - a.both || a.z - b.z);
  return spread(chosen, count, nz).map((sum) => ({ ...sum, svg: drawSlice(reference, prediction, sum, title) }));
}

/** The worst ones, but no two neighbours: these would show the same thing twice. */
export function spread<Total extends { readonly z: number }>(
  ranked: readonly Total[],
  count: number,
  depth: number,
): Total[] {
  const apart = Math.max(2, Math.floor(depth / 12));
  const chosen: Total[] = [];
  for (const slice of ranked) {
    if (chosen.length === count) break;
    if (chosen.every(({ z }) => Math.abs(z - slice.z) >= apart)) chosen.push(slice);
  }
  return chosen;
}

function partsOfRow(reference: Volume, prediction: Volume, row: number): RowParts {
  const [a, b] = [spansOfRow(reference, row), spansOfRow(prediction, row)];
  const parts = { both: [] as number[], missed: [] as number[], spurious: [] as number[] };
  const edges = [...a, ...b].sort((x, y) => x - y);
  let [i, j] = [0, 0];
  for (let k = 0; k + 1 < edges.length; k++) {
    const [from, to] = [edges[k], edges[k + 1]];
    if (from === to) continue;
    // An odd number of edges passed means inside.
    while (i < a.length && a[i] <= from) i++;
    while (j < b.length && b[j] <= from) j++;
    const [inA, inB] = [i % 2 === 1, j % 2 === 1];
    if (inA && inB) parts.both.push(from, to);
    else if (inA) parts.missed.push(from, to);
    else if (inB) parts.spurious.push(from, to);
  }
  return parts;
}

function lengthOf(spans: Spans): number {
  let sum = 0;
  for (let i = 0; i < spans.length; i += 2) sum += spans[i + 1] - spans[i];
  return sum;
}

/** The box around everything in a slice, with a margin; ends exclusive. */
function resultHeader(rows: readonly RowParts[], nx: number): { x0: number; x1: number; y0: number; y1: number } {
  let [x0, x1, y0, y1] = [nx, 0, rows.length, 0];
  for (const [y, { both, missed, spurious }] of rows.entries()) {
    for (const spans of [both, missed, spurious]) {
      if (spans.length === 0) continue;
      x0 = Math.min(x0, spans[0]);
      x1 = Math.max(x1, spans[spans.length - 1]);
      y0 = Math.min(y0, y);
      y1 = Math.max(y1, y + 1);
    }
  }
  return {
    x0: Math.max(0, x0 - MARGIN),
    x1: Math.min(nx, x1 + MARGIN),
    y0: Math.max(0, y0 - MARGIN),
    y1: Math.min(rows.length, y1 + MARGIN),
  };
}

function drawSlice(reference: Volume, prediction: Volume, total: Omit<Slice, "svg">, title: string): string {
  const [nx, ny] = reference.shape;
  const [sx, sy] = reference.spacing;
  const rows = Array.from({ length: ny }, (_, y) => partsOfRow(reference, prediction, total.z * ny + y));
  const { x0, x1, y0, y1 } = resultHeader(rows, nx);
  const [width, height] = [(x1 - x0) * sx, (y1 - y0) * sy];
  const scale = SIDE / Math.max(width, height);
  // y rises upwards, as on a light box: the reference's axes say which way that is in the patient.
  const transform = `translate(0 ${n(height * scale)}) scale(${n(sx * scale)} ${n(-sy * scale)}) translate(${-x0} ${-y0})`;
  const path = (key: keyof RowParts) => rows.map((parts, y) => rectangles(parts[key], y)).join("");
  const outline = outlineOf(reference, total.z, rows.length);
  const [w, h] = [n(width * scale), n(height * scale)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="-18 -18 ${w + 36} ${h + 48}" width="${w + 36}" height="${h + 48}" font-family="system-ui, sans-serif" font-size="11" fill="currentColor">`,
    `<title>${escapeXml(title)}, slice z = ${total.z}</title>`,
    `<desc>${total.both} voxels of both, ${total.missed} missed, ${total.spurious} spurious.</desc>`,
    `<rect width="${w}" height="${h}" fill="none" stroke="currentColor" stroke-opacity="0.25"/>`,
    `<g transform="${transform}" shape-rendering="crispEdges">`,
    `<path d="${path("both")}" fill="${outcomeColour("matched")}" fill-opacity="0.55"/>`,
    `<path d="${path("missed")}" fill="${outcomeColour("missed")}"/>`,
    `<path d="${path("spurious")}" fill="${outcomeColour("spurious")}"/>`,
    `<path d="${outline}" fill="none" stroke="currentColor" stroke-width="1.4" vector-effect="non-scaling-stroke" shape-rendering="auto"/>`,
    "</g>",
    edgeLabels(reference, w, h),
    scaleBar(w, h, scale),
    "</svg>",
  ].join("");
}

function rectangles(spans: Spans, y: number): string {
  let path = "";
  for (let i = 0; i < spans.length; i += 2) path += `M${spans[i]} ${y}h${spans[i + 1] - spans[i]}v1H${spans[i]}z`;
  return path;
}

/** The reference's border: the ends of its stretches, and where a row and the next differ. */
export function outlineOf(reference: Volume, z: number, ny: number): string {
  let path = "";
  let before: number[] = [];
  for (let y = 0; y <= ny; y++) {
    const spans = y < ny ? spansOfRow(reference, z * ny + y) : [];
    for (const x of spans) path += `M${x} ${y}v1`;
    for (const [from, to] of differences(before, spans)) path += `M${from} ${y}H${to}`;
    before = spans;
  }
  return path;
}

/** Where exactly one of two rows is inside: between the 1st and 2nd of all their edges, the 3rd and 4th, … */
function differences(a: Spans, b: Spans): [number, number][] {
  const edges = [...a, ...b].sort((x, y) => x - y);
  const stretches: [number, number][] = [];
  for (let i = 0; i < edges.length; i += 2) {
    const [from, to] = [edges[i], edges[i + 1]];
    if (from !== to) stretches.push([from, to]);
  }
  return stretches;
}

/** Patient directions at the four edges, from the affine; the axes' names where there is none. */
export function edgeLabels({ affine }: Volume, width: number, height: number): string {
  const [right, left] = affine === null ? ["x →", ""] : directions(affine, 0);
  const [top, bottom] = affine === null ? ["y ↑", ""] : directions(affine, 1);
  const label = (text: string, x: number, y: number, anchor: string) =>
    `<text x="${n(x)}" y="${n(y)}" text-anchor="${anchor}">${text}</text>`;
  return [
    label(top, width / 2, -5, "middle"),
    label(bottom, width / 2, height + 13, "middle"),
    label(left, -5, height / 2 + 4, "end"),
    affine === null ? label(right, width, height + 13, "end") : label(right, width + 5, height / 2 + 4, "start"),
  ].join("");
}

/** Where an axis of the volume leads to and where it comes from: right or left, anterior or posterior, superior or inferior. */
export function directions(affine: readonly number[], axis: number): readonly [string, string] {
  const column = [affine[axis], affine[4 + axis], affine[8 + axis]];
  const largest = column.reduce((best, value, i) => (Math.abs(value) > Math.abs(column[best]) ? i : best), 0);
  const [positive, negative] = [
    ["R", "L"],
    ["A", "P"],
    ["S", "I"],
  ][largest];
  return column[largest] >= 0 ? [positive, negative] : [negative, positive];
}

export function scaleBar(width: number, height: number, scale: number): string {
  const length = SCALE_BARS.findLast((mm) => mm * scale <= width / 2) ?? SCALE_BARS[0];
  const end = n(length * scale);
  const y = n(height + 20);
  return `<path d="M0 ${y - 3}v6m0 -3H${end}m0 -3v6" fill="none" stroke="currentColor"/><text x="${end + 5}" y="${y + 4}">${length} mm</text>`;
}

export function n(value: number): number {
  return Number(value.toFixed(3));
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
