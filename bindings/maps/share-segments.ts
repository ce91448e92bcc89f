import type { MapEngine } from "./map-engine.js";
import type { SignedMap } from "./map-volume.js";
import { forEachBlock, type Segments } from "./segments.js";

/** How alike the shares m/M of a map and 1/K of its reference are. */
export interface ShareLikeness {
  /** Σ min(m/M, 1/K) over the reference. */
  readonly similarity: number;
  /** Σ (1/K) · ln(ε + (1/K) / (ε + m/M)) over the reference. */
  readonly divergence: number;
}

/**
 * Compares shares; the map has no value below 0.
 * @param mass M, above 0
 * @param inside K, at least 1
 */
export function compareShares(
  engine: MapEngine,
  map: SignedMap,
  segments: Segments,
  { mass, inside }: { readonly mass: number; readonly inside: number },
): ShareLikeness {
  const { arena, maps } = engine;
  const mark = arena.mark();
  try {
    const out = arena.allocateZeroed(32);
    arena.f64(out, 1)[0] = 1;
    const { data } = map.volume;
    forEachBlock(segments, (at, count) => maps.shareSegments(data, at, count, map.reading, mass, 1 / inside, out));
    const [product, power, sum, lost] = arena.f64(out, 4);
    return { similarity: sum + lost, divergence: (Math.log(product) + power * Math.LN2) / inside };
  } finally {
    arena.release(mark);
  }
}
