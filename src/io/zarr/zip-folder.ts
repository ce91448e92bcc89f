import { VoxmatchError } from "../../../base/errors.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { Gunzip, MAXIMUM_INFLATION } from "../gzip/gunzip.js";
import { zipWrapper } from "../gzip/wrapper.js";
import { memberLabel } from "../member-path.js";
import type { FolderStore } from "../source/folder-store.js";
import { spanOf } from "../source/folder-store.js";
import { StoredMember } from "../stream/stored-member.js";
import { memberData, type SeekableFile, type ZipMember, zipDirectory } from "../zip/zip-directory.js";

/** The files by which a folder shows to be a Zarr. */
const METADATA = /(?:^|\/)(?:zarr\.json|\.zarray|\.zgroup)$/;

/** A Zarr in a ZIP archive (`.zarr.zip`, `.ozx`), as the folder that it was made of. @throws VoxmatchError `INVALID_FILE` */
export async function zipFolder(engine: Engine, file: SeekableFile): Promise<FolderStore> {
  const members = await zipDirectory(file);
  const roots = members.filter(({ name }) => METADATA.test(name)).map(({ name }) => name.replace(/[^/]*$/, ""));
  const root = roots.sort((a, b) => a.length - b.length)[0];
  if (root === undefined) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${file.label} is a ZIP archive without a Zarr (zarr.json, .zarray or .zgroup). Take the volume out of it, and name that.`,
      { source: file.label },
    );
  }
  const byKey = new Map(members.map((member) => [`/${member.name.slice(root.length)}`, member]));
  const find = (key: string) => {
    const member = byKey.get(key);
    return member?.name.startsWith(root) ? member : undefined;
  };
  const get = async (key: string) => {
    const member = find(key);
    return member && unpacked(engine, file, member);
  };
  return {
    get,
    getRange: async (key, range) => {
      const member = find(key);
      if (member === undefined) return undefined;
      const [begin, end] = spanOf(range, member.bytes);
      if (member.isDeflated) return (await unpacked(engine, file, member)).subarray(begin, end);
      return file.readAt((await memberData(file, member)) + begin, end - begin);
    },
    list: async () => [...new Set([...byKey.keys()].map((key) => key.split("/")[1]))],
  };
}

/** All bytes of a member, compared with the length and the sum of the directory. */
async function unpacked(engine: Engine, file: SeekableFile, member: ZipMember): Promise<Uint8Array> {
  const { name, isDeflated, crc32, bytes, storedBytes } = member;
  const label = memberLabel(file.label, name);
  if (bytes > storedBytes * MAXIMUM_INFLATION) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label} claims ${bytes} bytes of ${storedBytes} compressed ones, which no deflate gives. Write the file again.`,
      { source: label },
    );
  }
  const stored = await file.readAt(await memberData(file, member), storedBytes);
  const found = new Uint8Array(bytes);
  let filled = 0;
  const onBytes = (at: number, count: number) => {
    found.set(engine.arena.u8(at, Math.min(count, bytes - filled)), filled);
    filled = Math.min(bytes, filled + count);
  };
  // Nothing else uses the arena until it is released again.
  const mark = engine.arena.mark();
  try {
    const Unpacking = isDeflated ? Gunzip : StoredMember;
    const unpacking = new Unpacking(engine, label, zipWrapper(engine, { crc32, bytes }), { onBytes, sum: null });
    unpacking.push(stored);
    unpacking.finish();
  } finally {
    engine.arena.release(mark);
  }
  return found;
}
