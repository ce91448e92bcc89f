import type { SeekableFile } from "../zip/zip-directory.js";
import { damaged } from "./hdf5-voxels.js";

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** The sizes of numbers in an HDF5 file, and where its addresses begin, as its superblock says. */
interface FileSizes {
  readonly base: number;
  readonly addressBytes: number;
  readonly lengthBytes: number;
  /** Half of the chunks that a node of their index has room for; null where it is not known. */
  readonly halfNode: number | null;
}

/** A stretch of a file that one structure takes. */
export type TakeExtent = (address: number, bytes: number) => void;

/** Reads structures of an HDF5 file by their addresses. */
export class FileFields {
  private constructor(
    readonly file: SeekableFile,
    readonly sizes: FileSizes,
  ) {}

  /** Reads the superblock (versions 0 to 3); null if it is of another version. */
  static async open(file: SeekableFile, take: TakeExtent): Promise<FileFields | null> {
    for (let at = 0; at + 48 <= file.size; at = at === 0 ? 512 : 2 * at) {
      const bytes = await file.readAt(at, Math.min(96, file.size - at));
      if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) continue;
      const version = bytes[8];
      if (version > 3) return null;
      const [addressBytes, lengthBytes] = version < 2 ? [bytes[13], bytes[14]] : [bytes[9], bytes[10]];
      const sizes = { base: 0, addressBytes, lengthBytes, halfNode: version === 1 ? bytes[24] + 256 * bytes[25] : 32 };
      if (![4, 8].includes(addressBytes) || ![4, 8].includes(lengthBytes)) return null;
      const first = version < 2 ? 24 + 4 * version : 12;
      const addresses = new Fields(bytes, first, sizes, file.label);
      const base = addresses.address() ?? 0;
      // Newer superblocks have an extension for all that is not as usual.
      const isUsual = version < 2 || addresses.address() === null;
      const found = new FileFields(file, { ...sizes, base, ...(!isUsual && { halfNode: null }) });
      take(at - base, first + 4 * addressBytes);
      return found;
    }
    return null;
  }

  /** @throws VoxmatchError `INVALID_FILE` if these bytes do not lie in the file */
  async at(address: number, bytes: number): Promise<Fields> {
    const { file, sizes } = this;
    const from = address + sizes.base;
    if (from < 0 || from + bytes > file.size) throw this.damaged(`its structure at byte ${from} lies beyond its end`);
    return new Fields(await file.readAt(from, bytes), 0, sizes, file.label);
  }

  readonly damaged = (what: string) => damaged(this.file.label, what);
}

/** Takes one number after the other, the lowest byte first. */
export class Fields {
  #at: number;

  constructor(
    readonly bytes: Uint8Array,
    at: number,
    readonly sizes: FileSizes,
    readonly label: string,
  ) {
    this.#at = at;
  }

  get left(): number {
    return this.bytes.length - this.#at;
  }

  /** A number of up to eight bytes; one beyond 2⁵³ is not exact, and far beyond all that a file holds. */
  number(bytes: number): number {
    if (bytes > this.left) throw damaged(this.label, "one of its structures is shorter than its content");
    let value = 0;
    for (let i = bytes - 1; i >= 0; i--) value = 256 * value + this.bytes[this.#at + i];
    this.#at += bytes;
    return value;
  }

  /** Null for the address of what is not stored. */
  address(): number | null {
    const { addressBytes } = this.sizes;
    const isNowhere = this.bytes.subarray(this.#at, this.#at + addressBytes).every((byte) => byte === 255);
    const value = this.number(addressBytes);
    return isNowhere ? null : value;
  }

  length(): number {
    return this.number(this.sizes.lengthBytes);
  }

  text(bytes: number): string {
    return String.fromCharCode(...this.take(bytes).bytes);
  }

  take(bytes: number): Fields {
    if (bytes > this.left) throw damaged(this.label, "one of its structures is shorter than its content");
    const found = new Fields(this.bytes.subarray(this.#at, this.#at + bytes), 0, this.sizes, this.label);
    this.#at += bytes;
    return found;
  }
}
