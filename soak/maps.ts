import { gzipSync } from "node:zlib";
import { withEngine } from "../bindings/pool/engine-pool.js";
import { evaluateMap } from "../src/maps/evaluate-map.js";
import type { MapOptions } from "../src/maps/options/types.js";
import type { MapInputs } from "../src/maps/read/map-inputs.js";
import { mapToJson } from "../src/reports/case/map-json.js";
import { niftiFile } from "../test/support/nifti.js";
import { balls } from "./pair.js";
import { expectTrue, isFlat, megabytes } from "./say.js";

const SHAPE = [36, 24, 24];
const READINGS = 20;

/** Each takes other ways through the kernels. */
const WAYS: readonly MapOptions[] = [
  { kind: "probability", detection: true, candidates: "peaks", instances: true },
  { kind: "probability", thresholds: [0.25, 0.5], nan: "zero" },
  { sign: "absolute", detection: true, candidateThreshold: "positive", candidateMinVoxels: 2 },
  { sign: "signed", groups: "each" },
];

/** Values around the labels, with noise that repeats and NaN. */
function values(): Float32Array {
  const labels = balls(SHAPE, 2);
  return Float32Array.from(labels, (label, i) => {
    if (i % 997 === 0) return Number.NaN;
    const noise = ((i * 7919) % 1009) / 4036;
    return label > 0 ? 0.5 + noise : noise;
  });
}

function inputsOf(): readonly MapInputs[] {
  const [map, labels] = [values(), balls(SHAPE, 0)];
  const file = (dataType: "float32" | "uint8", data: ArrayLike<number>) => ({
    file: new Uint8Array(gzipSync(niftiFile({ dataType, shape: SHAPE, values: Array.from(data) }))),
  });
  const atlas = { data: Uint8Array.from(labels, (_, i) => i % 5), shape: SHAPE };
  return [
    { map: { data: map, shape: SHAPE }, reference: { data: labels, shape: SHAPE }, atlas },
    { map: file("float32", map), reference: file("uint8", labels) },
  ];
}

/** Many maps in one process, of arrays and files, in turn with all ways: the same answers on memory that never grows. */
export async function maps(count: number): Promise<string> {
  const inputs = inputsOf();
  const answers: string[] = [];
  const [heap, resident]: number[][] = [[], []];
  const highest = () => withEngine(undefined, async ({ arena }) => arena.highWater);
  const kinds = inputs.length * WAYS.length;
  let reserved = 0;
  for (let i = 0; i < count; i++) {
    const turn = i % kinds;
    const result = await evaluateMap(inputs[turn % inputs.length], WAYS[turn >> 1], { threads: 1 });
    const text = mapToJson({ ...result, timings: {} });
    answers[turn] ??= text;
    expectTrue(text === answers[turn], `Map ${i} says something else than the first of its kind.`);
    if (i === kinds - 1) reserved = await highest();
    if ((i + 1) % Math.floor(count / READINGS) !== 0) continue;
    globalThis.gc?.();
    const used = process.memoryUsage();
    heap.push(used.heapUsed + used.external);
    resident.push(used.rss);
  }
  const last = await highest();
  expectTrue(last === reserved, `The arena grows: ${megabytes(reserved)} → ${megabytes(last)}.`);
  for (const [name, readings] of Object.entries({ heap, resident }))
    expectTrue(isFlat(readings, 2 ** 20 * (name === "resident" ? 16 : 1)), `${name} grows: ${readings.map(megabytes)}`);
  return `${count} maps; arena ${megabytes(last)} throughout, resident ${megabytes(resident.at(-1) ?? 0)}`;
}
