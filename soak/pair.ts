import type { EvaluateInputs } from "../src/evaluation/open-inputs.js";
import type { EvaluateOptions } from "../src/options/registry.js";

const PERIOD = 12;

/** Balls of three sizes and labels on a grid, moved by some voxels along x. */
export function balls(shape: readonly number[], aside: number): Uint8Array<ArrayBuffer> {
  const [nx, ny, nz] = shape;
  const data = new Uint8Array(nx * ny * nz);
  for (let i = 0; i < data.length; i++) {
    const place = [(i % nx) + aside, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const square = place.reduce((sum, c) => sum + ((c % PERIOD) - PERIOD / 2) ** 2, 0);
    const kind = place.reduce((sum, c) => sum + Math.floor(c / PERIOD), 0) % 3;
    if (square < (5 - kind) ** 2) data[i] = 1 + kind;
  }
  return data;
}

export function arrays(shape: readonly number[]): EvaluateInputs {
  return { reference: { data: balls(shape, 0), shape }, prediction: { data: balls(shape, 2), shape } };
}

/** The same with one label, which is kept as bits. */
export function masks(shape: readonly number[]): EvaluateInputs {
  const mask = (aside: number) => ({
    data: Uint32Array.from(balls(shape, aside), (label) => Math.min(label, 1)),
    shape,
  });
  return { reference: mask(0), prediction: mask(2) };
}

/** Options that lead through every stage. */
export const OPTIONS: Readonly<Record<string, EvaluateOptions>> = {
  counts: { input: "semantic", metrics: ["iou", "dsc"], explain: true },
  surfaces: {
    input: "semantic",
    groups: "each",
    metrics: ["iou", "assd", "hd95", "nsd"],
    globalMetrics: ["dsc", "hd"],
  },
  skeletons: { input: "unmatched", metrics: ["iou", "cldsc"], strategy: "greedy" },
  regions: { input: "semantic", threshold: 0.1, regions: true, autc: "exact", metrics: ["iou", "assd"] },
};
