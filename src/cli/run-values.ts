import { availableParallelism } from "node:os";
import { VoxmatchError } from "../../base/errors.js";
import type { Shard } from "../cohort/run-description.js";

/** `auto` or a number of threads. */
export function parseThreads(text: string): number {
  if (text === "auto") return availableParallelism();
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1) return threads;
  throw refused("--threads", text, "auto, 1, 2 or more");
}

const FACTORS: Readonly<Record<string, number>> = { "": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** Bytes: `8G`, `512M`, `1.5GiB`, `8000000000`. */
export function parseMemory(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text.trim()) ?? [];
  const bytes = Math.floor(Number(number) * FACTORS[unit?.toLowerCase() ?? ""]);
  if (bytes >= 1) return bytes;
  throw refused("--memory", text, "a size such as 8G or 512M");
}

/** `0/3`, `1/3`, `2/3`. */
export function parseShard(text: string): Shard {
  const [, first, second] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (count >= 1 && index < count && Number.isSafeInteger(count)) return { index, count };
  throw refused("--shard", text, "i/n with i from 0 to n − 1, such as 0/3, 1/3, 2/3");
}

/** Seconds, at least 1. */
export function parseSeconds(option: string): (text: string) => number {
  return (text) => {
    const seconds = Number(text);
    // Timers take no more than 2³¹ − 1 ms.
    if (seconds >= 1 && seconds <= 2_000_000) return seconds;
    throw refused(option, text, "a number of seconds, at least 1");
  };
}

function refused(option: string, value: string, expected: string): VoxmatchError {
  return new VoxmatchError("INVALID_OPTION", `Option ${option} is "${value}", but must be ${expected}.`, {
    option,
    value,
  });
}
