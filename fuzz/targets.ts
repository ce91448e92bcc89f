/** Fuzz targets: each makes an input from a seed, runs the package on it and reports what is wrong. */
import { gunzipSync, gzipSync } from "node:zlib";
import { isVoxmatchError } from "../base/errors.js";
import type { DataType, Volume } from "../base/types.js";
import { BadMessage, parseRequest } from "../src/cli/serve/message.js";
import { parseRegionNames } from "../src/maps/atlas/region-names.js";
import { parseConfig } from "../src/options/config/parse-config.js";
import { decodeJob } from "../src/queue/case-job.js";
import { resultOf } from "../src/queue/job-result.js";
import { parseManifest } from "../src/runner/manifest.js";
import { segFile } from "../test/support/dicom-files.js";
import { metaImageFile, mghFile, npyFile, nrrdFile, testVoxels, zipFile } from "../test/support/format-files.js";
import { DATA_TYPES, niftiFile, voxelsOf } from "../test/support/nifti.js";
import { pngFile } from "../test/support/png-files.js";
import { tiffFile } from "../test/support/tiff-files.js";
import { damaged, pick, type Random } from "./mutate.js";
import { read } from "./read.js";
import { hdf5, pair, zarr } from "./several-files.js";

/** Runs one input; throws where it finds a fault. */
export type Target = (random: Random) => Promise<void>;

/** Voxels of any type. */
function voxels(random: Random, types: readonly DataType[] = DATA_TYPES) {
  return testVoxels(pick(random, types), random() < 0.7);
}

function file(name: string, make: (random: Random) => Uint8Array, headerBytes: number): Target {
  return async (random) => void (await read(damaged(make(random), random, headerBytes), { name }));
}

function nifti(random: Random): Uint8Array {
  const { shape, ...rest } = voxels(random);
  const sform = random() < 0.5 ? { sform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] } : {};
  return niftiFile({ ...rest, ...sform, shape, version: pick(random, [1, 2] as const), spacing: [1, 2, 3] });
}

/** A damaged stream of gzip that is read is the volume that zlib inflates. (Bytes behind the stream are refused, which zlib ignores.) */
async function gzip(random: Random): Promise<void> {
  const packed = gzipSync(nifti(random), { level: pick(random, [0, 1, 6, 9]), strategy: pick(random, [0, 2, 3, 4]) });
  const bytes = damaged(packed, random, packed.length);
  const ours = await read(bytes, { name: "a.nii.gz" });
  if (ours === null || !isGzip(bytes)) return;
  // An error of zlib is a finding, as the package read the file.
  const theirs = await read(gunzipSync(bytes, { maxOutputLength: 2 ** 24 }), { name: "a.nii" });
  const voxelsIn = (volume: Volume | null) => JSON.stringify(volume && [volume.shape, voxelsOf(volume)]);
  if (voxelsIn(ours) !== voxelsIn(theirs)) throw new Error("The volume is not the one that zlib inflates.");
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Texts: an error of the package, or a value. */
function text(seeds: readonly string[], parse: (bytes: Uint8Array) => unknown): Target {
  return async (random) => {
    const seed = Buffer.from(pick(random, seeds));
    try {
      await parse(damaged(seed, random, seed.length));
    } catch (error) {
      const isRefusal = (isVoxmatchError(error) && error.code !== "INTERNAL") || error instanceof BadMessage;
      if (!isRefusal) throw error;
    }
  };
}

/** Names of regions in each of their formats. */
const NAMES: readonly string[] = [
  '<?xml version="1.0"?><!DOCTYPE atlas [<!ENTITY a "exp"><!ENTITY b "&a;anded"><!ENTITY f SYSTEM "file:///etc/passwd">]>\n' +
    '<atlas><header><type>Probabilistic</type></header><data>\n<label index="0" x="2">A &amp; B &#x41;</label>\n' +
    '<label index="1">&b;&f;</label></data></atlas>',
  '# label file\n1 255 0 0 1 1 1 "left"\n2 0 255 0 1 1 1 "two words"\n',
  "#No. Label Name: R G B A\n0 Unknown 0 0 0 0\n10 Left-Thalamus 0 118 14 0\n",
  "index\tname\tabbreviation\n1\tleft\tL\n2\tright\tR\n",
  'id,name\r\n1,"a, ""b"""\r\n2,c\r\n',
];

/** Names that a text holds: none longer than the text, and no entity that it declares expanded. */
function regionNames(bytes: Uint8Array): void {
  const content = new TextDecoder().decode(bytes);
  const names = [...parseRegionNames(content).values()].map(({ name }) => name);
  const length = names.reduce((sum, name) => sum + name.length, 0);
  if (length > content.length) throw new Error(`Names of ${length} characters from ${content.length}.`);
  const isExpanded = names.some((name) => name.includes("expanded") || name.includes("root:"));
  if (isExpanded && !content.includes("expanded")) throw new Error("An entity of the document was expanded.");
}

const SMALL_TYPES: readonly DataType[] = ["uint8", "uint16", "uint32", "float32"];

export const TARGETS: Readonly<Record<string, Target>> = {
  nifti: file("a.nii", nifti, 540),
  gzip,
  nrrd: file(
    "a.nrrd",
    (random) => nrrdFile(voxels(random), { encoding: pick(random, ["raw", "gzip", "ascii"] as const) }),
    256,
  ),
  metaimage: file("a.mha", (random) => metaImageFile(voxels(random), { isPacked: random() < 0.5 }), 256),
  npy: file("a.npy", (random) => npyFile(voxels(random), { version: pick(random, [1, 2, 3] as const) }), 128),
  npz: file(
    "a.npz",
    (random) => zipFile({ "a.npy": npyFile(voxels(random)) }, { isDeflated: random() < 0.5, is64: random() < 0.3 }),
    4096,
  ),
  mgh: file(
    "a.mgh",
    (random) => {
      const { shape, values, dataType } = testVoxels(pick(random, ["uint8", "int16", "int32", "float32"] as const));
      const types = { uint8: "uint8", int16: "int16", int32: "int32", float32: "float32" } as const;
      return mghFile({ shape, values, dataType: types[dataType as keyof typeof types] }, { isPacked: random() < 0.3 });
    },
    284,
  ),
  tiff: file("a.tif", (random) => tiffFile(voxels(random, SMALL_TYPES), { isBig: random() < 0.3 }), 4096),
  png: file(
    "a.png",
    (random) =>
      pngFile({
        width: 5,
        height: 4,
        depth: pick(random, [8, 16] as const),
        values: testVoxels("uint8").values.slice(0, 20),
      }),
    4096,
  ),
  dicom: file(
    "a.dcm",
    (random) =>
      segFile({
        rows: 4,
        columns: 4,
        kind: pick(random, ["BINARY", "LABELMAP"] as const),
        segments: [[1, "lesion"]],
        frames: [0, 1].map((z) => ({
          segment: 1,
          position: [0, 0, z],
          pixels: Array.from({ length: 16 }, (_, i) => (i + z) % 2),
        })),
        sliceSpacing: 1,
      }),
    4096,
  ),
  zarr,
  hdf5,
  pair,
  manifest: text(
    [
      "case,reference,prediction\na,r.nii,p.nii\nb,r2.nii,p2.nii\n",
      "case;reference;prediction;site\n1;r;p;A\n",
      '"case","reference","prediction"\n"a ""b""","r","p"\n',
    ],
    (bytes) => parseManifest(bytes, "a.csv"),
  ),
  jsonl: text(
    ['{"case":"a","reference":"r","prediction":"p","age":7}\n{"case":"b","reference":"r","prediction":"q"}\n'],
    (bytes) => parseManifest(bytes, "a.jsonl"),
  ),
  config: text(
    [
      "input: semantic\nthreshold: 0.25\ngroups:\n  lesion: [1, 2]\n  organ: { labels: [3], single: true }\nmetrics: [iou, dsc]\n",
      '{"strategy": "union", "nsdTolerance": 2, "volumeBins": [0, 10, 1e3]}',
      "a: &a [1]\ngroups: { x: *a }\nthreshold: .5\n",
    ],
    (bytes) => parseConfig(Buffer.from(bytes).toString(), { name: "a.yaml" }),
  ),
  request: text(
    ['{"jsonrpc":"2.0","id":1,"method":"evaluate","params":{"reference":{"file":"r"},"options":{"threshold":0.5}}}'],
    (bytes) => parseRequest(bytes),
  ),
  job: text(
    [
      '{"planned":{"case":"1","model":null,"columns":{"site":"A"},"reference":"r","prediction":"p"},"root":"/study","hash":true,"explore":false,"options":{"threshold":0.5}}',
    ],
    (bytes) => decodeJob(Buffer.from(bytes).toString()),
  ),
  names: text(NAMES, regionNames),
  result: text(
    [
      '{"case":"1","model":null,"columns":{},"status":"failed","files":{"reference":"r","prediction":"p"},"error":{"code":"INVALID_FILE","message":"cut","details":{}}}\n',
      '{"case":"1","model":null,"columns":{},"status":"done","inputs":{"reference":{"path":"r"},"prediction":{"path":"p"}},"groups":{}}\n',
    ],
    (bytes) =>
      resultOf(
        { returnvalue: Buffer.from(bytes).toString(), failedReason: "" },
        { case: "1", model: null, columns: {}, reference: "r", prediction: "p" },
      ),
  ),
};
