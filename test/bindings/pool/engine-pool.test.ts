import { describe, expect, it } from "vitest";
import type { Engine } from "../../../bindings/engine/engine.js";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import { withEngine } from "../../../bindings/pool/engine-pool.js";

const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

describe("withEngine", () => {
  it("lends no engine twice at once, and no more than four", async () => {
    const busy = new Set<Engine>();
    const seen = new Set<Engine>();
    let most = 0;
    const work = async (engine: Engine) => {
      expect(busy.has(engine)).toBe(false);
      busy.add(engine);
      seen.add(engine);
      most = Math.max(most, busy.size);
      await soon();
      busy.delete(engine);
    };
    await Promise.all(Array.from({ length: 13 }, () => withEngine(undefined, work)));
    expect([most, seen.size]).toEqual([4, 4]);
    // Later work finds them again.
    await withEngine(undefined, async (engine) => expect(seen.has(engine)).toBe(true));
  });

  it("makes work wait for an engine that the caller brought, also after a failure", async () => {
    const own = await createEngine();
    const order: string[] = [];
    const work = (name: string, fail: boolean) => async () => {
      order.push(`${name} begins`);
      await soon();
      order.push(`${name} ends`);
      if (fail) throw new Error(name);
    };
    const outcomes = await Promise.allSettled([withEngine(own, work("a", true)), withEngine(own, work("b", false))]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(order).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });

  it("releases what the work left in the arena, and gives the place back when it fails", async () => {
    for (let round = 0; round < 9; round++) {
      await expect(
        withEngine(undefined, async ({ arena }) => {
          expect(arena.used).toBeLessThan(1000);
          arena.allocate(100_000);
          throw new Error("stopped");
        }),
      ).rejects.toThrow("stopped");
    }
  });
});
