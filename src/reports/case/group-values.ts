import type { GroupResult } from "../../results/result-types.js";
import { formatNumber, UNDEFINED_MARK, wrap } from "./text.js";
import { undefinedReason } from "./undefined-reason.js";

/** Keys that stand in the heading, in a column's title or in the lists. */
const ELSEWHERE = /^(n_.*|sq_n|sq_.*_std|sq_std|instance_.*|global_bin_volume_.*)$/;

/** Reads a group's numbers, and remembers which were asked for and which had no value. */
export class GroupValues {
  readonly #group: GroupResult;
  readonly #seen = new Set<string>();
  readonly #undefined = new Set<string>();

  constructor(group: GroupResult) {
    this.#group = group;
  }

  has(key: string): boolean {
    return key in this.#group;
  }

  number(key: string): number | undefined {
    this.#seen.add(key);
    const value: unknown = this.#group[key as keyof GroupResult];
    return typeof value === "number" ? value : undefined;
  }

  show(key: string, unit: "1" | "mm" = "1"): string {
    const text = formatNumber(this.number(key), unit);
    if (text === UNDEFINED_MARK) this.#undefined.add(key);
    return text;
  }

  unseen(): string[] {
    return Object.entries(this.#group)
      .filter(([key, value]) => typeof value === "number" && !this.#seen.has(key) && !ELSEWHERE.test(key))
      .map(([key]) => key);
  }

  /** Why values are undefined. */
  footnotes(width: number): string[] {
    const reasons = new Set([...this.#undefined].map((key) => undefinedReason(this.#group, key)));
    return [...reasons].flatMap((reason) => wrap(`${UNDEFINED_MARK} undefined: ${reason}`, width - 4, "  "));
  }
}
