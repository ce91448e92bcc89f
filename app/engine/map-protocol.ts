/** Messages between the view of a map and its worker; each can be cloned. */
import type { Sign } from "../../bindings/maps/map-volume.js";
import type { PlannedCase } from "../../src/cohort/index.js";
import type { MapKind, MapOptions } from "../../src/maps/options/types.js";
import type { MapResult } from "../../src/maps/results/map-result.js";
import type { MapReason } from "../../src/maps/scores/reasons.js";
import type { MapAtThreshold } from "../../src/maps/slider/map-view.js";
import type { MapFiles } from "../state/map-files.js";
import type { DisplayGrid } from "./display-grid.js";
import type { GivenVolume } from "./given-volume.js";
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

/** The map of a case of a cohort. */
export interface RecordedMap {
  /** The case's line of `cases.jsonl`. */
  readonly line: string;
  readonly key: string;
  /** Why it failed; null if it was scored. */
  readonly failure: string | null;
  /** Scores by group; numbers, and reasons of those that are none. */
  readonly groups: Readonly<Record<string, Readonly<Record<string, number | MapReason>>>>;
}

export interface MapApi {
  /** The kind of map that its values suggest. */
  kindOf(map: GivenVolume): Promise<Reply<MapKind>>;
  /** Scores the map of a case of a cohort; null: it has none. */
  record(
    planned: PlannedCase,
    files: { readonly reference: GivenVolume; readonly map: GivenVolume | null },
    options: MapOptions,
  ): Promise<RecordedMap>;
  open(files: MapFiles, choices: MapChoices): Promise<Reply<OpenedMap>>;
  at(group: string, threshold: number): Promise<ShownThreshold | null>;
  /** The JSON that the command line writes of these files and choices. */
  json(): Promise<Reply<string>>;
}
