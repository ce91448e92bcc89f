import { describe, expect, it } from "vitest";
import { isVoxmatchError } from "../../../../base/errors.js";
import type { Volume } from "../../../../base/types.js";
import type { FileOptions } from "../../../../src/io/file-options.js";
import { readVolume } from "../../../../src/io/read-volume.js";
import { expectClose } from "../../../support/expect-close.js";
import {
  type ExpectedVolume,
  expectedVolumes,
  FORMAT_FIXTURES,
  hashOfLabels,
  RUNS_FORMAT_FIXTURES,
} from "../../../support/format-fixtures.js";

/** Files that are refused although another reader has an answer, by what the refusal says. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  "nrrd/pynrrd/BallBinary30x30x30_bz2.nrrd": /encoded as bzip2, which is not read\. Save it with gzip/,
  "nrrd/pynrrd/BallBinary30x30x30_byteskip_minus_five.nhdr": /byteskip is "-5", expected a whole number of at least -1/,
  "nrrd/pynrrd/BallBinary30x30x30_nifti.nhdr": /negative|after the 54000/,
  "nrrd/slicerio/SegmentationOverlapping.seg.nrrd": /holds 2 layers.*"ribs".*"overlapping sphere"/,
  "mha/panimg/nrrd/image10x11x12_unsupported_version.nrrd": /begins with "NRRD1004", expected NRRD0001 to NRRD0005/,
  "mha/panimg/channels/5_1_1_1_invalid.mha": /5 numbers for each voxel/,
  "mha/panimg/image128x256RGB.mhd": /3 numbers for each voxel/,
  "mha/panimg/image128x256x3RGB.mhd": /3 numbers for each voxel/,
  "mha/panimg/image10x11x12x13.mha": /has 4 dimensions/,
  "mha/panimg/image4x4x4x4x4.mha": /has 5 dimensions/,
  "mha/panimg/segments/4D_1_1_1_5_UInt8.mha": /has 4 dimensions/,
  "mha/panimg/image10x10x10.mha": /no whole numbers.*probability map/,
  "mha/panimg/image5x6x7.mhd": /voxels are negative; the lowest.*-10/,
  "mha/panimg/image_min10_max10.mha": /voxels are negative/,
  "mha/panimg/segments/-10_10_Int8.mha": /voxels are negative/,
  "mha/panimg/invalid_utf8.mhd": /no UTF-8 text/,
  "mha/panimg/referring_to_system_file.mhd": /"\/trying\/to\/get\/a\/system\/file\.conf", expected the plain name/,
  "mha/panimg/mhd_window/errors/image3x4-len-0.mhd": /3 numbers for each voxel/,
  "mgz/nibabel/test.mgz": /has 4 dimensions/,
  "mgz/niivue/lh.Yeo2011.mgz": /one for each vertex of a surface, and no volume\. Project them/,
  "npy/neuroglancer/npy_test.float32-le.npy": /no whole numbers/,
  "npy/neuroglancer/npy_test.uint64-be.npy": /above 4294967295/,
  "npy/neuroglancer/npy_test.uint64-le.npy": /above 4294967295/,
  "npy/skimage/diamond-matlab-output.npz": /several arrays of two or three dimensions.*Name one of 000, 001/,
  "tiff/image-js/tile_rgb_deflate.tif": /stores 3 numbers for each voxel, as colours do/,
  "tiff/skimage/multipage_rgb.tif": /stores 3 numbers for each voxel/,
  "tiff/viv/multi-channel.ome.tif": /has 3 channels\. Choose one, from 0 to 2 \(option channel\)/,
  "ome-zarr/viv/blobs_image_v04.ome.zarr": /several|has 3 volumes along its axis c/,
  "ome-zarr/viv/blobs_image_v05.ome.zarr/0": /has 3 volumes along its axis c/,
  "precomputed/neuroglancer/one_channel": /a folder of precomputed/,
  "hdf5/h5wasm/array.h5:/compound": /holds no numbers/,
  "hdf5/h5wasm/array.h5:/nothing": /has no data set "\/nothing"\. Name one of/,
  "png/fast-png/16bitInterlace2x2.png": /holds colours, which are no labels.*--rgb-ids coco/,
  "png/fast-png/squareApng.png": /is an animation \(APNG\)/,
  "png/fast-png/trns_grey_16bit.png": /has transparent colours \(tRNS\)/,
  "png/panopticapi/000000142238.png": /holds colours, which are no labels.*--rgb-ids coco/,
  "dicom-seg/highdicom/seg_image_cr_binary.dcm": /without a position in space/,
  "dicom-seg/highdicom/seg_image_sm_dots.dcm": /without a position in space/,
  "dicom-seg/highdicom/seg_image_sm_dots_tiled_full.dcm": /without a position in space/,
  "dicom-seg/highdicom/seg_image_sm_control_labelmap.dcm": /without a position in space/,
  "dicom-seg/highdicom/seg_image_sm_numbers.dcm": /without a position in space/,
  "dicom-seg/highdicom/seg_image_ct_binary_fractional.dcm":
    /fractions from 0 to 255, and no labels.*fractionalThreshold/,
  "dicom-seg/pydicom/liver_j2k.dcm": /JPEG 2000 or JPEG-LS, which is not read/,
  "nifti-pair/nibabel/analyze.hdr": /ANALYZE 7\.5 header, which says nothing of orientation/,
  "nifti-pair/nibabel/nifti1.hdr":
    /the other \(nifti1\.img or .*is not in the same folder\. Put the two into one folder/,
};

/** Files that several tests would refuse alike, by their paths and by what the refusals say. */
const REFUSED_ALIKE: readonly (readonly [paths: RegExp, message: RegExp])[] = [
  [/^mha\/.*\/image(?:3x4|128x256x4RGB).*\.mhd$/, /3 numbers for each voxel/],
  [/^mha\/.*\/image10x10x10.*\.mhd$/, /no whole numbers/],
  [/^mha\/.*\/(?:image10x11x12x13|4D_1_1_1_5).*\.mh[ad]$/, /has 4 dimensions/],
  [/^mha\/.*\/image5x6x7.*\.mhd$/, /voxels are negative/],
  [/^dicom-seg\/.*true_fractional\.dcm$/, /fractions from 0 to 255, and no labels/],
  [/^dicom-seg\/.*palette_color\.dcm$/, /without a position in space/],
  [/^ome-zarr\/ngio\/test_image_czyx\.zarr\/[01]$/, /has 4 dimensions/],
  [/^ome-zarr\/viv\/blobs_image_v04\.ome\.zarr\/0$/, /no whole numbers/],
];

/** Arrays of one dimension, whose hash the other reader does not give: 1, 2, 3, 4. */
const OF_ONE_DIMENSION = /^zarr\/zarrita-v2\/1d\.contiguous\.(?:blosc|lz4|zstd)\.i2$/;

/** Files of kinds that are read, in the order of their tests. */
const READ = /^(nrrd|mha|nifti-pair|npy|mgz|zarr|ome-zarr|tiff|dicom-seg|png)\//;

describe.runIf(RUNS_FORMAT_FIXTURES)("files of other projects", () => {
  const expected = Object.entries(expectedVolumes()).filter(([path]) => READ.test(path));
  const readable = expected.filter(([path, { sha256_u32_x_fastest }]) => sha256_u32_x_fastest && !(path in REFUSED));

  it.each(readable)("reads %s as an independent reader does", async (path, { sha256_u32_x_fastest, ...rest }) => {
    expectVolume(await read(path), { sha256_u32_x_fastest, ...rest });
  });

  it.each(Object.entries(REFUSED))("refuses %s, and says why", async (path, message) => {
    await expect(read(path)).rejects.toSatisfy(isVoxmatchError);
    await expect(read(path)).rejects.toThrow(message);
  });

  const others = expected.filter(([path]) => !(path in REFUSED) && !readable.some(([known]) => known === path));
  const alike = others.flatMap(([path]) =>
    REFUSED_ALIKE.filter(([paths]) => paths.test(path)).map(([, message]) => [path, message] as const),
  );

  it.each(alike)("refuses %s by a reason that others share", async (path, message) => {
    await expect(read(path)).rejects.toThrow(message);
  });

  it("leaves no file without a test", async () => {
    const refused = new Set(alike.map(([path]) => path));
    const hasTest = new Set(["tiff/image-js/grey8-lzw.tif", ...refused]);
    const untested = others.filter(([path, { arrays }]) => arrays === undefined && !hasTest.has(path));
    expect(untested).toHaveLength(3);
    for (const [path] of untested) {
      expect(path).toMatch(OF_ONE_DIMENSION);
      expect(hashOfLabels(await read(path))).toBe("cf97adeedb59e05bfd73a2b4c2a8885708c4f4f70c84c64b27120e72ab733b72");
    }
  });

  it("reads a Zarr in a stored ZIP archive", async () => {
    const volume = await read("ome-zarr/neuroglancer/simple_0.5.zip", { member: "scale0/image" });
    const { sha256_u32_x_fastest } = expectedVolumes()["ome-zarr/neuroglancer/simple_0.5/scale0/image"];
    expect(hashOfLabels(volume)).toBe(sha256_u32_x_fastest);
  });

  const archives = Object.entries(expectedVolumes()).flatMap(([path, { arrays = {}, datasets = {} }]) =>
    Object.entries({ ...arrays, ...datasets })
      .filter(([, { sha256_u32_x_fastest }]) => sha256_u32_x_fastest)
      .map(([name, array]) => [`${path}:${name}`, array] as const),
  );
  it.each(archives)("reads %s", async (path, array) => expectVolume(await read(path), array));

  it("reads ids of COCO's panoptic format", async () => {
    const path = "png/panopticapi/000000142238.png";
    expectVolume(await read(path, { rgbIds: "coco" }), expectedVolumes()[path]);
  });

  it("reads fractions by a threshold, and single segments", async () => {
    const path = "dicom-seg/highdicom/seg_image_ct_binary_fractional.dcm";
    const binary = "dicom-seg/highdicom/seg_image_ct_binary.dcm";
    const whole = await read(path, { fractionalThreshold: 0.5 });
    expectVolume(whole, expectedVolumes()[binary]);
    expect(hashOfLabels(await read(binary, { segment: "first segment" }))).toBe(hashOfLabels(whole));
  });

  it("reads LZW as ITK does, which the other reader of these fixtures cannot", async () => {
    const path = "tiff/image-js/grey8-lzw.tif";
    const { itk } = expectedVolumes()[path];
    expect(itk?.sha256_u32_x_fastest).toMatch(/^8f01cabf/);
    expect(hashOfLabels(await read(path))).toBe(itk?.sha256_u32_x_fastest);
  });

  it("reads each layer of overlapping segments", async () => {
    const path = "nrrd/slicerio/SegmentationOverlapping.seg.nrrd";
    const { layers = [], affine_ras } = expectedVolumes()[path];
    expect(layers).toHaveLength(2);
    for (const [layer, of] of layers.entries()) expectVolume(await read(path, { layer }), { ...of, affine_ras });
  });
});

function read(path: string, options: FileOptions = {}): Promise<Volume> {
  return readVolume(`${FORMAT_FIXTURES}/${path}`, options);
}

function expectVolume(volume: Volume, expected: ExpectedVolume): void {
  expect(hashOfLabels(volume)).toBe(expected.sha256_u32_x_fastest);
  expect(volume.shape).toEqual(expected.shape);
  for (const [axis, length] of (expected.spacing ?? []).entries()) expectClose(volume.spacing[axis], length, "spacing");
  for (const [i, entry] of (expected.affine_ras ?? []).flat().entries())
    expectClose(volume.affine?.[i], entry, "affine");
}
