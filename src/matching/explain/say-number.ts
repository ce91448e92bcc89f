/** A number to three digits, and to as many more as it takes to tell it from others that it is compared with. */
export function sayNumber(value: number, ...others: readonly number[]): string {
  const differing = others.filter((other) => other !== value);
  for (let digits = 3; digits < 17; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (differing.every((other) => rounded !== Number(other.toPrecision(digits)))) return String(rounded);
  }
  return String(value);
}
