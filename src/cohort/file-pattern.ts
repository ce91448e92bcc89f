import { VoxmatchError } from "../../base/errors.js";
import { ANY_ENDING } from "../io/format-endings.js";
import { isVolumeName } from "./case-names.js";

/** A pattern of file names, ready to be matched. */
export interface FilePattern {
  readonly text: string;
  /** The names in braces, `case` among them, in the order of their first use. */
  readonly names: readonly string[];
  /** The parts of a path that the names in braces stand for; null if the path is none of the pattern. */
  match(path: string): Readonly<Record<string, string>> | null;
}

const PART = /\{(\w+)\}|(\*\*\/?)|(\*)/g;

/**
 * Reads a pattern such as `{case}/{case}-seg.nii.gz`. `{case}` stands for a part of a folder's or file's name, the same one
 * wherever it is repeated; other names in braces become columns; `*` stands for any part of a name, `**` for any folders.
 * The ending may be left out: then those of all formats match.
 * @throws VoxmatchError `INVALID_OPTION` if there is no `{case}` in it
 */
export function parsePattern(text: string, option = "pattern"): FilePattern {
  const plain = text.normalize("NFC").replace(/^\.\//, "");
  const names: string[] = [];
  let source = "";
  let at = 0;
  for (const { 0: whole, 1: name, 2: folders, index } of plain.matchAll(PART)) {
    source += escaped(plain.slice(at, index));
    at = index + whole.length;
    if (name === undefined) source += folders === undefined ? "[^/]*" : "(?:.*/)?";
    else if (names.includes(name)) source += `\\k<${name}>`;
    else {
      names.push(name);
      source += `(?<${name}>[^/]+?)`;
    }
  }
  source += escaped(plain.slice(at));
  if (!names.includes("case")) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `Option ${option} is "${text}", but must say where the case's name is, as in {case}/{case}-seg.nii.gz.`,
      { option, value: text },
    );
  }
  if (!isVolumeName(plain) && !plain.endsWith("*")) source += ANY_ENDING;
  const expression = new RegExp(`^${source}$`, "iu");
  return {
    text,
    names,
    match: (path) => {
      const groups = expression.exec(path.normalize("NFC"))?.groups;
      return groups === undefined ? null : { ...groups };
    },
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
