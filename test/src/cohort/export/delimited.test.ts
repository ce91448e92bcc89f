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

  it.each([
    ['=HYPERLINK("x")', `'=HYPERLINK("x")`],
    ["+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"],
    ["-2+3", "'-2+3"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", "'\r=1"],
    // Numbers are no formulas, and must stay numbers.
    ["-1.5", "-1.5"],
    ["-1e-7", "-1e-7"],
    ["-Infinity", "-Infinity"],
    ["a=1", "a=1"],
  ])("guards %j against spreadsheets as %j, if asked to", (cell, guarded) => {
    expect(delimited([["first", cell]], ",", true)).toBe(delimited([["first", guarded]], ","));
    expect(delimited([["first", cell]], ",")).toBe(delimited([["first", cell]], ",", false));
  });
});
