import { describe, expect, it } from "vitest";
import { latest } from "../../app/state/latest.js";

/** Requests that are answered when the test says so. */
function harness() {
  const asked: string[] = [];
  const taken: string[] = [];
  const busy: boolean[] = [];
  const pending: { answer: (text: string) => void; fail: (error: Error) => void }[] = [];
  const requests = latest<string, string>({
    run: (what) => {
      asked.push(what);
      return new Promise((answer, fail) => pending.push({ answer, fail }));
    },
    take: (answer, what) => taken.push(`${what}: ${answer}`),
    busy: (isBusy) => busy.push(isBusy),
  });
  const answer = async (text: string) => {
    pending.shift()?.answer(text);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { asked, taken, busy, pending, requests, answer };
}

describe("latest", () => {
  it("runs one request at a time and skips all but the newest of those that wait", async () => {
    const { asked, taken, busy, requests, answer } = harness();
    for (const what of ["a", "b", "c", "d"]) requests.ask(what);
    expect(asked).toEqual(["a"]);
    await answer("1");
    expect(asked).toEqual(["a", "d"]);
    await answer("2");
    expect(taken).toEqual(["a: 1", "d: 2"]);
    expect(busy).toEqual([true, false]);
    requests.ask("e");
    await answer("3");
    expect(taken.at(-1)).toBe("e: 3");
    expect(busy).toEqual([true, false, true, false]);
  });

  it("forgets what waits and what runs", async () => {
    const { asked, taken, requests, answer } = harness();
    requests.ask("a");
    requests.ask("b");
    requests.forget();
    await answer("1");
    expect(asked).toEqual(["a"]);
    expect(taken).toEqual([]);
  });

  it("answers what is asked after it forgot, and not what was asked before", async () => {
    const { taken, requests, answer } = harness();
    requests.ask("a");
    requests.forget();
    requests.ask("b");
    await answer("1");
    await answer("2");
    expect(taken).toEqual(["b: 2"]);
  });
});
