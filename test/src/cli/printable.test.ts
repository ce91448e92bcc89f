import { describe, expect, it } from "vitest";
import { onOneLine, printable, printableData } from "../../../src/cli/printable.js";

/** Clears a terminal, sets its title, rings, goes back over the line, and turns the direction of writing around. */
const HOSTILE = "\x1b[2J\x1b]0;title\x07a\rb\x9b31m\x7f\u202ec\u2028";

describe("text for people", () => {
  it("has its control characters written out, and keeps lines and columns", () => {
    expect(printable(`${HOSTILE}\n\td é 患`)).toBe(
      "\\x1b[2J\\x1b]0;title\\x07a\\x0db\\x9b31m\\x7f\\u202ec\\u2028\n\td é 患",
    );
  });

  it("stays on one line where it is a name", () => {
    expect(onOneLine("a\nfailed: b\tc")).toBe("a\\nfailed: b\\tc");
  });

  it("is made of every text in plain data, keys included", () => {
    const data = { "\x1bk": ["\x07", { n: 1, none: null, yes: true }] };
    expect(printableData(data)).toEqual({ "\\x1bk": ["\\x07", { n: 1, none: null, yes: true }] });
  });
});
