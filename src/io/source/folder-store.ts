import { VoxmatchError } from "../../../base/errors.js";
import { nodeModules } from "./platform.js";

/** Which bytes of a file are wanted: from a place on, or the last ones. */
export type ByteRange = { readonly offset: number; readonly length: number } | { readonly suffixLength: number };

/** A folder of files by their paths in it, which begin with a slash: on a disk, on a server, or in a page. */
export interface FolderStore {
  /** The bytes of a file; undefined if there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  getRange(key: string, range: ByteRange): Promise<Uint8Array | undefined>;
  /** The names of the folders and files in a folder; null where that cannot be known, as on a server. */
  list(key: string): Promise<readonly string[] | null>;
}

/** A folder on a disk. */
export function diskFolder(path: string): FolderStore {
  const node = nodeModules();
  if (node === null)
    throw new VoxmatchError("FILE_ACCESS", `${path} cannot be opened: a page cannot read paths.`, { path });
  const fs = node.fs();
  const at = (key: string) => path.replace(/[\\/]+$/, "") + key;
  return {
    get: (key) => orMissing(fs.readFile(at(key)), path + key),
    getRange: async (key, range) => {
      const handle = await orMissing(fs.open(at(key), "r"), path + key);
      if (handle === undefined) return undefined;
      try {
        const { size } = await handle.stat();
        const [begin, end] = spanOf(range, size);
        const bytes = new Uint8Array(Math.max(0, end - begin));
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, begin);
        return bytes.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
    list: async (key) => (await orMissing(fs.readdir(at(key)), path + key)) ?? [],
  };
}

/**
 * A folder that the user chose in a page: a `FileSystemDirectoryHandle`, or another object that gives files and folders by their names.
 * It rejects a name that it does not have with a `DOMException` called `NotFoundError`.
 */
export interface FolderHandle {
  readonly name: string;
  getDirectoryHandle(name: string): Promise<FolderHandle>;
  getFileHandle(name: string): Promise<{ getFile(): Promise<File> }>;
}

/** A folder that the user chose in a page. */
export function chosenFolder(folder: FolderHandle): FolderStore {
  const find = async (key: string): Promise<File | undefined> => {
    const names = key.split("/").filter((name) => name !== "");
    try {
      let at = folder;
      for (const name of names.slice(0, -1)) at = await at.getDirectoryHandle(name);
      return await (await at.getFileHandle(names.at(-1) ?? "")).getFile();
    } catch (error) {
      if (error instanceof DOMException && ["NotFoundError", "TypeMismatchError"].includes(error.name))
        return undefined;
      throw error;
    }
  };
  const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
  return {
    get: async (key) => {
      const file = await find(key);
      return file && bytesOf(file);
    },
    getRange: async (key, range) => {
      const file = await find(key);
      return file && bytesOf(file.slice(...spanOf(range, file.size)));
    },
    list: async () => null,
  };
}

/** A folder on a server. 404 means that there is no such file; every other failure is one. */
export function servedFolder(url: string): FolderStore {
  const base = url.replace(/\/+$/, "");
  const load = async (key: string, range?: string) => {
    const answer = await fetched(base + key, range);
    return answer === null ? undefined : bodyOf(answer, base + key);
  };
  return {
    get: (key) => load(key),
    getRange: (key, range) =>
      load(
        key,
        "suffixLength" in range
          ? `bytes=-${range.suffixLength}`
          : `bytes=${range.offset}-${range.offset + range.length - 1}`,
      ),
    list: async () => null,
  };
}

/**
 * Asks a server for a file, or for some bytes of it.
 * @returns null if there is none
 * @throws VoxmatchError `FILE_ACCESS` for every other failure, and if a server gives all bytes where some were asked for
 */
export async function fetched(url: string, range?: string, signal?: AbortSignal): Promise<Response | null> {
  let answer: Response;
  try {
    answer = await fetch(url, { signal, ...(range !== undefined && { headers: { Range: range } }) });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new VoxmatchError(
      "FILE_ACCESS",
      `${url} cannot be fetched: ${cause instanceof Error ? cause.message : cause}. Check the address; in a page the server must also ` +
        "allow other sites to read it (CORS).",
      { path: url, code: null },
      { cause },
    );
  }
  const expected = range === undefined ? 200 : 206;
  if (answer.status === expected) return answer;
  await answer.body?.cancel();
  if (answer.status === 404) return null;
  const advice =
    answer.status === 200
      ? "It gave the whole file where a part was asked for: download it, and name the copy"
      : "A file that is missing is answered by 404, so that this is a failure: try again, or check that it may be read";
  throw new VoxmatchError("FILE_ACCESS", `${url} was answered by ${answer.status} ${answer.statusText}. ${advice}.`, {
    path: url,
    code: String(answer.status),
  });
}

/** All bytes of an answer. @throws VoxmatchError `FILE_ACCESS` if it breaks off */
export async function bodyOf(answer: Response, url: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await answer.arrayBuffer());
  } catch (cause) {
    throw brokenOff(url, "before its end", cause);
  }
}

/** The refusal of an answer that ended too early. */
export function brokenOff(url: string, where: string, cause?: unknown): VoxmatchError {
  const reason = cause instanceof Error ? ` (${cause.message})` : "";
  const details = { path: url, code: null };
  return new VoxmatchError("FILE_ACCESS", `${url} broke off ${where}${reason}. Try again.`, details, { cause });
}

/** From where to where a range goes in a file of `size` bytes. */
export function spanOf(range: ByteRange, size: number): [begin: number, end: number] {
  if ("suffixLength" in range) return [Math.max(0, size - range.suffixLength), size];
  return [Math.min(range.offset, size), Math.min(range.offset + range.length, size)];
}

async function orMissing<T>(reading: Promise<T>, path: string): Promise<T | undefined> {
  try {
    return await reading;
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes(code)) return undefined;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new VoxmatchError("FILE_ACCESS", `${path} cannot be read: ${message}.`, { path, code }, { cause });
  }
}
