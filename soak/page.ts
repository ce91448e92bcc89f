/** The page's function, which `in-page.ts` calls. */
import { evaluate } from "../src/evaluation/evaluate.js";
import { arrays, OPTIONS } from "./pair.js";

async function soak(count: number): Promise<number> {
  const inputs = arrays([36, 24, 24]);
  const options = Object.values(OPTIONS);
  const answers: string[] = [];
  for (let i = 0; i < count; i++) {
    const turn = i % options.length;
    const text = JSON.stringify((await evaluate(inputs, options[turn])).groups);
    answers[turn] ??= text;
    if (text !== answers[turn]) throw new Error(`Evaluation ${i} says something else than the first of its kind.`);
  }
  return count;
}

Object.assign(globalThis, { voxmatchSoak: soak });
