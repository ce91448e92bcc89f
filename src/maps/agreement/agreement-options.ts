import type { MapOptions } from "../options/types.js";

/** The options of maps that matter to the agreement of several. */
export const AGREEMENT_OPTIONS = [
  "sign",
  "scale",
  "ignoreGeometry",
  "geometryTolerance",
] as const satisfies readonly (keyof MapOptions)[];

export type AgreementOptions = Pick<MapOptions, (typeof AGREEMENT_OPTIONS)[number]>;

/** Only those options, as far as they are given. */
export function agreementOptions(options: AgreementOptions): AgreementOptions {
  const given = AGREEMENT_OPTIONS.filter((key) => options[key] !== undefined);
  return Object.fromEntries(given.map((key) => [key, options[key]]));
}
