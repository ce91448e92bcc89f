/** Fuzzes one target in this process, which `fuzz/run.mjs` watches. Every input is made of its seed alone. */
import { splitmix64 } from "../test/support/random.js";
import { TARGETS } from "./targets.js";

/** Inputs between two messages. */
const BATCH = 50;

const [name, firstText, countText, secondsText] = process.argv.slice(2);
const target = TARGETS[name];
const [first, count] = [Number(firstText), Number(countText)];
const end = performance.now() + 1000 * Number(secondsText);
let seed = first;
for (; seed < first + count && performance.now() < end; seed++) {
  if ((seed - first) % BATCH === 0) process.send?.({ seed, rss: process.memoryUsage().rss });
  try {
    await target(splitmix64(seed));
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.send?.({ seed, finding: said });
  }
}
process.send?.({ seed, isDone: true });
process.disconnect?.();
