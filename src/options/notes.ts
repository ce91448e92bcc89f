import { VoxmatchError } from "../../base/errors.js";

/** @throws VoxmatchError `INVALID_OPTION` if the remarks are no list of texts */
export function resolveNotes(option: unknown): readonly string[] {
  if (option === undefined || option === null) return [];
  if (Array.isArray(option) && option.every((note) => typeof note === "string")) return option;
  throw new VoxmatchError(
    "INVALID_OPTION",
    'Option notes must be a list of texts such as ["Protocol 3 of the study"].',
    {
      option: "notes",
      value: option,
    },
  );
}
