import { signal } from "@preact/signals";
import type { ShownBox } from "./places.js";
import type { Tile } from "./tiles.js";

/** The box around the instance that is selected; null where none is. */
export const shownSelection = signal<ShownBox | null>(null);

/** The planes as they were drawn last. */
export const tiles = signal<readonly Tile[]>([]);
