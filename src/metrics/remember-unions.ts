import type { Measurer, MetricValues } from "./measurer.js";

/** Measures each union of predictions once: strategies and thresholds mostly agree on whom they match. */
export function rememberUnions({ ofUnion }: Pick<Measurer, "ofUnion">): Measurer["ofUnion"] {
  const known = new Map<string, MetricValues>();
  return (keys, g, predictions, intersection) => {
    const name = `${g} ${predictions} ${keys}`;
    const values = known.get(name) ?? ofUnion(keys, g, predictions, intersection);
    known.set(name, values);
    return values;
  };
}
