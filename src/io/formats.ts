import type { Engine } from "../../bindings/engine/engine.js";
import { Crc } from "../../bindings/read/crc.js";
import { Gunzip } from "./gzip/gunzip.js";
import { isGzip } from "./gzip/gzip-member.js";
import { NIFTI } from "./nifti/nifti-format.js";
import { joined } from "./source/stored-bytes.js";
import type { FileStart, VolumeFormat } from "./voxel-source.js";

/** The formats in the order in which they are asked. The last one also takes what no format claims, and says what it is not. */
const FORMATS: readonly VolumeFormat[] = [NIFTI];

/** Stored bytes that are inflated to tell a format. */
const INFLATED_FROM = 1 << 10;

/** The format of a file that starts like this. */
export function formatOf(engine: Engine, start: Omit<FileStart, "inflated">): VolumeFormat {
  const [last, ...others] = [...FORMATS].reverse();
  if (others.length === 0) return last;
  const whole = { ...start, inflated: inflatedStart(engine, start.stored) };
  return FORMATS.find(({ sniff }) => sniff(whole)) ?? last;
}

/** The first bytes of a file once they are inflated, as far as they can be. */
function inflatedStart(engine: Engine, stored: Uint8Array): Uint8Array {
  if (!isGzip(stored)) return stored.subarray(0, INFLATED_FROM);
  const mark = engine.arena.mark();
  let inflated = new Uint8Array(0);
  try {
    const take = (at: number, bytes: number) => {
      inflated = joined(inflated, engine.arena.u8(at, Math.min(bytes, INFLATED_FROM - inflated.length)));
    };
    new Gunzip(engine, "", new Crc(engine), { take, sum: null }).push(stored.subarray(0, INFLATED_FROM));
  } catch {
    // The format that opens the file says what is wrong with it.
  } finally {
    engine.arena.release(mark);
  }
  return inflated;
}
