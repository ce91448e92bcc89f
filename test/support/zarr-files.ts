import { deflateSync, gzipSync } from "node:zlib";
import type { DataType } from "../../base/types.js";
import { crc32c } from "../../src/io/zarr/checked-codecs.js";
import { type TestVoxels, voxelBytes } from "./format-files.js";

/** The files of a folder by their paths in it. */
export type FolderFiles = Readonly<Record<string, Uint8Array>>;

interface ZarrOptions {
  readonly version?: 2 | 3;
  /** Along z, y and x. */
  readonly chunks?: readonly number[];
  readonly isFortran?: boolean;
  readonly codec?: "none" | "gzip" | "zlib" | "blosc" | "crc32c";
  /** Packs a chunk by blosc. */
  readonly blosc?: (bytes: Uint8Array) => Promise<Uint8Array>;
  /** Metadata that replace the true ones. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const V2: Readonly<Record<DataType, string>> = {
  int8: "i1",
  uint8: "u1",
  int16: "i2",
  uint16: "u2",
  int32: "i4",
  uint32: "u4",
  int64: "i8",
  uint64: "u8",
  float32: "f4",
  float64: "f8",
};

export function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** An array [z, y, x] in a folder. Chunks without a label are left out. */
export async function zarrFiles(voxels: TestVoxels, options: ZarrOptions = {}, at = ""): Promise<FolderFiles> {
  const { version = 3, chunks = [2, 3, 2], isFortran = false, codec = "none", blosc, metadata = {} } = options;
  const { dataType, values, littleEndian = true } = voxels;
  const [nx, ny, nz] = voxels.shape;
  const files: Record<string, Uint8Array> = {};
  const [cz, cy, cx] = chunks;
  for (let kz = 0; kz * cz < nz; kz++) {
    for (let ky = 0; ky * cy < ny; ky++) {
      for (let kx = 0; kx * cx < nx; kx++) {
        const chunk = Array.from({ length: cz * cy * cx }, (_, i) => {
          const [z, y, x] = isFortran
            ? [i % cz, Math.floor(i / cz) % cy, Math.floor(i / (cz * cy))]
            : [Math.floor(i / (cx * cy)), Math.floor(i / cx) % cy, i % cx];
          const [vx, vy, vz] = [kx * cx + x, ky * cy + y, kz * cz + z];
          return vx < nx && vy < ny && vz < nz ? values[vx + nx * (vy + ny * vz)] : 0;
        });
        if (chunk.every((value) => value === 0)) continue;
        const bytes = voxelBytes({ dataType, shape: [cx, cy, cz], values: chunk, littleEndian });
        const key = version === 2 ? `${kz}.${ky}.${kx}` : `c/${kz}/${ky}/${kx}`;
        files[`${at}${key}`] = await packed(bytes, codec, blosc);
      }
    }
  }
  const fill = { fill_value: 0, shape: [nz, ny, nx] };
  if (version === 2) {
    const order = V2[dataType].endsWith("1") ? "|" : littleEndian ? "<" : ">";
    const compressor =
      codec === "none" || codec === "crc32c" ? null : { id: codec, level: 1, cname: "lz4", clevel: 5, shuffle: 1 };
    files[`${at}.zarray`] = json({
      ...{
        zarr_format: 2,
        dtype: order + V2[dataType],
        chunks,
        order: isFortran ? "F" : "C",
        compressor,
        filters: null,
      },
      ...fill,
      ...metadata,
    });
    return files;
  }
  const configuration = { level: 1, cname: "lz4", clevel: 5, shuffle: "shuffle", typesize: 2, blocksize: 0 };
  files[`${at}zarr.json`] = json({
    ...{ zarr_format: 3, node_type: "array", data_type: dataType, ...fill },
    chunk_grid: { name: "regular", configuration: { chunk_shape: chunks } },
    chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
    codecs: [
      ...(isFortran ? [{ name: "transpose", configuration: { order: [2, 1, 0] } }] : []),
      { name: "bytes", configuration: { endian: littleEndian ? "little" : "big" } },
      ...(codec === "none" ? [] : [{ name: codec, configuration: codec === "crc32c" ? {} : configuration }]),
    ],
    ...metadata,
  });
  return files;
}

async function packed(
  bytes: Uint8Array,
  codec: NonNullable<ZarrOptions["codec"]>,
  blosc: ZarrOptions["blosc"],
): Promise<Uint8Array> {
  if (codec === "gzip") return gzipSync(bytes);
  if (codec === "zlib") return deflateSync(bytes);
  if (codec === "blosc") return blosc?.(bytes) ?? bytes;
  if (codec === "none") return bytes;
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32c(bytes));
  return Buffer.concat([bytes, sum]);
}

/** An image or labels of OME-Zarr with one array at each level. */
export function omeGroup(
  version: "0.4" | "0.5",
  multiscale: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): FolderFiles {
  if (version === "0.4") {
    return {
      ".zgroup": json({ zarr_format: 2 }),
      ".zattrs": json({ multiscales: [{ version, ...multiscale }], ...more }),
    };
  }
  const ome = { version, multiscales: [multiscale], ...more };
  return { "zarr.json": json({ zarr_format: 3, node_type: "group", attributes: { ome } }) };
}

/** The same files in a folder of another. */
export function inFolder(folder: string, files: FolderFiles): FolderFiles {
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`${folder}/${path}`, bytes]));
}
