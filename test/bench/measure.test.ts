import { describe, expect, it } from "vitest";
import { measureInTurn, summarise } from "../../bench/support/measure.js";

describe("summarise", () => {
  it("gives the smallest, the middle, the largest, and the upper less the lower quartile", () => {
    // Sorted: 1 2 3 4 5 6 7 8; the quartiles are at 8 · 0.25 = 2 and 8 · 0.75 = 6, the middle is at 4.
    expect(summarise([8, 1, 7, 2, 6, 3, 5, 4])).toEqual({
      minimumMs: 1,
      medianMs: 5,
      maximumMs: 8,
      spreadMs: 7 - 3,
      repetitions: 8,
    });
  });

  it("of one time says that time", () => {
    expect(summarise([3])).toEqual({ minimumMs: 3, medianMs: 3, maximumMs: 3, spreadMs: 0, repetitions: 1 });
  });
});

describe("measureInTurn", () => {
  const options = { warmUps: 1, repetitions: 4, budgetMs: 1000 };

  it("calls each as often as asked, in turns of three, after a first call and warm-ups", async () => {
    const calls: string[] = [];
    const work = (name: string) => ({ work: () => calls.push(name) });
    const timings = await measureInTurn({ a: work("a"), b: work("b") }, options);
    expect(calls.join("")).toBe(`${"aabb"}${"aaabbb"}${"ab"}`);
    expect(timings.a.repetitions).toBe(4);
    expect(timings.b.repetitions).toBe(4);
  });

  it("resets before each call", async () => {
    let state = 0;
    const seen: number[] = [];
    await measureInTurn({ only: { work: () => seen.push(state++), reset: () => (state = 7) } }, options);
    expect(new Set(seen)).toEqual(new Set([7]));
  });

  it("refuses work that returns no number, which nothing would keep from being left out", async () => {
    await expect(measureInTurn({ only: { work: () => Number.NaN } }, options)).rejects.toThrow("returned no number");
  });
});
