/** Messages between the view of a map and its worker; each can be cloned. */
import type { Sign } from "../../bindings/maps/map-volume.js";
import type { MapKind } from "../../src/maps/options/types.js";
import type { MapResult } from "../../src/maps/results/map-result.js";
import type { MapAtThreshold } from "../../src/maps/slider/map-view.js";
import type { MapFiles } from "../state/map-files.js";
import type { DisplayGrid } from "./display-grid.js";
import type { Reply } from "./protocol.js";

/** Choices of the reader; null: as the values say, or the kind's default. */
export interface MapChoices {
  readonly kind: MapKind | null;
  readonly sign: Sign | null;
}

/** A map that was scored, and the volumes to be drawn, all on one grid. */
export interface OpenedMap {
  readonly result: MapResult;
  readonly grid: DisplayGrid;
  readonly shape: readonly number[];
  /** Voxel to world of the map's file; null where it says nothing of it. */
  readonly affine: readonly number[] | null;
  /** Values before their sign is taken; NaN stays. */
  readonly values: Float32Array<ArrayBuffer>;
  /** 1 in the reference; null without one. */
  readonly reference: Uint8Array<ArrayBuffer> | null;
  /** Greys from 1 to 255 of the anatomy, 0 outside of it; null without one. */
  readonly shades: Uint8Array<ArrayBuffer> | null;
  /** Why an anatomy is not shown. */
  readonly anatomyProblem: string | null;
  /** Groups that answer for thresholds, and from which one on; none without a reference. */
  readonly groups: readonly string[];
  readonly lowest: number;
  /** The largest value under the sign. */
  readonly largest: number;
}

/** A map at a threshold, with the components of the highest peaks. */
export interface ShownThreshold extends MapAtThreshold {
  /** Milliseconds that the answer took. */
  readonly took: number;
}

export interface MapApi {
  open(files: MapFiles, choices: MapChoices): Promise<Reply<OpenedMap>>;
  at(group: string, threshold: number): Promise<ShownThreshold | null>;
  /** The JSON that the command line writes of these files and choices. */
  json(): Promise<Reply<string>>;
}
