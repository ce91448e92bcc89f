import { ratio, shown } from "./numbers-text.js";

const DISTANCE = /(^|_)(assd|hd95|hd|masd|centre_distance|center_distance)$/;

/** A value of a metric: ratios with three decimals, so that columns line up. */
export function metricText(key: string, value: number): string {
  return DISTANCE.test(key) ? shown(value) : ratio(value);
}

/** The title of a result key: `sq_assd` is "SQ assd (mm)". */
export function metricName(key: string): string {
  const [head, ...rest] = key.split("_");
  const isDistance = DISTANCE.test(key);
  const name = /^(pq|sq|rq)$/.test(head)
    ? [head.toUpperCase(), ...rest].join(" ")
    : key === "prec"
      ? "precision"
      : key === "rec"
        ? "recall"
        : key.startsWith("global_bin_")
          ? `${key.slice("global_bin_".length)} of the whole foreground`
          : key.replaceAll("_", " ");
  return isDistance ? `${name} (mm)` : name;
}
