import type { Engine } from "../../bindings/engine/engine.js";
import { Crc } from "../../bindings/read/crc.js";
import { FORMATS } from "./formats.js";
import { Gunzip } from "./gzip/gunzip.js";
import { isGzip } from "./gzip/gzip-member.js";
import { gzipWrapper } from "./gzip/wrapper.js";
import { joined } from "./source/stored-bytes.js";
import type { FileStart, VolumeFormat } from "./voxel-source.js";

/** Stored bytes that are inflated to tell a format, at most, and as many inflated ones are wanted. */
const INFLATED_FROM = 1 << 10;

/** A few stored bytes may inflate to a thousand times as many, so they are taken in steps. */
const STEP_BYTES = 1 << 8;

/** The format of a file that starts like this, and what to note where its name says another one. */
export function findFormat(
  engine: Engine,
  path: string | null,
  stored: Uint8Array,
): { readonly format: VolumeFormat; readonly notes: readonly string[] } {
  const name = (path ?? "").toLowerCase();
  const start: FileStart = { name, stored, inflated: inflatedStart(engine, stored) };
  const format = FORMATS.find(({ sniff }) => sniff(start)) ?? FORMATS[FORMATS.length - 1];
  const named = formatNamed(name);
  if (named === null || named === format || !format.sniff(start)) return { format, notes: [] };
  return {
    format,
    notes: [`${path}: the name is one of ${named.name} files, but the content is ${format.name}, and is read as that.`],
  };
}

/** The format of folders. */
export function folderFormat(): VolumeFormat | undefined {
  return FORMATS.find(({ isFolder = false }) => isFolder);
}

/** The format whose ending a name has; null if there is none. */
function formatNamed(name: string): VolumeFormat | null {
  return FORMATS.find(({ endings }) => endings.some((ending) => name.endsWith(ending))) ?? null;
}

/** The first bytes of a file once they are inflated, as far as they can be. */
function inflatedStart(engine: Engine, stored: Uint8Array): Uint8Array {
  if (!isGzip(stored)) return stored.subarray(0, INFLATED_FROM);
  const mark = engine.arena.mark();
  let inflated = new Uint8Array(0);
  try {
    const onBytes = (at: number, bytes: number) => {
      inflated = joined(inflated, engine.arena.u8(at, Math.min(bytes, INFLATED_FROM - inflated.length)));
    };
    const gunzip = new Gunzip(engine, "", gzipWrapper(new Crc(engine)), { onBytes, sum: null });
    for (let at = 0; at < INFLATED_FROM; at += STEP_BYTES) {
      gunzip.push(stored.subarray(at, Math.min(at + STEP_BYTES, INFLATED_FROM)));
      if (inflated.length === INFLATED_FROM) return inflated;
    }
    // The last bytes are held back until it is known that none follow.
    if (stored.length <= INFLATED_FROM) gunzip.finish();
  } catch {
    // The format that opens the file reports what is wrong with it.
  } finally {
    engine.arena.release(mark);
  }
  return inflated;
}
