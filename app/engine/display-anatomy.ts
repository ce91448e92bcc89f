import type { Affine } from "../../src/index.js";
import { type Intensities, readIntensities } from "../../src/io/read-intensities.js";
import type { DisplayGrid } from "./display-grid.js";
import { type GivenVolume, inputOf } from "./given-volume.js";

/** Intensities below and above these shares of the image are shown as black and white. */
const [DARKEST, BRIGHTEST] = [0.005, 0.995];
/** The shares are taken of about as many voxels. */
const SAMPLED = 1 << 18;

/**
 * An image on the grid that is shown, in 255 shades of grey, 0 outside of it. Between its voxels the intensity is interpolated, so that it
 * lies right below the labels wherever its own grid lies.
 * @returns the shades, and the image's own numbers that are shown black and white
 * @throws VoxmatchError as `readVolume`
 */
export async function displayAnatomy(
  anatomy: GivenVolume,
  grid: DisplayGrid,
): Promise<{ readonly data: Uint8Array<ArrayBuffer>; readonly window: readonly [number, number] }> {
  const { file, ...beside } = inputOf(anatomy);
  const image = await readIntensities(file, beside);
  const [black, white] = windowOf(image);
  const meant = (stored: number) => image.slope * stored + image.intercept;
  return { data: sampleShades(image, grid, [black, white]), window: [meant(black), meant(white)] };
}

/** The stored numbers that are shown black and white. */
export function windowOf({ data, slope }: Intensities): readonly [black: number, white: number] {
  const step = Math.max(1, Math.floor(data.length / SAMPLED));
  const sample: number[] = [];
  for (let i = 0; i < data.length; i += step) if (Number.isFinite(data[i])) sample.push(data[i]);
  const sorted = Float64Array.from(sample).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return slope < 0 ? [at(BRIGHTEST), at(DARKEST)] : [at(DARKEST), at(BRIGHTEST)];
}

/** Trilinear interpolation at the middle of every voxel of the grid. */
export function sampleShades(
  { data, shape, affine }: Pick<Intensities, "data" | "shape" | "affine">,
  grid: DisplayGrid,
  [black, white]: readonly [number, number],
): Uint8Array<ArrayBuffer> {
  const [mx, my, mz] = grid.shape;
  const toImage = multiply(invert(affine), grid.affine);
  const scale = white === black ? 0 : 254 / (white - black);
  const shades = new Uint8Array(mx * my * mz);
  const valueAt = interpolator(data, shape);
  const place = new Float64Array(3);
  for (let z = 0, to = 0; z < mz; z++) {
    for (let y = 0; y < my; y++) {
      for (let x = 0; x < mx; x++, to++) {
        for (let axis = 0; axis < 3; axis++) {
          const row = 4 * axis;
          place[axis] = toImage[row] * x + toImage[row + 1] * y + toImage[row + 2] * z + toImage[row + 3];
        }
        const shade = 1 + scale * (valueAt(place) - black);
        // Comparisons are false for NaN, which stays 0.
        if (shade > 1) shades[to] = shade < 255 ? Math.round(shade) : 255;
        else if (shade <= 1) shades[to] = 1;
      }
    }
  }
  return shades;
}

/** The value at a place in voxels of the image; NaN outside. */
function interpolator(data: Intensities["data"], shape: readonly number[]): (place: Float64Array) => number {
  const [nx, ny, nz] = [shape[0], shape[1], shape[2] ?? 1];
  const plane = nx * ny;
  const [dx, dy, dz] = [nx > 1 ? 1 : 0, ny > 1 ? nx : 0, nz > 1 ? plane : 0];
  // Half a voxel around the outermost middles still belongs to the image.
  const isInside = (p: number, n: number): boolean => p >= -0.5 && p <= n - 0.5;
  const before = (p: number, n: number): number => Math.min(Math.max(Math.floor(p), 0), Math.max(0, n - 2));
  const share = (p: number, from: number): number => Math.min(Math.max(p - from, 0), 1);
  return ([px, py, pz]) => {
    if (!isInside(px, nx) || !isInside(py, ny) || !isInside(pz, nz)) return Number.NaN;
    const [x0, y0, z0] = [before(px, nx), before(py, ny), before(pz, nz)];
    const [fx, fy, fz] = [share(px, x0), share(py, y0), share(pz, z0)];
    const i = x0 + nx * y0 + plane * z0;
    const low = mix(mix(data[i], data[i + dx], fx), mix(data[i + dy], data[i + dy + dx], fx), fy);
    const j = i + dz;
    const high = mix(mix(data[j], data[j + dx], fx), mix(data[j + dy], data[j + dy + dx], fx), fy);
    return mix(low, high, fz);
  };
}

function mix(a: number, b: number, share: number): number {
  return share === 0 ? a : a + share * (b - a);
}

/** Of two affines, row after row: first the second, then the first. */
function multiply(a: Affine, b: Affine): number[] {
  return Array.from({ length: 16 }, (_, i) => {
    const [row, column] = [Math.trunc(i / 4), i % 4];
    return [0, 1, 2, 3].reduce((sum, k) => sum + a[4 * row + k] * b[4 * k + column], 0);
  });
}

/** By cofactors; readers refuse affines that cannot be inverted. A plane's third axis may be anything: it is made to stand upright. */
function invert(affine: Affine): number[] {
  const [a, b, c, tx, d, e, f, ty, g, h, i, tz] = upright(affine);
  const [A, B, C] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const determinant = a * A + b * B + c * C;
  const rows = [
    [A, c * h - b * i, b * f - c * e],
    [B, a * i - c * g, c * d - a * f],
    [C, b * g - a * h, a * e - b * d],
  ].map((row) => row.map((entry) => entry / determinant));
  return [...rows.flatMap((row) => [...row, -(row[0] * tx + row[1] * ty + row[2] * tz)]), 0, 0, 0, 1];
}

function upright(affine: Affine): readonly number[] {
  const [a, b, c, tx, d, e, f, ty, g, h, i, tz] = affine;
  const cross = [d * h - e * g, g * b - a * h, a * e - b * d];
  if (Math.abs(c * cross[0] + f * cross[1] + i * cross[2]) > 0) return affine;
  const length = Math.hypot(...cross);
  return [a, b, cross[0] / length, tx, d, e, cross[1] / length, ty, g, h, cross[2] / length, tz];
}
