import { VoxmatchError } from "../../../base/errors.js";
import type { ByteSource } from "../source/source.js";

/** A member of a ZIP archive, as the directory at its end describes it. */
export interface ZipMember {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly crc32: number;
  readonly storedBytes: number;
  readonly bytes: number;
  /** Where its own header begins. */
  readonly at: number;
}

/** A file that is read in any order. */
export interface SeekableFile {
  readonly label: string;
  readonly size: number;
  readAt(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

const [END, END_64, LOCATOR_64, ENTRY, LOCAL] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50, 0x04034b50];
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const MAXIMUM_DIRECTORY_BYTES = 2 ** 28;

/** @throws VoxmatchError `INVALID_FILE` for a pipe, which gives its bytes in order only */
export function seekable({ label, size, readAt }: ByteSource): SeekableFile {
  if (size !== null && readAt !== null) return { label, size, readAt };
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label} gives its bytes in order only, as a pipe does, and a server without Accept-Ranges: its parts lie in any order. Save it to a ` +
      "file and name that.",
    { source: label },
  );
}

/** The members of an archive (PKWARE's APPNOTE.TXT), ZIP64 included. @throws VoxmatchError `INVALID_FILE` */
export async function zipDirectory(file: SeekableFile): Promise<readonly ZipMember[]> {
  const { at, bytes, count } = await findDirectory(file);
  if (bytes > MAXIMUM_DIRECTORY_BYTES || at + bytes > file.size)
    throw damaged(file.label, "its directory does not fit into it");
  const directory = await file.readAt(at, bytes);
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const members: ZipMember[] = [];
  for (let from = 0; members.length < count; ) {
    if (from + 46 > view.byteLength || view.getUint32(from, true) !== ENTRY)
      throw damaged(file.label, "its directory is cut");
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => view.getUint16(from + field, true));
    const next = from + 46 + nameBytes + extraBytes + commentBytes;
    if (next > view.byteLength) throw damaged(file.label, "its directory is cut");
    members.push(memberAt(view, directory, from, file.label));
    from = next;
  }
  return members;
}

/** Where the data of a member begin. @throws VoxmatchError `INVALID_FILE` */
export async function memberData(file: SeekableFile, { at, name, storedBytes }: ZipMember): Promise<number> {
  const header = await file.readAt(at, 30);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (header.length < 30 || view.getUint32(0, true) !== LOCAL)
    throw damaged(file.label, `the header of ${name} is missing`);
  const begin = at + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (begin + storedBytes > file.size) throw damaged(file.label, `${name} does not fit into it`);
  return begin;
}

async function findDirectory(file: SeekableFile): Promise<{ at: number; bytes: number; count: number }> {
  const tailAt = Math.max(0, file.size - END_BYTES - LONGEST_COMMENT);
  const tail = await file.readAt(tailAt, file.size - tailAt);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  for (let from = tail.length - END_BYTES; from >= 0; from--) {
    if (view.getUint32(from, true) !== END || from + END_BYTES + view.getUint16(from + 20, true) !== tail.length)
      continue;
    const found = {
      count: view.getUint16(from + 10, true),
      bytes: view.getUint32(from + 12, true),
      at: view.getUint32(from + 16, true),
    };
    const is64 = found.count === 0xffff || found.bytes === 0xffffffff || found.at === 0xffffffff;
    return is64 ? findDirectory64(file, tailAt + from) : found;
  }
  throw damaged(file.label, "it has no directory at its end, as if it were cut off");
}

async function findDirectory64(
  file: SeekableFile,
  endAt: number,
): Promise<{ at: number; bytes: number; count: number }> {
  const locator = viewOf(await file.readAt(Math.max(0, endAt - 20), 20));
  if (locator.byteLength < 20 || locator.getUint32(0, true) !== LOCATOR_64)
    throw damaged(file.label, "its directory is missing");
  const end = viewOf(await file.readAt(number64(locator, 8), 56));
  if (end.byteLength < 56 || end.getUint32(0, true) !== END_64) throw damaged(file.label, "its directory is missing");
  return { count: number64(end, 32), bytes: number64(end, 40), at: number64(end, 48) };
}

function memberAt(view: DataView, directory: Uint8Array, from: number, label: string): ZipMember {
  const [flags, method, nameBytes, extraBytes] = [8, 10, 28, 30].map((field) => view.getUint16(from + field, true));
  const name = new TextDecoder().decode(directory.subarray(from + 46, from + 46 + nameBytes));
  if ((flags & 1) !== 0) throw unread(label, `${name} is encrypted`);
  if (method !== 0 && method !== 8) throw unread(label, `${name} is compressed by method ${method}`);
  const sizes = {
    bytes: view.getUint32(from + 24, true),
    storedBytes: view.getUint32(from + 20, true),
    at: view.getUint32(from + 42, true),
  };
  const is64 = Object.values(sizes).includes(0xffffffff);
  const extra = new DataView(view.buffer, view.byteOffset + from + 46 + nameBytes, extraBytes);
  const found = is64 ? sizes64(sizes, extra, label) : sizes;
  return { name, isDeflated: method === 8, crc32: view.getUint32(from + 16, true), ...found };
}

type Sizes = Pick<ZipMember, "bytes" | "storedBytes" | "at">;

/** Of the sizes that do not fit in 32 bits the extra field 1 has those of 64. */
function sizes64(sizes: Sizes, extra: DataView, label: string): Sizes {
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== 1) continue;
    let from = at + 4;
    const take = (size: number) => {
      if (size !== 0xffffffff) return size;
      from += 8;
      if (from > extra.byteLength) throw damaged(label, "its directory is cut");
      return number64(extra, from - 8);
    };
    return { bytes: take(sizes.bytes), storedBytes: take(sizes.storedBytes), at: take(sizes.at) };
  }
  throw damaged(label, "its directory is cut");
}

function number64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(label: string, what: string): VoxmatchError {
  return new VoxmatchError(
    "INVALID_FILE",
    `${label} is a ZIP archive that is damaged: ${what}. Copy or write it again ("unzip -t" tells whether a copy is whole).`,
    { source: label },
  );
}

function unread(label: string, what: string): VoxmatchError {
  return new VoxmatchError("INVALID_FILE", `${label}: ${what}, which is not read. Pack it with deflate or as it is.`, {
    source: label,
  });
}
