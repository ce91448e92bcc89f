import { expect, it, vi } from "vitest";
import { calibrate, calibratePart } from "../../../bindings/maps/calibrate.js";
import { type MapEngine, shareMapCode, withMapKernels } from "../../../bindings/maps/map-engine.js";
import { signMap } from "../../../bindings/maps/map-volume.js";
import { measurePart, measureSegments } from "../../../bindings/maps/measure-segments.js";
import { rankChunk } from "../../../bindings/maps/rank-chunk.js";
import { rankVoxels } from "../../../bindings/maps/rank-voxels.js";
import { listSegments } from "../../../bindings/maps/segments.js";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import { splitmix64 } from "../../support/random.js";
import { scanInto } from "../../support/volumes.js";

const SHAPE = [128, 128, 144] as const;

it("says the same of a map on one thread and on two, bit for bit", async () => {
  const alone = await withMapKernels(await createEngine());
  const random = splitmix64(4);
  const labels = Array.from({ length: 128 * 128 * 144 }, (_, i) => (i % 700 < 9 ? 1 + (i % 3) : 0));
  const data = Float32Array.from(labels, (label) => (random() + label) / 4);
  const volume = { data: alone.arena.copyIn(data), dataType: "float32", shape: SHAPE, slope: 1, intercept: 0 } as const;
  const map = signMap(alone, { ...volume, divisor: 1 }, "signed");
  const segments = listSegments(alone, scanInto(alone, { shape: SHAPE, labels }), null, 4);
  const inside = labels.filter((label) => label > 0).length;
  const asked = {
    inside,
    voxels: data.length,
    least: Math.min(...data.slice(0, 1000)),
    thresholds: [0.9, 0.5, 0.1],
    ranks: [1000, inside, 1_000_000],
  };
  const request = { ...asked, specificity: 0.9, curvePoints: 256, sums: "areas" } as const;
  const answers = (engine: MapEngine) => ({
    measures: measureSegments(engine, map, segments),
    calibration: calibrate(engine, map, segments, 15),
    ranks: rankVoxels(engine, map, segments, request),
  });
  const one = answers(alone);
  await alone.workerPool?.resize(2);
  await alone.workerPool?.waitUntilReady(20_000);
  const both = await shareMapCode(alone);
  expect(both.code).not.toBeNull();
  const jobs = [measurePart, calibratePart, rankChunk].map((job) => vi.spyOn(job, "run"));
  // A worker that is woken late finds nothing left to do.
  let own = JOBS;
  for (let tries = 0; own === JOBS && tries < 20; tries++) {
    for (const job of jobs) job.mockClear();
    expect(answers(both)).toEqual(one);
    own = jobs.reduce((sum, job) => sum + job.mock.calls.length, 0);
  }
  alone.workerPool?.terminate();
  expect(own).toBeLessThan(JOBS);
});

/** Here the map has 5 blocks, and its values fill 2 chunks. */
const JOBS = 5 + 5 + 2;
