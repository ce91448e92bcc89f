/** The label of a stored number and its rounding, or why it is none. */
export type Decoded =
  | { readonly label: number; readonly off: number }
  | { readonly refused: "fraction" | "negative" | "too large" | "not a number" };

/** The rule for one number, by the words of the definition. */
export function decodeLabel(value: number, roundLabels = false, negativeLabel: number | null = null): Decoded {
  if (Number.isNaN(value)) return { refused: "not a number" };
  if (value === Number.POSITIVE_INFINITY) return { refused: "too large" };
  if (value === Number.NEGATIVE_INFINITY) return { refused: "negative" };
  const below = Math.floor(value);
  // To the nearest; halves go to the even one.
  const rest = value - below;
  const n = rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
  const off = Math.abs(value - n);
  if (!roundLabels && off > Math.min(0.01, Math.max(1e-5, Math.abs(n) * 2 ** -21))) return { refused: "fraction" };
  if (negativeLabel !== null && n === negativeLabel) return { label: 2 ** 32 + n, off };
  if (n < 0) return { refused: "negative" };
  if (n >= 2 ** 32 || (negativeLabel !== null && n === 2 ** 32 + negativeLabel)) return { refused: "too large" };
  return { label: n + 0, off };
}
