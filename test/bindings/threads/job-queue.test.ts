import { describe, expect, it } from "vitest";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import {
  claim,
  countDone,
  DONE,
  MAXIMUM_JOBS,
  MAXIMUM_OUTPUTS,
  newControl,
  placeOf,
  publish,
  readInput,
  readOutcome,
  Status,
  WORK,
  writeOutcome,
  writeRecords,
} from "../../../bindings/threads/job-queue.js";

const PLACE = { records: 64, count: 3, scratch: 128, scratchBytes: 64, workers: 1 };

describe("a batch", () => {
  it("says where it lies, above 2 GiB too", () => {
    const control = newControl();
    for (const high of [2 ** 31 - 1, 2 ** 31, 3e9, 2 ** 32 - 1]) {
      const place = { records: high, count: MAXIMUM_JOBS, scratch: high - 64, scratchBytes: high - 128, workers: 63 };
      publish(control, place);
      expect(placeOf(control)).toEqual(place);
      while (claim(control) >= 0) countDone(control);
    }
  });

  it("gives each of its jobs to one who asks, and none afterwards", () => {
    const control = newControl();
    expect(claim(control)).toBe(-1);
    for (const count of [1, 3, MAXIMUM_JOBS]) {
      publish(control, { ...PLACE, count });
      const given = Array.from({ length: count }, () => claim(control));
      expect(given).toEqual(Array.from({ length: count }, (_, i) => i));
      expect(claim(control)).toBe(-1);
      for (let i = 0; i < count; i++) countDone(control);
      expect(Atomics.load(control, DONE)).toBe(count);
    }
  });

  it("is not taken for the one before by a worker that still holds its word", () => {
    const control = newControl();
    const stale = new Set<number>();
    for (let batch = 0; batch < 50; batch++) {
      publish(control, PLACE);
      // A worker reads one of these words, sleeps, and takes a job only if the word is still there.
      for (let job = 0; job >= 0; ) {
        const word = Atomics.load(control, WORK);
        expect(stale.has(word)).toBe(false);
        job = claim(control);
        stale.add(word);
        if (job >= 0) countDone(control);
      }
    }
    publish(control, PLACE);
    for (const word of stale) expect(Atomics.compareExchange(control, WORK, word, word - 1)).not.toBe(word);
    expect(claim(control)).toBe(0);
  });

  it("still gives out its jobs after the number of the batch has wrapped around", () => {
    const control = newControl();
    // The largest number of 20 bits: the next is 0.
    Atomics.store(control, WORK, 0xffff_f000 | 0);
    publish(control, PLACE);
    expect([0, 1, 2, 3].map(() => claim(control))).toEqual([0, 1, 2, -1]);
  });

  it("keeps inputs and outcomes of every job apart", async () => {
    const { arena } = await createEngine();
    const inputs = [{ a: 1 }, { text: "größer als ein Byte je Zeichen", list: [1, 2.5, -3] }, null, []];
    const records = writeRecords(arena, inputs);
    expect(inputs.map((_, i) => readInput(arena, records, i))).toEqual(inputs);
    expect(inputs.map((_, i) => readOutcome(arena, records, i))).toEqual(
      inputs.map(() => ({ status: Status.Open, outputs: [] })),
    );
    const outputs = (job: number) => Array.from({ length: [0, 1, 5, MAXIMUM_OUTPUTS][job] }, (_, i) => job + i / 8);
    const statuses = [Status.Failed, Status.Done, Status.Refused, Status.Done];
    for (const job of [3, 0, 2, 1]) writeOutcome(arena, records, job, statuses[job], outputs(job));
    expect(inputs.map((_, i) => readOutcome(arena, records, i))).toEqual(
      inputs.map((_, i) => ({ status: statuses[i], outputs: outputs(i) })),
    );
    expect(inputs.map((_, i) => readInput(arena, records, i))).toEqual(inputs);
  });
});
