import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { deflateSync, gzipSync } from "node:zlib";
import { encodeNifti } from "../../src/index.js";
import { zipFile } from "../../test/support/format-files.js";
import type { Shape } from "../support/paint-shapes.js";

const FOLDER = "build/bench/formats";

/** The edge of a chunk of Zarr and of HDF5, of which volumes have whole ones. */
const CHUNK = 64;

/** Bytes of a level of compression that every writer here takes. */
const LEVEL = { level: 6 } as const;

/** A volume, and how its files are called. */
export interface StoredLabels {
  readonly stem: string;
  readonly shape: Shape;
  readonly data: Uint16Array;
}

type Write = (labels: StoredLabels, path: string) => Promise<void> | void;

/** The benched formats: the ending of each, and how its file is written. */
const WRITERS: Readonly<Record<string, Write>> = {
  ".nii.gz": ({ data, shape }, path) =>
    writeFileSync(path, gzipSync(encodeNifti({ data, shape, spacing: [1, 1, 1] }), LEVEL)),
  ".nrrd": ({ data, shape }, path) => {
    const head = `NRRD0004\ntype: uint16\ndimension: 3\nsizes: ${shape.join(" ")}\nencoding: gzip\nendian: little\n\n`;
    writeFileSync(path, Buffer.concat([Buffer.from(head), gzipSync(bytesOf(data), LEVEL)]));
  },
  ".mha": ({ data, shape }, path) => {
    const head = ["ObjectType = Image", "NDims = 3", "BinaryData = True", "CompressedData = True"];
    const rest = [`DimSize = ${shape.join(" ")}`, "ElementType = MET_USHORT", "ElementDataFile = LOCAL", ""];
    writeFileSync(path, Buffer.concat([Buffer.from([...head, ...rest].join("\n")), deflateSync(bytesOf(data), LEVEL)]));
  },
  ".npz": ({ data, shape }, path) => writeFileSync(path, zipFile({ "labels.npy": npy(data, shape) })),
  ".zarr": writeZarr,
  ".tif": ({ data, shape }, path) => writeFileSync(path, tiff(data, shape)),
  ".h5": (labels, path) => writeHdf5(labels, path, {}),
  "-gzip.h5": (labels, path) => writeHdf5(labels, path, { chunks: [CHUNK, CHUNK, CHUNK], compression: "gzip" }),
};

/** Writes the files that are not there from before; gives them by their endings. */
export async function formatFiles(labels: StoredLabels): Promise<Readonly<Record<string, string>>> {
  mkdirSync(FOLDER, { recursive: true });
  const files: Record<string, string> = {};
  for (const [ending, write] of Object.entries(WRITERS)) {
    const path = `${FOLDER}/${labels.stem}${ending}`;
    if (!existsSync(path)) await write(labels, path);
    files[ending] = path;
  }
  return files;
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function npy(data: Uint16Array, shape: Shape): Uint8Array {
  const python = `{'descr': '<u2', 'fortran_order': False, 'shape': (${shape.toReversed().join(", ")}), }`;
  const text = `${python.padEnd(117)}\n`;
  return Buffer.concat([
    Buffer.from("\x93NUMPY\x01\x00", "latin1"),
    Uint8Array.of(text.length, 0),
    Buffer.from(text),
    bytesOf(data),
  ]);
}

async function writeHdf5(
  { data, shape }: StoredLabels,
  path: string,
  options: { readonly chunks?: number[]; readonly compression?: "gzip" },
): Promise<void> {
  // Loaded here alone: a process that reads a file is not to pay for what wrote it.
  const { File: Hdf5File, ready } = await import("h5wasm/node");
  await ready;
  const file = new Hdf5File(path, "w");
  file.create_dataset({ name: "labels", data, shape: shape.toReversed(), ...options });
  file.close();
}

/** Blosc with LZ4 and shuffle, as zarr-python has it by default. */
async function writeZarr({ data, shape }: StoredLabels, path: string): Promise<void> {
  const { default: Blosc } = await import("numcodecs/blosc");
  const [nx, ny, nz] = shape;
  const codec = Blosc.fromConfig({
    id: "blosc",
    cname: "lz4",
    clevel: 5,
    shuffle: 1,
    blocksize: 0,
    elementsize: 2,
  } as never);
  mkdirSync(path, { recursive: true });
  const compressor = { id: "blosc", cname: "lz4", clevel: 5, shuffle: 1 };
  const chunks = [CHUNK, CHUNK, CHUNK];
  const layout = { zarr_format: 2, dtype: "<u2", order: "C", fill_value: 0, filters: null };
  for (let z = 0; z < nz; z += CHUNK) {
    for (let y = 0; y < ny; y += CHUNK) {
      for (let x = 0; x < nx; x += CHUNK) {
        const chunk = new Uint16Array(CHUNK ** 3);
        for (let row = 0; row < CHUNK ** 2; row++) {
          const from = x + nx * (y + (row % CHUNK) + ny * (z + Math.floor(row / CHUNK)));
          chunk.set(data.subarray(from, from + CHUNK), CHUNK * row);
        }
        const name = [z, y, x].map((at) => at / CHUNK).join(".");
        writeFileSync(`${path}/${name}`, await codec.encode(bytesOf(chunk)));
      }
    }
  }
  writeFileSync(`${path}/.zarray`, JSON.stringify({ ...layout, shape: [nz, ny, nx], chunks, compressor }));
}

/** A plain page of one strip for each slice; directories of eight tags stand in front. */
function tiff(data: Uint16Array, [nx, ny, nz]: Shape): Uint8Array {
  const [pageBytes, directoryBytes] = [nx * ny * 2, 2 + 8 * 12 + 4];
  const head = Buffer.alloc(8 + nz * directoryBytes);
  head.write("II*\0\x08\0\0\0", "latin1");
  for (let z = 0; z < nz; z++) {
    const at = 8 + z * directoryBytes;
    const offset = head.length + z * pageBytes;
    const tags = [
      [256, nx],
      [257, ny],
      [258, 16],
      [259, 1],
      [262, 1],
      [273, offset],
      [278, ny],
      [279, pageBytes],
    ];
    head.writeUInt16LE(tags.length, at);
    for (const [i, [tag, value]] of tags.entries()) {
      const entry = at + 2 + 12 * i;
      head.writeUInt16LE(tag, entry);
      head.writeUInt16LE(4, entry + 2);
      head.writeUInt32LE(1, entry + 4);
      head.writeUInt32LE(value, entry + 8);
    }
    head.writeUInt32LE(z + 1 < nz ? at + directoryBytes : 0, at + directoryBytes - 4);
  }
  return Buffer.concat([head, bytesOf(data)]);
}
