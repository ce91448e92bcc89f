/** Files of a map that is open; the rest about maps is loaded with the first one. */
import { signal } from "@preact/signals";
import type { GivenVolume } from "../engine/given-volume.js";
import type { CohortPlan } from "./cohort.js";

export interface MapFiles {
  readonly map: GivenVolume;
  readonly reference: GivenVolume | null;
  /** The image below. */
  readonly anatomy: GivenVolume | null;
  readonly atlas: GivenVolume | null;
  /** Names of the atlas's labels. */
  readonly atlasNames: File | null;
}

/** Null where no map is open. */
export const mapFiles = signal<MapFiles | null>(null);

/** The cohort of maps that is open, also while one of its maps is looked at; null: none. */
export const mapCohort = signal<CohortPlan | null>(null);

/** A map and its reference, with nothing else. */
export function mapPair(map: GivenVolume, reference: GivenVolume | null): MapFiles {
  return { map, reference, anatomy: null, atlas: null, atlasNames: null };
}
