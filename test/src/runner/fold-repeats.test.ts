import { describe, expect, it } from "vitest";
import { parseManifest } from "../../../src/runner/manifest.js";

const parse = (...lines: readonly string[]) => parseManifest(new TextEncoder().encode(lines.join("\n")), "cohort.csv");

describe("the column repeat", () => {
  it("makes one case of rows that differ in their map alone, whatever their order", () => {
    const cases = parse(
      ...[
        "case,model,reference,map,mask,repeat,site",
        "a,x,r,m1,k,1,s",
        "b,x,r2,m3,,1,t",
        "a,x,r,m2,k,2,s",
        "a,y,r,m4,k,1,s",
      ],
    );
    const common = { case: "a", columns: { site: "s" }, reference: "r", mask: "k" };
    const repeats = ["m1", "m2"].map((map, i) => ({ repeat: String(i + 1), map }));
    expect(cases).toEqual([
      { ...common, model: "x", prediction: "m1", map: "m1", repeats },
      { case: "b", columns: { site: "t" }, reference: "r2", model: "x", prediction: "m3", map: "m3" },
      { ...common, model: "y", prediction: "m4", map: "m4" },
    ]);
  });

  it("is carried like any other column where there are no maps", () => {
    const [planned] = parse("case,reference,prediction,repeat", "a,r,p,1");
    expect(planned).toEqual({ case: "a", model: null, columns: { repeat: "1" }, reference: "r", prediction: "p" });
  });

  it("refuses repeats without a name, of one name, of one map, and rows of a case that differ in more", () => {
    const head = "case,reference,map,repeat,site";
    expect(() => parse(head, "a,r,m1,,s")).toThrow("line 2: repeat is empty");
    expect(() => parse(head, "a,r,m1,1,s", "a,r,m2,1,s")).toThrow("line 3: case a, repeat 1, is in line 2 already");
    expect(() => parse(head, "a,r,m1,1,s", "a,r,m1,2,s")).toThrow(
      "line 3: the map is that of line 2, of the same case",
    );
    expect(() => parse(head, "a,r,m1,1,s", "a,r2,m2,2,")).toThrow(
      /line 3: reference is r2, but in line 2, of the same case, r; .*\n.*line 3: site is empty, but in line 2, of the same case, s/,
    );
  });
});
