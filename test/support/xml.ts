import { expect } from "vitest";

const NAME = "[A-Za-z_][\\w.:-]*";
const TEXT = "(?:[^<&]|&(?:#\\d+|amp|lt|gt|quot|apos);)*";
const TAG = new RegExp(`^<(/?)(${NAME})((?:\\s+${NAME}="${TEXT}")*)\\s*(/?)>`);
const BETWEEN = new RegExp(`^${TEXT}`);

/** As strict as a parser of XML 1.0, for what drawings have: elements, attributes in double quotes, text and numbers of letters. */
export function expectXml(document: string): void {
  expect(document, "characters that XML lacks").not.toMatch(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/,
  );
  const open: string[] = [];
  let rest = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  do {
    const [tag, end, name, attributes, empty] = TAG.exec(rest) ?? [];
    if (tag === undefined) throw new Error(`no tag: ${rest.slice(0, 80)}`);
    const names = Array.from(attributes.matchAll(new RegExp(`(${NAME})="`, "g")), ([, key]) => key);
    expect(new Set(names).size, tag).toBe(names.length);
    if (end === "/") expect(name).toBe(open.pop());
    else if (empty === "") open.push(name);
    rest = rest.slice(tag.length);
    rest = rest.slice(BETWEEN.exec(rest)?.[0].length ?? 0);
  } while (open.length > 0);
  expect(rest.trim()).toBe("");
}
