import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Admission } from "../../../src/runner/admission.js";

describe("admission", () => {
  it("lets in what fits, in the order of coming", async () => {
    const admission = new Admission(3, 100);
    const inside: string[] = [];
    const come = (name: string, need: number) => void admission.enter(need).then(() => inside.push(name));
    come("a", 60);
    come("b", 50);
    come("c", 10);
    await Promise.resolve();
    // b does not fit beside a, and c may not overtake it.
    expect(inside).toEqual(["a"]);
    admission.leave(60);
    await Promise.resolve();
    expect(inside).toEqual(["a", "b", "c"]);
  });

  it("lets what is too large in alone", async () => {
    const admission = new Admission(4, 100);
    await admission.enter(10);
    let isInside = false;
    const large = admission.enter(1000).then(() => {
      isInside = true;
    });
    await Promise.resolve();
    expect(isInside).toBe(false);
    admission.leave(10);
    await large;
    let follows = false;
    const small = admission.enter(1).then(() => {
      follows = true;
    });
    await Promise.resolve();
    expect(follows).toBe(false);
    admission.leave(1000);
    await small;
  });

  it("never exceeds places nor memory, and lets everybody in", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 30 }),
        async (places, needs) => {
          const admission = new Admission(places, 100);
          let [inside, used, total] = [0, 0, 0];
          await Promise.all(
            needs.map(async (need, i) => {
              await admission.enter(need);
              inside++;
              used += need;
              total++;
              expect(inside).toBeLessThanOrEqual(places);
              expect(inside === 1 || used <= 100).toBe(true);
              for (let turn = 0; turn < i % 4; turn++) await Promise.resolve();
              inside--;
              used -= need;
              admission.leave(need);
            }),
          );
          expect(total).toBe(needs.length);
        },
      ),
      { seed: 6, numRuns: 200 },
    );
  });

  it("refuses who waits once it is closed", async () => {
    const admission = new Admission(1, 1);
    await admission.enter(1);
    const waiting = admission.enter(1);
    admission.close();
    await expect(waiting).rejects.toMatchObject({ code: "WORKER_LOST" });
    expect(() => admission.check()).toThrow();
  });
});
