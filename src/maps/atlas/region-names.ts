import { VoxmatchError } from "../../../base/errors.js";
import type { NamedLabel } from "./named-label.js";
import { parseDelimited } from "./names-delimited.js";
import { parseFslXml } from "./names-fsl.js";
import { parseFreeSurfer, parseItkSnap } from "./names-lists.js";

/** The names of an atlas's labels. */
export type RegionNames = ReadonlyMap<number, NamedLabel>;

interface NameFormat {
  readonly name: string;
  /** The names of a text of this format; null for a text of another format. */
  readonly parse: (text: string) => readonly NamedLabel[] | null;
}

/** The formats of names, told by content: the first that understands a text reads it. */
const FORMATS: readonly NameFormat[] = [
  { name: "FSL XML", parse: parseFslXml },
  { name: "an ITK-SNAP label description", parse: parseItkSnap },
  { name: "a FreeSurfer or Slicer colour table", parse: parseFreeSurfer },
  { name: "TSV or CSV with the columns index and name", parse: parseDelimited },
];

/**
 * Reads names of regions: FSL XML, FreeSurfer and Slicer colour tables, ITK-SNAP label descriptions, TSV and CSV (BIDS dseg).
 * @param source how messages name the file
 * @throws VoxmatchError `INVALID_FILE` for no known format, a label that is no whole number, or a label with two names
 */
export function parseRegionNames(text: string, source = "The file of names"): RegionNames {
  const plain = text.replace(/^\uFEFF/, "");
  for (const { parse } of FORMATS) {
    const rows = parse(plain);
    if (rows !== null) return collect(rows, source);
  }
  throw new VoxmatchError(
    "INVALID_FILE",
    `${source} is of no known format for names of regions, which are ${FORMATS.map(({ name }) => name).join("; ")}.`,
    { source },
  );
}

function collect(rows: readonly NamedLabel[], source: string): RegionNames {
  const names = new Map<number, NamedLabel>();
  for (const row of rows) {
    if (!Number.isInteger(row.label) || row.label < 0 || row.label > 0xffff_ffff) {
      throw new VoxmatchError(
        "INVALID_FILE",
        `${source}, line ${row.line}: the label of "${row.name}" is not a whole number from 0 to 4294967295.`,
        { source, line: row.line },
      );
    }
    const known = names.get(row.label);
    if (known !== undefined && known.name !== row.name) {
      throw new VoxmatchError(
        "INVALID_FILE",
        `${source} names label ${row.label} twice: "${known.name}" in line ${known.line}, "${row.name}" in line ${row.line}. ` +
          "Remove one of them.",
        { source, label: row.label, lines: [known.line, row.line] },
      );
    }
    if (known === undefined) names.set(row.label, row);
  }
  return names;
}
