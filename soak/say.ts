/** Says what a part did, and ends the soak if it did not hold. */
export function expectTrue(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

export function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

/**
 * Whether memory that was read again and again is flat: its least in the last third is no more than its most in the second plus a
 * slack. The first third warms up.
 */
export function isFlat(readings: readonly number[], slack: number): boolean {
  const third = Math.floor(readings.length / 3);
  const most = Math.max(...readings.slice(third, 2 * third));
  return Math.min(...readings.slice(2 * third)) <= most + slack && (readings.at(-1) ?? 0) <= most + 2 * slack;
}
