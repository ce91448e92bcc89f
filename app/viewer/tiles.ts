/** Where on the page the viewer's planes lie, and what of the volume. */
import type { Niivue } from "@niivue/niivue";

/** In mm. */
export type Point = readonly [number, number, number];

const PLANES = ["axial", "coronal", "sagittal"] as const;
export type Plane = (typeof PLANES)[number];

/** One plane as it is drawn. Lengths are pixels of the page. */
export interface Tile {
  readonly plane: Plane;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly pixelsPerMillimetre: number;
  /** Where a place of the world is on the page, and how far in front of the slice or behind, in mm. */
  readonly project: (place: Point) => { readonly x: number; readonly y: number; readonly depth: number };
}

/** Which world axes run across, up and away, by plane. */
const AXES: readonly Point[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 2, 0],
];

/**
 * @param slices as NiiVue keeps them, in pixels of the screen
 * @param straighten from the world to the straightened millimetres in which planes are drawn
 */
export function tilesOf(
  slices: Niivue["screenSlices"],
  scale: number,
  straighten: (place: Point) => Point,
): readonly Tile[] {
  return slices.flatMap(({ axCorSag, leftTopWidthHeight, leftTopMM, fovMM, AxyzMxy }) => {
    const plane = PLANES.find((_, i) => i === Number(axCorSag));
    if (plane === undefined || AxyzMxy.length < 5 || leftTopWidthHeight.length < 4) return [];
    const isMirrored = leftTopWidthHeight[2] < 0;
    const width = Math.abs(leftTopWidthHeight[2]) / scale;
    const left = (leftTopWidthHeight[0] + Math.min(0, leftTopWidthHeight[2])) / scale;
    const [top, height] = [leftTopWidthHeight[1] / scale, leftTopWidthHeight[3] / scale];
    const project = (place: Point) => {
      const straight = straighten(place);
      const [across, up, away] = AXES[axCorSag].map((axis) => straight[axis]);
      const share = (across - leftTopMM[0]) / fovMM[0];
      const slice = AxyzMxy[2] + AxyzMxy[4] * (up - AxyzMxy[1]) - AxyzMxy[3] * (across - AxyzMxy[0]);
      return {
        x: left + width * (isMirrored ? 1 - share : share),
        y: top + height * (1 - (up - leftTopMM[1]) / fovMM[1]),
        depth: away - slice,
      };
    };
    const pixelsPerMillimetre = Math.abs(width / fovMM[0]);
    return [{ plane, left, top, width, height, pixelsPerMillimetre, project }];
  });
}
