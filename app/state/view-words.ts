/** The words that a view is made of. */

export const TABS = ["instances", "overlaps", "errors", "thresholds", "sensitivity"] as const;
export type Tab = (typeof TABS)[number];

/** Which planes are shown: `planes` are the three without 3D. */
export const LAYOUTS = ["all", "planes", "axial", "coronal", "sagittal", "volume"] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Distinctions that colours make; `agreement`: voxels of both sides, and of either alone. */
export const COLOURINGS = ["status", "kind", "instance", "agreement"] as const;
export type Colouring = (typeof COLOURINGS)[number];
