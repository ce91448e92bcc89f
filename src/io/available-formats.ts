import { isVoxmatchError } from "../../base/errors.js";
import { FORMATS } from "./formats.js";
import { loadPackage } from "./packages.js";
import type { VolumeFormat } from "./voxel-source.js";

/** A format, and why it cannot be read here; null if it can. */
export interface FormatAvailability extends Pick<VolumeFormat, "name" | "endings" | "summary"> {
  readonly missing: string | null;
}

/** All formats, with those that need a package which is not installed. */
export async function availableFormats(): Promise<readonly FormatAvailability[]> {
  return Promise.all(
    FORMATS.map(async ({ name, endings, summary, needs }) => {
      const missing =
        needs === undefined
          ? null
          : await loadPackage(needs, name).then(
              () => null,
              (error) => (isVoxmatchError(error) ? `npm install ${needs}` : String(error)),
            );
      return { name, endings, summary, missing };
    }),
  );
}
