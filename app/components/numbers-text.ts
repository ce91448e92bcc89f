/** How numbers are written: no more digits than they deserve. */

/** Made once: `toLocaleString` makes one for each number, which took a tenth of a redraw. */
const THOUSANDS = new Intl.NumberFormat("en");

/** A ratio or a length to four digits; a dash where there is none. */
export function shown(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Number.isInteger(value) && Math.abs(value) >= 1000) return count(value);
  return String(Number(value.toPrecision(digits))).replace("-", "−");
}

/** A ratio with three decimals, so that columns line up. */
export function ratio(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return value.toFixed(3).replace("-", "−");
}

/** A whole number with its thousands apart. */
export function count(value: number): string {
  return THOUSANDS.format(value).replaceAll(",", "\u2009");
}

/** A volume or an area with as many decimals as its size deserves. */
export function volume(value: number): string {
  if (Number.isNaN(value)) return "–";
  return value >= 1000 ? count(Math.round(value)) : String(Number(value.toPrecision(4)));
}
