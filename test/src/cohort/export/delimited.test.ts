import { describe, expect, it } from "vitest";
import { delimited } from "../../../../src/cohort/export/delimited.js";

describe("delimited text", () => {
  it.each([
    ["plain", "plain"],
    ["", ""],
    ["a b", "a b"],
    ["a,b", '"a,b"'],
    ['say "a"', '"say ""a"""'],
    ["a\nb", '"a\nb"'],
    ["a\r\nb", '"a\r\nb"'],
    // Readers that end lines as old Macs did would cut the row here.
    ["a\rb", '"a\rb"'],
    ["a\r", '"a\r"'],
    // The other delimiter is text like any other.
    ["a\tb", "a\tb"],
  ])("with commas writes %j as %j", (cell, text) => {
    expect(delimited([["first", cell, "last"]], ",")).toBe(`first,${text},last\n`);
  });

  it.each([
    ["a\tb", '"a\tb"'],
    ["a,b", "a,b"],
    ["a\rb", '"a\rb"'],
  ])("with tabs writes %j as %j", (cell, text) => {
    expect(delimited([[cell], ["next"]], "\t")).toBe(`${text}\nnext\n`);
  });
});
