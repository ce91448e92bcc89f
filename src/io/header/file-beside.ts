import { VoxmatchError } from "../../../base/errors.js";

/**
 * The name of the file that a header refers to, which must lie beside it: names in files never become paths.
 * @throws VoxmatchError `INVALID_FILE` for a path, a list or a pattern of files
 */
export function fileBeside(text: string, label: string, field: string): string {
  const name = text.trim();
  const refused = (why: string) =>
    new VoxmatchError("INVALID_FILE", `${label}: ${field} is "${name}", ${why}.`, {
      source: label,
      field,
      found: name,
    });
  if (/^list\b/i.test(name) || /%\d*d/.test(name)) {
    throw refused("one file for each slice, which is not read: save the volume as a single file");
  }
  if (name === "" || name === "." || name === ".." || /[/\\\0]/.test(name)) {
    throw refused("expected the plain name of a file in the same folder: move it there and correct the header");
  }
  return name;
}
