import { expect, it } from "vitest";
import { isVoxmatchError } from "../../base/errors.js";
import type { Volume } from "../../base/types.js";
import type { FileOptions } from "../../src/io/file-options.js";
import { readVolume } from "../../src/io/read-volume.js";
import { voxelsOf } from "./nifti.js";

interface Withstanding {
  readonly options?: FileOptions;
  /** How many of the first bytes are the header; all of them have a bit changed. */
  readonly headerBytes: number;
  /** Whether the format can tell nothing of a change to this byte of the header, such as a size in a file without a sum. */
  readonly isUntold?: (at: number) => boolean;
  /** Whether the format has a sum of its voxels, so that a changed bit among them shows. */
  readonly isSummed: boolean;
  /** Whether the header is text, whose numbers of the grid have no sum: a changed digit gives another spacing or position. */
  readonly isText?: boolean;
  /** The same file with sizes that are a thousand times as large. */
  readonly hugeFiles: readonly Uint8Array[];
}

/** Expects that damage to a file is an error, or does not matter, and never gives another volume. */
export function itWithstands(name: string, whole: Uint8Array, hostile: Withstanding): void {
  const { options = {}, headerBytes, isUntold = () => false, isSummed, isText = false, hugeFiles } = hostile;
  const read = (bytes: Uint8Array) => readVolume(bytes, { ...options, name, hash: false });

  it(`${name}: cut at every sixteenth`, async () => {
    const expected = await read(whole);
    for (let i = 0; i < 16; i++) {
      await expectSameOrError(read(whole.slice(0, Math.floor((whole.length * i) / 16))), expected, `${i} / 16`);
    }
    await expectSameOrError(read(whole.slice(0, -1)), expected, "the last byte");
  });

  it(`${name}: a bit changed in any byte of the header, and in some of the body`, async () => {
    const expected = await read(whole);
    const end = isSummed ? whole.length : headerBytes;
    expect(end).toBeGreaterThan(0);
    for (let at = 0; at < end; at += at < headerBytes ? 1 : 7) {
      if (isUntold(at)) continue;
      const bytes = whole.slice();
      bytes[at] ^= 1 << (at % 8);
      const isDigit = isText && at < headerBytes && NUMBER.test(String.fromCharCode(whole[at]));
      await expectSameOrError(read(bytes), expected, `byte ${at}`, !isDigit);
    }
  });

  it(`${name}: first and last bytes exchanged`, async () => {
    const expected = await read(whole);
    const bytes = Uint8Array.from([...whole.slice(-8), ...whole.slice(8, -8), ...whole.slice(0, 8)]);
    await expectSameOrError(read(bytes), expected, "exchanged");
  });

  it(`${name}: sizes a thousand times as large`, async () => {
    expect(hugeFiles.length).toBeGreaterThan(0);
    for (const bytes of hugeFiles) await expect(read(bytes)).rejects.toSatisfy((error) => isVoxmatchError(error));
  });
}

/** What numbers of a text, and lists of them, are written with. */
const NUMBER = /[-+.,()\\\s\de]/;

async function expectSameOrError(
  reading: Promise<Volume>,
  expected: Volume,
  what: string,
  hasGrid = true,
): Promise<void> {
  let volume: Volume;
  try {
    volume = await reading;
  } catch (error) {
    if (!isVoxmatchError(error) || error.code === "INTERNAL") throw error;
    return;
  }
  expect([volume.shape, voxelsOf(volume)], what).toEqual([expected.shape, voxelsOf(expected)]);
  const gridOf = ({ spacing, affine }: Volume) => [spacing, affine];
  // A grid that is lost, as for want of a field, is told by a note.
  const isTold = volume.affine === null && (volume.notes ?? []).length > (expected.notes ?? []).length;
  if (hasGrid && !isTold) expect(gridOf(volume), `${what}: ${volume.notes}`).toEqual(gridOf(expected));
}
