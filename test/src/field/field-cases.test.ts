import { describe, expect, it } from "vitest";
import type { GroupResult } from "../../../src/results/result-types.js";
import { evaluateField, FIELD_CASES } from "../../support/field.js";
import { refusal } from "../../support/refusal.js";

/** The refusal of each case that must be refused. */
const REFUSALS: Readonly<Record<string, RegExp>> = {
  "control: a probability map (0.73 and 0.01)": /looks like a probability map/,
  "0.4 µm voxels: prediction flipped along x": /affines differ/,
  "0.4 µm voxels: prediction 0.9 µm (2.25 voxels) off": /affines differ: a corner is displaced by 2\.25 voxels along x/,
  "uint64 label 2^40 + 5": /^(?!.*probability).*above 4294967295.*1099511627781.*Relabel/,
  "NaN outside the mask (SPM)": /NaN stands where background should be/,
  "gzipped twice": /is gzip again within gzip/,
  "an HTML page": /is a web page/,
};

/** The note of each case that is read past something. */
const NOTES: Readonly<Record<string, RegExp>> = {
  "uint16 stored 65535, slope 1/65535": /slope16\.nii\.gz: \d+ voxels were no whole numbers .* by at most 2\.33e-10/,
  "float32 1 + one ulp": /fulp\.nii\.gz: \d+ voxels were no whole numbers .* by at most 1\.19e-7/,
  "float64 2.999999999301508 (label 3) on both sides": /r3\.nii\.gz: .* by at most 6\.98e-10/,
  "float64 labels {0,3} that nibabel saved as int16 with its own slope": /nib_i16\.nii\.gz: .* by at most 6\.98e-10/,
  "offset differs by 0.002 mm, a 400th of a voxel": /0\.0025 voxels along x \(0\.002 mm\).*geometryTolerance/,
  "pixdim 1 × 1 × 1, sform steps 0.8 × 0.8 × 2.5": /pdr\.nii\.gz: pixdim\[1\] is 1, the sform's step along x 0\.8/,
  "pixdim[1] negative, sform valid": /ngr2\.nii\.gz: pixdim\[1\] is -0\.8\d*; .* read as 0\.8/,
  "one slice (dim[3] = 1) with pixdim[3] = 0, sform valid":
    /s1r\.nii\.gz: pixdim\[3\] is 0, the sform's step along z 1:/,
  "bitpix 16 for uint8": /bp16\.nii\.gz: bitpix is 16, but datatype 2 \(uint8\) takes 8/,
  "16 zero bytes after the voxels": /tail\.nii\.gz: 16 bytes behind the voxels/,
  "sform code 1 with a zero matrix, valid qform":
    /szr\.nii\.gz: the sform \(sform_code 1; 0, 0.*the qform \(qform_code 1; 0\.8/,
  "preset brats on data whose enhancing tumour is label 4: ET is missed entirely":
    /label 4 \(voxels: 27 of the reference\)[\s\S]*the groups ET \(label 3\)[\s\S]*brats-pre-2023/,
  "uint8 image with 256 grey levels as prediction": /The prediction looks like an image.*24379 components/,
  "codes 0 and 0 against ITK's copy of it":
    /nc\.nii\.gz: the header says nothing of orientation .*qform_code 0, sform_code 0/,
};

const cases = FIELD_CASES.filter(
  ({ want, args }) =>
    !args.some((word) => word.startsWith("run")) && /^(evaluated$|refused$|refused, or|evaluated )/.test(want.outcome),
);

describe("pairs of files from the field", () => {
  it("are all known by name", () => {
    const names = new Set(FIELD_CASES.map(({ name }) => name));
    for (const name of [...Object.keys(REFUSALS), ...Object.keys(NOTES)]) expect(names).toContain(name);
  });

  it.each(cases.filter(({ want }) => want.outcome === "refused"))("refused: $kind: $name", async (each) => {
    const code = each.want.message?.startsWith("GEOMETRY_MISMATCH")
      ? "GEOMETRY_MISMATCH"
      : /HTML|gzip/.test(each.name)
        ? "INVALID_FILE"
        : "INVALID_VOLUME";
    await refusal(() => evaluateField(each.reference, each.prediction, each.args), code, REFUSALS[each.name]);
  });

  it.each(cases.filter(({ want }) => want.outcome !== "refused"))("evaluated: $kind: $name", async (each) => {
    // The recorded ASSD is the mean of the two directed means.
    const words = [...each.args, "--assd", "directed"];
    const { groups, notes } = await evaluateField(each.reference, each.prediction, words);
    const values = (each.want.values ?? each.want.values_2d ?? {}) as Readonly<Record<string, number>>;
    const found = (groups.ungrouped ?? groups.ET) as GroupResult & Readonly<Record<string, number>>;
    for (const [key, value] of Object.entries(values)) expect(found[key], key).toBeCloseTo(value, 6);
    if (typeof each.want.hd95_by_sform === "number") expect(found.sq_hd95).toBeCloseTo(each.want.hd95_by_sform, 6);
    const note = NOTES[each.name];
    if (note !== undefined) expect(notes.join("\n")).toMatch(note);
    else expect(notes.filter((text) => !/same file|no orientation/.test(text))).toEqual([]);
  });
});
