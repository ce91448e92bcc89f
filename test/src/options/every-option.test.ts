import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EvaluateInputs } from "../../../src/evaluation/open-inputs.js";
import { evaluate, type OpenCase, openCase } from "../../../src/index.js";
import { type EvaluateOptions, OPTIONS } from "../../../src/options/registry.js";
import { OPTION_EXAMPLES, type OptionExample, USUAL_PAIR } from "../../support/option-examples.js";

/** A result without its options, or the reason of a refusal. */
async function said(ask: () => Promise<object>): Promise<unknown> {
  try {
    const { timings, options, ...rest } = (await ask()) as Record<string, unknown>;
    return rest;
  } catch (error) {
    return String(error);
  }
}

function exampleOf(key: keyof EvaluateOptions): OptionExample {
  const example: OptionExample | undefined = OPTION_EXAMPLES[key];
  if (example === undefined) throw new Error(`test/support/option-examples.ts has no example of the option ${key}.`);
  return example;
}

describe("every option", () => {
  it.each(OPTIONS.map(({ key }) => key))("%s is read: its example changes what the result says", async (key) => {
    const { pair = USUAL_PAIR, base = {}, changed } = exampleOf(key);
    const before = await said(() => evaluate(pair, base));
    const after = await said(() => evaluate(pair, { ...base, ...changed }));
    expect(Object.keys(changed)).toContain(key);
    expect(after, `Nothing reads the option ${key}.`).not.toEqual(before);
  });
});

describe("an open case", () => {
  const opened = new Map<EvaluateInputs, OpenCase>();
  // Inputs are read once, when the case is opened.
  const keys = OPTIONS.filter(({ affects }) => affects !== "inputs").map(({ key }) => key);
  beforeAll(async () => {
    for (const key of keys) {
      const { pair = USUAL_PAIR } = exampleOf(key);
      if (!opened.has(pair)) opened.set(pair, await openCase(pair));
    }
  });
  afterAll(async () => {
    for (const each of opened.values()) await each.close();
  });

  it.each(keys)("answers as a new one after %s changed, and changed back", async (key) => {
    const { pair = USUAL_PAIR, base = {}, changed } = exampleOf(key);
    const kept = opened.get(pair);
    const ask = (options: EvaluateOptions) => said(async () => (await kept?.evaluate(options)) ?? {});
    for (const options of [base, { ...base, ...changed }, base]) {
      expect(await ask(options)).toEqual(await said(() => evaluate(pair, options)));
    }
  });
});
