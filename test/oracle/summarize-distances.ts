/** Sum from the first to the last, the largest, how many are at most the limit, how many are 0. */
export function summarizeSlowly(values: readonly number[], limit: number) {
  let sum = 0;
  for (const value of values) sum += value;
  return {
    count: values.length,
    sum,
    largest: Math.max(0, ...values),
    within: values.filter((value) => value <= limit).length,
    zeros: values.filter((value) => value === 0).length,
  };
}
