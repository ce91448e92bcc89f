import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseManifest, readManifest } from "../../../src/runner/manifest.js";
import { refusal as refusalOf } from "../../support/refusal.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const parse = (text: string, name = "cohort.csv") => parseManifest(bytes(text), name);

function refusal(text: string | Uint8Array, name = "cohort.csv"): string {
  try {
    parseManifest(typeof text === "string" ? bytes(text) : text, name);
  } catch (error) {
    expect(error).toMatchObject({ name: "VoxmatchError", code: "INVALID_FILE", details: { file: name } });
    return (error as Error).message;
  }
  throw new Error("The manifest was taken.");
}

const expected = [
  {
    case: "007",
    model: "ours",
    columns: { site: "0012", note: 'a, "b"' },
    reference: "ref/a.nii.gz",
    prediction: "pred/a.nii.gz",
  },
  { case: "1e3", model: "theirs", columns: { site: "", note: "" }, reference: "b", prediction: "c" },
];

describe("a manifest", () => {
  it("is CSV, with byte order mark, Windows line ends, quotes, spaces and empty lines", () => {
    const text =
      '\ufeffcase, reference,prediction,model,site,note\r\n007,ref/a.nii.gz,pred/a.nii.gz, ours ,0012,"a, ""b"""\r\n' +
      "\r\n,,,,,\r\n1e3,b,c,theirs,,";
    expect(parse(text)).toEqual(expected);
  });

  it("is CSV with semicolons, as spreadsheets write it where commas are decimal", () => {
    const text =
      'case;reference;prediction;model;site;note\n007;ref/a.nii.gz;pred/a.nii.gz;ours;0012;"a, ""b"""\n1e3;b;c;theirs;;\n';
    expect(parse(text)).toEqual(expected);
  });

  it("is TSV, in which a quotation mark within a value is one", () => {
    const text =
      'note\tcase\treference\tprediction\tmodel\tsite\na, "b"\t007\tref/a.nii.gz\tpred/a.nii.gz\tours\t0012\n\t1e3\tb\tc\ttheirs\t\n';
    const [first, second] = parse(text, "cohort.TSV");
    expect([first, second]).toEqual(expected);
    expect(Object.keys(first.columns)).toEqual(["note", "site"]);
  });

  it("is JSONL, whose lines may leave further columns out or hold numbers in them", () => {
    const text =
      '{"case": "007", "reference": "ref/a.nii.gz", "prediction": "pred/a.nii.gz", "model": "ours", "site": "0012", "note": "a, \\"b\\""}\n\n' +
      '{"case": "1e3", "reference": "b", "prediction": "c", "model": "theirs", "site": null}\n';
    expect(parse(text, "cohort.jsonl")).toEqual(expected);
    const [planned] = parse('{"case": "1", "reference": "a", "prediction": "b", "age": 63, "male": true}', "c.ndjson");
    expect(planned.columns).toEqual({ age: "63", male: "true" });
  });

  it("is split at what its ending says, though its header has another delimiter, too", () => {
    const [planned] = parse("case,reference,prediction,a;b\n1;2,r,p,x\n");
    expect(planned).toMatchObject({ case: "1;2", columns: { "a;b": "x" } });
    expect(parse("case\treference\tprediction\ta,b;c\n1,2\tr\tp\tx\n", "a.tsv")[0].columns).toEqual({ "a,b;c": "x" });
  });

  it("has no model where none is named", () => {
    expect(parse("case,reference,prediction\n1,a,b\n")).toEqual([
      { case: "1", model: null, columns: {}, reference: "a", prediction: "b" },
    ]);
  });

  it("may have one case for each of several models", () => {
    expect(parse("case,reference,prediction,model\n1,a,b,x\n1,a,c,y\n")).toHaveLength(2);
  });
});

describe("a manifest with maps", () => {
  it("has the map stand for a prediction that is not named, and leaves out empty cells", () => {
    const text = "case,reference,map,mask,atlas,site\n1,r,m,k,t,A\n2,r2,m2,,,\n";
    expect(parse(text)).toEqual([
      {
        case: "1",
        model: null,
        columns: { site: "A" },
        reference: "r",
        prediction: "m",
        map: "m",
        mask: "k",
        atlas: "t",
      },
      { case: "2", model: null, columns: { site: "" }, reference: "r2", prediction: "m2", map: "m2" },
    ]);
    expect(parse("case,reference,prediction,map\n1,r,p,m\n")[0]).toMatchObject({ prediction: "p", map: "m" });
  });

  it("carries a mask or an atlas through like any column where there is no map", () => {
    expect(parse("case,reference,prediction,mask\n1,r,p,m\n")[0].columns).toEqual({ mask: "m" });
  });

  it("is refused where neither prediction nor map is named, or the map is empty", () => {
    expect(refusal("case,reference,mask\n1,r,m\n")).toContain("line 1: there is no column prediction");
    expect(refusal("case,reference,map\n1,r,\n")).toBe("cohort.csv has a problem:\n  line 2: map is empty");
  });
});

describe("a manifest's file", () => {
  const root = temporaryFolder();
  const notesOf = async (...lines: readonly string[]) => {
    const path = join(root, "cohort.csv");
    writeFileSync(path, `${lines.join("\n")}\n`);
    return (await readManifest(path)).notes;
  };

  it("is refused if it is not there, or a folder", async () => {
    const none = join(root, "none.csv");
    await refusalOf(() => readManifest(none), "FILE_ACCESS", `${none} cannot be read: there is no such file.`);
    mkdirSync(join(root, "folder.csv"));
    const error = await refusalOf(
      () => readManifest(join(root, "folder.csv")),
      "FILE_ACCESS",
      /folder\.csv cannot be read: it is a folder\.$/,
    );
    expect(error.details).toEqual({ path: join(root, "folder.csv") });
  });

  it("may name a file twice, which is noted; models share their references", async () => {
    const head = "case,reference,prediction,model";
    expect(await notesOf(head, "1,a,p,x", "1,a,q,y", "2,b,s,x")).toEqual([]);
    expect(await notesOf(head, "1,a,p,x", "1,a,p,y", "2,a,q,x", "3,c,c,x")).toEqual([
      "p is the prediction of 1 (x) and of 1 (y).",
      "a is the reference of 1 and of 2.",
      "c is both reference and prediction of 3 (x).",
    ]);
    expect(await notesOf("case,reference,prediction", "1,a,p", "2,b,p")).toEqual([
      "p is the prediction of 1 and of 2.",
    ]);
    expect(await notesOf("case,reference,prediction", "1,a,b", "2,b,a")).toEqual([
      "b is the prediction of 1 and the reference of 2.",
    ]);
  });

  it("names twenty of the files that are there twice, and the number of the others", async () => {
    const rows = Array.from({ length: 24 }, (_, i) => `${i},r${i},p`);
    const notes = await notesOf("case,reference,prediction", ...rows);
    expect(notes).toHaveLength(21);
    expect(notes[19]).toBe("p is the prediction of 0 and of 20.");
    expect(notes[20]).toBe("Of 3 more files the same is true.");
    expect(await notesOf("case,reference,prediction", ...rows.slice(0, 21))).toHaveLength(20);
  });
});

describe("a manifest is refused", () => {
  it("with all that is wrong with it at once, by lines", () => {
    const text = "case,reference,prediction,model\n1,a,b,x\n2,,b,x\n1,a,c,x\n3,a\n\n4,a,b,\n4,a,b,y,z\n";
    expect(refusal(text)).toBe(
      [
        "cohort.csv has 5 problems:",
        "  line 3: reference is empty",
        "  line 4: case 1 of model x is in line 2 already",
        "  line 5: 2 fields, but the header has 4",
        "  line 7: model is empty",
        "  line 8: 5 fields, but the header has 4",
      ].join("\n"),
    );
  });

  it("without its columns, saying which one may be meant", () => {
    expect(refusal("case,referense,pred\n1,a,b\n")).toBe(
      "cohort.csv has 2 problems:\n" +
        "  line 1: there is no column reference, only case, referense, pred. Is it the one called referense?\n" +
        "  line 1: there is no column prediction, only case, referense, pred.",
    );
  });

  it.each([
    ["", "there is no column case, only nothing"],
    ["case,reference,prediction\n", "there are no cases"],
    ["case,reference,prediction,site,site\n1,a,b,c,d\n", "there are two columns called site"],
    ["case,reference,prediction,\n1,a,b,c\n", "column 4 has no name"],
    ['case,reference,prediction\n1,a,"b\n2,a,b\n', "a quotation mark is never closed"],
    ['case,reference,prediction\n1,a,b\n2,a,"b"c\n', "line 3: Invalid Closing Quote"],
  ])("if it is %j", (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it.each([
    ['{"case": 7, "reference": "a", "prediction": "b"}', "line 1: case is 7, expected a text in quotation marks"],
    ['{"case": "7", "reference": "a", "prediction": "b", "x": [1]}', "line 1: x is [1], expected a text"],
    ['{"case": "7", "reference": "a", "prediction": "b"}\n{"case"', "line 2: this is no JSON object"],
    ["[1]", "line 1: this is no JSON object"],
    ['"text"', "line 1: this is no JSON object"],
    ["null", "line 1: this is no JSON object"],
  ])("if it is %s", (text, message) => {
    expect(refusal(text, "cohort.jsonl")).toContain(message);
  });

  it("if its name does not tell the format, or it is no UTF-8", () => {
    expect(refusal("", "cohort.xlsx")).toContain("the name of a manifest ends in .csv, .tsv, .jsonl, .ndjson");
    expect(refusal("", "cohort.json")).toContain("did you mean .jsonl?");
    expect(refusal(Uint8Array.of(0xff, 0xfe, 0x63, 0), "cohort.csv")).toContain("it is not UTF-8 text");
  });

  it("with only the first twenty of very many problems, and their number", () => {
    const message = refusal(`case,reference,prediction\n${"1\n".repeat(50)}`);
    expect(message.split("\n")).toHaveLength(22);
    expect(message).toMatch(/has 50 problems:[\s\S]*and 30 more$/);
    expect(refusal(`case,reference,prediction\n${"1\n".repeat(20)}`)).toMatch(
      /has 20 problems:(\n {2}line \d+: .*){20}$/,
    );
  });
});
