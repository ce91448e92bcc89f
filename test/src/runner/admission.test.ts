import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Admission } from "../../../src/runner/admission.js";

/** Work here only waits for promises, so that afterwards everything has been done that will ever be. */
const settled = () => setImmediate();

describe("admission", () => {
  it("lets in what fits, in the order of coming", async () => {
    const admission = new Admission(3, 100);
    const inside: string[] = [];
    const come = (name: string, need: number) => void admission.enter(need).then(() => inside.push(name));
    come("a", 60);
    come("b", 50);
    come("c", 10);
    await Promise.resolve();
    // b does not fit while a runs, and c may not overtake it.
    expect(inside).toEqual(["a"]);
    admission.leave(60);
    await Promise.resolve();
    expect(inside).toEqual(["a", "b", "c"]);
  });

  it("lets what is too large in alone", async () => {
    const admission = new Admission(4, 100);
    const inside: string[] = [];
    const come = (name: string, need: number) => void admission.enter(need).then(() => inside.push(name));
    come("first", 10);
    come("large", 1000);
    come("small", 1);
    await settled();
    expect(inside).toEqual(["first"]);
    admission.leave(10);
    await settled();
    expect(inside).toEqual(["first", "large"]);
    admission.leave(1000);
    await settled();
    expect(inside).toEqual(["first", "large", "small"]);
  });

  it("lets in what takes exactly the memory that is left, and nothing more", async () => {
    const admission = new Admission(4, 100);
    const inside: number[] = [];
    for (const need of [40, 60, 1]) void admission.enter(need).then(() => inside.push(need));
    await settled();
    expect(inside).toEqual([40, 60]);
    admission.leave(60);
    await settled();
    expect(inside).toEqual([40, 60, 1]);
  });

  it("never exceeds places nor memory, and lets everybody in", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 30 }),
        async (places, needs) => {
          const admission = new Admission(places, 100);
          let [inside, used] = [0, 0];
          const finished: number[] = [];
          const broken: string[] = [];
          for (const [i, need] of needs.entries()) {
            void (async () => {
              await admission.enter(need);
              inside++;
              used += need;
              if (inside > places) broken.push(`${inside} in ${places} places`);
              if (inside > 1 && used > 100) broken.push(`${used} of 100 bytes`);
              for (let turn = 0; turn < i % 4; turn++) await Promise.resolve();
              inside--;
              used -= need;
              admission.leave(need);
              finished.push(i);
            })();
          }
          await settled();
          expect(broken).toEqual([]);
          expect(finished.sort((a, b) => a - b)).toEqual([...needs.keys()]);
        },
      ),
      { seed: 6, numRuns: 200 },
    );
  });

  it("refuses who waits once it is closed", async () => {
    const admission = new Admission(1, 1);
    await admission.enter(1);
    const outcomes: unknown[] = [];
    for (let i = 0; i < 2; i++)
      void admission.enter(1).then(
        () => outcomes.push("entered"),
        (error) => outcomes.push(error),
      );
    admission.close();
    await settled();
    expect(outcomes).toMatchObject([{ code: "WORKER_LOST" }, { code: "WORKER_LOST" }]);
    expect(() => admission.check()).toThrow("closed before the case was evaluated");
  });
});
