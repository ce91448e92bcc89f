import { VoxmatchError } from "../../base/errors.js";

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
};

/** Bytes of a size such as 512MB or 2GiB. @throws VoxmatchError `INVALID_OPTION` */
export function parseMemory(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const bytes = Number(number) * (UNITS[unit?.toUpperCase() || "B"] ?? Number.NaN);
  if (bytes >= 1) return Math.floor(bytes);
  throw new VoxmatchError(
    "INVALID_OPTION",
    `Option --memory is "${text}", but must be a size such as 512MB, 2GB or 1GiB.`,
    { option: "memory", value: text },
  );
}
