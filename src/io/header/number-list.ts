import { VoxmatchError } from "../../../base/errors.js";

/** The field that a text stands in. */
export interface Field {
  readonly label: string;
  readonly name: string;
}

/** Numbers that are separated by spaces or commas. @throws VoxmatchError `INVALID_FILE` for anything else */
export function numbersIn(text: string, field: Field, count?: number): readonly number[] {
  const words = text.trim().split(/[\s,]+/);
  const numbers = words.map((word) => (/^nan$/i.test(word) ? Number.NaN : Number(word)));
  const isWrong = words.some((word, i) => word === "" || (Number.isNaN(numbers[i]) && !/^nan$/i.test(word)));
  if (!isWrong && (count === undefined || numbers.length === count)) return numbers;
  throw invalidField(field, text, `${count ?? "one or more"} numbers`);
}

/** The refusal of a field that holds something else than is expected. */
export function invalidField({ label, name }: Field, found: string, expected: string): VoxmatchError {
  const shown = found.length > 80 ? `${found.slice(0, 80)}…` : found;
  return new VoxmatchError(
    "INVALID_FILE",
    `${label}: the header's ${name} is "${shown}", expected ${expected}. The file is damaged: copy or write it again.`,
    { source: label, field: name, found: shown },
  );
}
