import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseManifest, readManifest } from "../../../src/runner/manifest.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const folder = temporaryFolder();
const parse = (text: string, name = "cohort.csv") => parseManifest(new TextEncoder().encode(text), name);

describe("a manifest as other programs write it", () => {
  const CASES = [
    { case: "007", model: null, columns: {}, reference: "a", prediction: "b" },
    { case: "008", model: null, columns: {}, reference: "c", prediction: "d" },
  ];

  it.each([
    ["Excel, with its first line", "sep=;\r\ncase;reference;prediction\r\n007;a;b\r\n008;c;d\r\n"],
    ["Excel, with commas", "SEP=,\ncase,reference,prediction\n007,a,b\n008,c,d"],
    ["pandas, with its index", ",case,reference,prediction\n0,007,a,b\n1,008,c,d\n"],
    ["pandas, with the index of an index", "Unnamed: 0,case,reference,prediction\n0,007,a,b\n1,008,c,d\n"],
    ["R's write.csv", '"","case","reference","prediction"\n"1","007","a","b"\n"2","008","c","d"\n'],
    ["R's write.table", '"case"\t"reference"\t"prediction"\n"1"\t"007"\t"a"\t"b"\n"2"\t"008"\t"c"\t"d"\n'],
    ["tabs in a .csv", "case\treference\tprediction\n007\ta\tb\n008\tc\td\n"],
  ])("%s", (_, text) => {
    expect(parse(text)).toEqual(CASES);
  });

  it("takes the delimiter that its first line tells for one where the header has both, and another line for a row", () => {
    const [row] = parse("sep=;\ncase;a,b;reference;prediction\n007;x,y;r;p\n");
    expect(row.columns).toEqual({ "a,b": "x,y" });
    const [second] = parse("case,reference,prediction,note\n007,r,p,sep=;\n");
    expect(second.columns).toEqual({ note: "sep=;" });
    // A column whose name only ends as that of an index does is a column.
    expect(parse("was unnamed: 0,case,reference,prediction\n0,007,r,p\n")[0].columns).toEqual({
      "was unnamed: 0": "0",
    });
  });

  it("keeps a nameless column that does not number the rows a problem", () => {
    expect(() => parse(",case,reference,prediction\n5,007,a,b\n1,008,c,d\n")).toThrow("column 1 has no name");
    expect(() => parse("sep=;\ncase;reference;prediction\n1;a\n")).toThrow("line 3: 2 fields, but the header has 3");
  });

  it.each([
    ["metric_per_case", '"reference_file"', '"prediction_file"'],
    ["results", '"reference"', '"test"'],
  ])("the summary.json of nnU-Net with %s", (key, reference, prediction) => {
    const each = `[{"metrics": {"1": {"Dice": NaN}}, ${reference}: "gt/007.nii.gz", ${prediction}: "NaN/007.nii.gz"}]`;
    const text = `{"mean": {"1": {"Dice": NaN, "IoU": -Infinity}}, "${key}": ${key === "results" ? `{"all": ${each}}` : each}}`;
    expect(parse(text, "summary.json")).toEqual([
      { case: "007", model: null, columns: {}, reference: "gt/007.nii.gz", prediction: "NaN/007.nii.gz" },
    ]);
  });
});

describe("a manifest's notes", () => {
  it.each([
    ["1,a,b\n2,a,c\n", "a is the reference of 1 and of 2."],
    ["1,a,b\n2,c,b\n", "b is the prediction of 1 and of 2."],
    ["1,a,a\n", "a is both reference and prediction of 1."],
    ["1,a,b\n2,b,c\n", "b is the prediction of 1 and the reference of 2."],
  ])("name a file that stands for two: %j", async (rows, note) => {
    const path = join(folder, "shared.csv");
    writeFileSync(path, `case,reference,prediction\n${rows}`);
    expect((await readManifest(path)).notes).toEqual([note]);
  });

  it("say nothing of models that share their references, and say when a column is left out", async () => {
    const path = join(folder, "models.csv");
    writeFileSync(path, "case,reference,prediction,model\n1,a,b,x\n1,a,c,y\n");
    expect((await readManifest(path)).notes).toEqual([]);
    writeFileSync(path, ",case,reference,prediction\n0,1,a,b\n");
    expect((await readManifest(path)).notes).toEqual([
      "The first column numbers the rows, and is left out (in pandas, index=False does not write it).",
    ]);
  });
});
