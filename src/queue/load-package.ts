import { VoxmatchError } from "../../base/errors.js";

/**
 * Loads what only queues need.
 * @param needed all packages that the work needs, for the message
 * @throws VoxmatchError `MISSING_PACKAGE`, which says how to install them
 */
export async function loadPackage<T>(load: () => Promise<T>, needed: readonly string[]): Promise<T> {
  return load().catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ERR_MODULE_NOT_FOUND" && cause.code !== "MODULE_NOT_FOUND") throw cause;
    throw new VoxmatchError(
      "MISSING_PACKAGE",
      `This queue needs the packages ${needed.join(" and ")}, which are not installed. Install them next to voxmatch: ` +
        `npm install ${needed.join(" ")}`,
      { packages: needed },
      { cause },
    );
  });
}
