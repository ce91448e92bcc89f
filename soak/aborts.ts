import { evaluate } from "../src/evaluation/evaluate.js";
import { toJson } from "../src/reports/case/json.js";
import { files } from "./evaluations.js";
import { arrays, OPTIONS } from "./pair.js";
import { expectTrue } from "./say.js";

const SHAPE = [96, 96, 48];

/**
 * A signal that is aborted as it is asked for the n-th time, at whatever stage that is; `asked` counts, and `places` names the
 * functions that asked.
 */
class CountedSignal {
  readonly #controller = new AbortController();
  readonly reason = new Error("no longer wanted");
  readonly places: string[] = [];
  readonly signal = this.#controller.signal;

  constructor(readonly abortAt: number) {
    const ask = () => {
      this.places.push(callerOf(new Error().stack ?? ""));
      if (this.places.length === this.abortAt) this.#controller.abort(this.reason);
      if (this.#controller.signal.aborted) throw this.reason;
    };
    Object.defineProperty(this.signal, "throwIfAborted", { value: ask });
  }
}

/** The first function that is none of this file. */
function callerOf(stack: string): string {
  const line = stack.split("\n").find((each, i) => i > 1 && !each.includes("throwIfAborted"));
  return line?.match(/at (?:async )?([\w#.]+)/)?.[1] ?? "unknown";
}

/** Aborts at every time that the signal is asked, in turn, until there were enough; each must be refused with the reason. */
export async function aborts(count: number): Promise<string> {
  const cases = [files(SHAPE), arrays(SHAPE)].flatMap((inputs) =>
    Object.values(OPTIONS).map((options) => ({ inputs, options, times: 0, answer: "" })),
  );
  const textOf = async (each: (typeof cases)[number], signal?: AbortSignal) =>
    toJson({ ...(await evaluate(each.inputs, each.options, { threads: 1, signal })), timings: {} });
  for (const each of cases) {
    const never = new CountedSignal(0);
    each.answer = await textOf(each, never.signal);
    each.times = never.places.length;
    expectTrue(each.times > 0, "A case never asks its signal.");
  }
  const places = new Map<string, number>();
  let aborted = 0;
  for (let round = 1; aborted < count; round++) {
    for (const each of cases) {
      const counted = new CountedSignal(1 + (round % each.times));
      const found = await textOf(each, counted.signal).catch((error: unknown) => error);
      // How often it is asked depends on the time; a run may be done before.
      if (found === each.answer && counted.places.length < counted.abortAt) continue;
      expectTrue(found === counted.reason, `An abort ended in ${String(found)}.`);
      const place = counted.places.at(-1) ?? "";
      places.set(place, (places.get(place) ?? 0) + 1);
      aborted++;
    }
    const again = cases[round % cases.length];
    expectTrue((await textOf(again)) === again.answer, "After an abort an evaluation says something else.");
  }
  return `${aborted} aborts, each refused with its reason: ${[...places].map(([place, n]) => `${place} ${n}`).join(", ")}`;
}
