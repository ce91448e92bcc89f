import { VoxmatchError } from "../../../base/errors.js";
import { Gunzip } from "../gzip/gunzip.js";
import { zipWrapper } from "../gzip/wrapper.js";
import { memberLabel } from "../member-path.js";
import { joined } from "../source/stored-bytes.js";
import type { Packing } from "../stream/voxel-place.js";
import type { FormatInput, StoredVolume } from "../voxel-source.js";
import { memberData, type SeekableFile, seekable, type ZipMember, zipDirectory } from "../zip/zip-directory.js";
import { type NpyHeader, npyHeader, npyHeaderBytes } from "./npy-header.js";
import { npyVolume } from "./npy-volume.js";

/** Number of stored bytes of a member in which its array's header is searched. */
const FRONT_BYTES = 1 << 16;

/** A member that holds an array, and what its header says. */
interface Member {
  readonly name: string;
  readonly packing: Packing;
  readonly header: NpyHeader;
}

/** Arrays of NumPy in a ZIP archive (.npz): the one that is named, or the only one that can hold labels. */
export async function openNpz(input: FormatInput): Promise<StoredVolume> {
  const file = seekable(input.source);
  const all = (await zipDirectory(file)).filter(({ name }) => name.endsWith(".npy"));
  if (all.length === 0) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${file.label} is a ZIP archive without arrays of NumPy (.npy). Take the volume out of it, and name that.`,
      { source: file.label },
    );
  }
  const { name, packing, header } = await choose(input, file, all);
  return npyVolume(input, input, header, packing, memberLabel(file.label, name));
}

async function choose(input: FormatInput, file: SeekableFile, all: readonly ZipMember[]): Promise<Member> {
  const { member } = input.choices;
  const names = all.map(({ name }) => arrayName(name)).sort();
  if (member !== undefined) {
    const found = all.find(({ name }) => name === member || arrayName(name) === member);
    if (found !== undefined) return opened(input, file, found);
    throw refused(`${file.label} has no array "${member}"`, names);
  }
  const usable: Member[] = [];
  for (const each of all) {
    const found = await opened(input, file, each).catch((error) => {
      if (all.length === 1) throw error;
      return null;
    });
    const isLabels = found !== null && !found.header.dataType.startsWith("float");
    if (
      found !== null &&
      (all.length === 1 || (isLabels && found.header.shape.filter((length) => length > 1).length >= 2))
    ) {
      usable.push(found);
    }
  }
  if (usable.length === 1) return usable[0];
  throw refused(
    `${file.label} has ${usable.length === 0 ? "no" : "several"} arrays of two or three dimensions and whole numbers`,
    names,
  );
}

function refused(what: string, names: readonly string[]): VoxmatchError {
  const shown = names.slice(0, 20).join(", ") + (names.length > 20 ? ", …" : "");
  return new VoxmatchError("INVALID_OPTION", `${what}. Name one of ${shown} (FILE.npz:NAME, or option member).`, {
    option: "member",
    arrays: names,
  });
}

/** numpy.savez adds the ending to the names of arrays. */
function arrayName(member: string): string {
  return member.replace(/\.npy$/, "");
}

async function opened({ engine }: FormatInput, file: SeekableFile, member: ZipMember): Promise<Member> {
  const { name, crc32, bytes, storedBytes: count, isDeflated } = member;
  const label = memberLabel(file.label, arrayName(name));
  const from = await memberData(file, member);
  const stored = await file.readAt(from, Math.min(count, FRONT_BYTES));
  const mark = engine.arena.mark();
  let front = isDeflated ? new Uint8Array(0) : stored;
  if (isDeflated) {
    const onBytes = (at: number, taken: number) => {
      front = joined(front, engine.arena.u8(at, Math.min(taken, FRONT_BYTES)));
    };
    try {
      const gunzip = new Gunzip(engine, label, zipWrapper(engine, { crc32, bytes }), { onBytes, sum: null });
      gunzip.push(stored.subarray(0, 1024));
      if (count <= 1024) gunzip.finish();
      else if ((npyHeaderBytes(front, label) ?? Number.POSITIVE_INFINITY) > front.length)
        gunzip.push(stored.subarray(1024));
    } finally {
      engine.arena.release(mark);
    }
  }
  const length = npyHeaderBytes(front, label);
  if (length === null || front.length < length) {
    throw new VoxmatchError("INVALID_FILE", `${label} is cut off within its header. Copy or write the file again.`, {
      source: label,
    });
  }
  const packing: Packing = { kind: isDeflated ? "zip" : "stored", from, bytes: count, promised: { crc32, bytes } };
  return { name: arrayName(name), packing, header: npyHeader(front, length, label) };
}
