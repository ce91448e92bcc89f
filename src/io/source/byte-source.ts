import { isVoxmatchError, VoxmatchError } from "../../../base/errors.js";
import { isAddress } from "./address.js";
import type { FolderHandle } from "./folder-store.js";
import { nodeModules } from "./platform.js";
import type { ByteSource } from "./source.js";

/**
 * Input of a volume. A string is a path, or an address that begins with `https:` or `http:`, as a URL may. A handle is
 * that of a Zarr folder that the user chose in a page.
 */
export type VolumeInput = string | URL | Uint8Array | ArrayBuffer | Blob | FolderHandle;

/** Bytes of a read: few compared with any volume, many compared with the cost of a step. */
export const CHUNK_BYTES = 1 << 20;

/**
 * Opens `input`.
 * @param name what messages and the volume call it, instead of its path or file name
 * @throws VoxmatchError `FILE_ACCESS` if a path cannot be opened, `INVALID_OPTION` for anything that is no input
 */
export async function openSource(input: VolumeInput, name?: string): Promise<ByteSource> {
  if (typeof input === "string" || input instanceof URL) {
    if (isAddress(String(input))) return (await import("./url-source.js")).urlSource(String(input), name);
    return openPath(toPath(input), name);
  }
  if (input instanceof Blob) return blobSource(input, name);
  if (input instanceof Uint8Array) return bytesSource(input, name);
  if (isFolderHandle(input)) return (await import("./folder-source.js")).folderSource(input, input, name);
  // A buffer from another realm (a frame, a test's sandbox) is no instance of this realm's ArrayBuffer.
  if (Object.prototype.toString.call(input) === "[object ArrayBuffer]") return bytesSource(new Uint8Array(input), name);
  throw new VoxmatchError(
    "INVALID_OPTION",
    `A volume is read from a path, a file: or https: URL, a Uint8Array, an ArrayBuffer, a Blob or a File, not from ` +
      `${input === null ? "null" : typeof input}. For voxels in an array use volumeFromArray.`,
    { received: input === null ? "null" : typeof input },
  );
}

function isFolderHandle(input: unknown): input is FolderHandle {
  return typeof input === "object" && input !== null && "getDirectoryHandle" in input;
}

function bytesSource(bytes: Uint8Array, name?: string): ByteSource {
  const plain = bytes as Uint8Array<ArrayBuffer>;
  return {
    path: name ?? null,
    label: name ?? "The unnamed volume",
    size: plain.length,
    identity: bytes,
    async *chunks() {
      for (let at = 0; at < plain.length; at += CHUNK_BYTES) yield plain.subarray(at, at + CHUNK_BYTES);
    },
    readAt: async (offset, length) => plain.subarray(offset, offset + length),
    beside: null,
    whole: async () => plain,
    close: async () => {},
  };
}

function blobSource(blob: Blob, name?: string): ByteSource {
  const fileName = "name" in blob && typeof blob.name === "string" ? blob.name : undefined;
  const path = name ?? fileName ?? null;
  const label = path ?? "The unnamed volume";
  const read = async (from: number, to: number) => {
    try {
      return new Uint8Array(await blob.slice(from, to).arrayBuffer());
    } catch (cause) {
      throw accessError(label, cause, "It may have changed or moved since it was chosen: choose it again.");
    }
  };
  return {
    path,
    label,
    size: blob.size,
    identity: blob,
    async *chunks() {
      for (let at = 0; at < blob.size; at += CHUNK_BYTES) yield await read(at, at + CHUNK_BYTES);
    },
    readAt: (offset, length) => read(offset, offset + length),
    beside: null,
    whole: () => read(0, blob.size),
    close: async () => {},
  };
}

function toPath(input: string | URL): string {
  if (typeof input === "string") return input;
  if (input.protocol !== "file:") {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `${input.href} is no file:, https: or http: URL. Fetch it first and pass the bytes: readVolume(await response.arrayBuffer()).`,
      { url: input.href },
    );
  }
  const node = nodeModules();
  return node === null ? input.href : node.url().fileURLToPath(input);
}

async function openPath(path: string, name?: string): Promise<ByteSource> {
  const node = nodeModules();
  if (node === null) {
    throw new VoxmatchError(
      "FILE_ACCESS",
      `${path} cannot be opened: a page cannot read paths. Pass a File or Blob, or the bytes themselves.`,
      { path },
    );
  }
  const label = name ?? path;
  try {
    const handle = await node.fs().open(path, "r");
    try {
      const stat = await handle.stat();
      const identity = !stat.isFIFO() && stat.ino > 0 ? `${stat.dev}:${stat.ino}` : null;
      if (stat.isDirectory()) {
        await handle.close();
        const { folderSource } = await import("./folder-source.js");
        return folderSource(path, identity, label);
      }
      return {
        path: label,
        label,
        size: stat.isFile() ? stat.size : null,
        identity: stat.isFile() ? identity : null,
        readAt: stat.isFile() ? (offset, length) => readAt(handle, offset, length, label) : null,
        ...(stat.isFile() && { localPath: path }),
        beside: (file) => openPath(path.replace(/[^/\\]*$/, "") + file),
        chunks: () => readAhead(handle, stat.isFile() ? stat.size : CHUNK_BYTES, label),
        whole: async () => new Uint8Array(await handle.readFile()),
        close: () => handle.close(),
      };
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (cause) {
    if (isVoxmatchError(cause)) throw cause;
    throw accessError(label, cause, "Check the path and that the file may be read.");
  }
}

async function readAt(
  handle: import("node:fs/promises").FileHandle,
  offset: number,
  length: number,
  label: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  try {
    for (let filled = 0; ; ) {
      const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
      filled += bytesRead;
      if (filled === length || bytesRead === 0) return bytes.subarray(0, filled);
    }
  } catch (cause) {
    throw accessError(label, cause, "Check the disk or network share that it lies on.");
  }
}

/** Reads the next piece while the last one is worked on; two buffers take turns. */
async function* readAhead(
  handle: import("node:fs/promises").FileHandle,
  size: number,
  label: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  // One byte more than a small file has, so that its end shows in the first read.
  const length = Math.min(size + 1, CHUNK_BYTES);
  let [current, other] = [new Uint8Array(length), new Uint8Array(length)];
  let reading = handle.read(current, 0, length, null);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      const piece = current.subarray(0, bytesRead);
      [current, other] = [other, current];
      reading = handle.read(current, 0, length, null);
      yield piece;
    }
  } catch (cause) {
    throw accessError(label, cause, "Check the disk or network share that it lies on.");
  } finally {
    // After an early stop: wait, so that the file is not closed under a read, and take its failure.
    await reading.catch(() => {});
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "a part of the path is no folder"],
  ["EACCES", "permission was denied"],
  ["EPERM", "permission was denied"],
  ["EMFILE", "this process has too many files open"],
  ["ELOOP", "the path goes through too many links"],
]);

function accessError(label: string, cause: unknown, advice: string): VoxmatchError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : null;
  const message = cause instanceof Error ? cause.message : String(cause);
  const reason = REASONS.get(code ?? "") ?? message;
  const details = { path: label, code };
  return new VoxmatchError("FILE_ACCESS", `${label} cannot be read: ${reason}. ${advice}`, details, { cause });
}
