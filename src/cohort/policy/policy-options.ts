import { VoxmatchError } from "../../../base/errors.js";

export const CORRECT_EMPTY_CHOICES = ["best", "omit"] as const;
export const MISSING_CHOICES = ["worst", "omit", "refuse"] as const;
export const FAILED_CHOICES = ["withhold", "omit"] as const;
export const UNDEFINED_CHOICES = ["worst", "omit"] as const;

/** How a case without a number counts. Every option may be left out. */
export interface PolicyOptions {
  /** An empty reference, rightly predicted empty: `best` (1 for ratios, 0 for distances) or `omit`. Default `best`. */
  readonly correctEmpty?: (typeof CORRECT_EMPTY_CHOICES)[number];
  /** Worst value of distances: the `diagonal` of the case's grid in mm, or a number of mm (BraTS: 374). Default `diagonal`. */
  readonly worstDistance?: "diagonal" | number;
  /** A case for which a model has no usable prediction: `worst`, `omit`, or `refuse` to sum up. Default `worst`. */
  readonly missing?: (typeof MISSING_CHOICES)[number];
  /**
   * A case that failed for a reason other than its files (memory, a lost worker): `withhold` rankings and comparisons until it
   * was run again, or `omit` it for every model. Default `withhold`.
   */
  readonly failed?: (typeof FAILED_CHOICES)[number];
  /**
   * Values that are undefined or infinite: `worst`, or `omit`, which takes finite values only and makes `omit` the default of
   * `correctEmpty` and `missing`, too. Default `worst`.
   */
  readonly undefined?: (typeof UNDEFINED_CHOICES)[number];
}

export type Policy = Required<PolicyOptions>;

export const POLICY_OPTION_NAMES = [
  "correctEmpty",
  "worstDistance",
  "missing",
  "failed",
  "undefined",
] as const satisfies readonly (keyof PolicyOptions)[];

const CHOICES = {
  correctEmpty: CORRECT_EMPTY_CHOICES,
  missing: MISSING_CHOICES,
  failed: FAILED_CHOICES,
  undefined: UNDEFINED_CHOICES,
} as const;

/** @throws VoxmatchError `INVALID_OPTION` */
export function checkPolicy(options: PolicyOptions): void {
  for (const [option, choices] of Object.entries(CHOICES)) {
    const value = options[option as keyof typeof CHOICES];
    if (value === undefined || (choices as readonly string[]).includes(value)) continue;
    throw refused(option, value, `one of ${choices.join(", ")}`);
  }
  const { worstDistance: distance } = options;
  const isNumber = typeof distance === "number" && Number.isFinite(distance) && distance > 0;
  if (distance === undefined || distance === "diagonal" || isNumber) return;
  throw refused("worstDistance", distance, "diagonal, or a finite number of mm above 0, such as 374");
}

export function settlePolicy(options: PolicyOptions): Policy {
  const finiteOnly = options.undefined === "omit";
  return {
    correctEmpty: options.correctEmpty ?? (finiteOnly ? "omit" : "best"),
    worstDistance: options.worstDistance ?? "diagonal",
    missing: options.missing ?? (finiteOnly ? "omit" : "worst"),
    failed: options.failed ?? "withhold",
    undefined: options.undefined ?? "worst",
  };
}

function refused(option: string, value: unknown, expected: string): VoxmatchError {
  return new VoxmatchError("INVALID_OPTION", `Option ${option} is ${value}, but must be ${expected}.`, {
    option,
    value,
  });
}
