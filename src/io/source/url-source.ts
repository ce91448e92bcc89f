import { VoxmatchError } from "../../../base/errors.js";
import { folderSource } from "./folder-source.js";
import { bodyOf, brokenOff, fetched } from "./folder-store.js";
import type { ByteSource } from "./source.js";

/** A Zarr folder on a server, which only its name shows. */
const FOLDER = /\.zarr(?:\/[^?#]*)?$|\/$/i;

/**
 * A file, or a folder of Zarr, on a server.
 * @throws VoxmatchError `FILE_ACCESS` if the server does not give it
 */
export async function urlSource(url: string, name?: string): Promise<ByteSource> {
  if (!URL.canParse(url)) {
    throw new VoxmatchError("FILE_ACCESS", `${url} is no address. Write it as https://HOST/FILE.`, {
      path: url,
      code: null,
    });
  }
  if (FOLDER.test(new URL(url).pathname)) return folderSource(url, url, name);
  const stopping = new AbortController();
  const label = name ?? url;
  const answer = await fetched(url, undefined, stopping.signal);
  if (answer === null)
    throw new VoxmatchError("FILE_ACCESS", `${url} is not there (404). Check the address.`, {
      path: url,
      code: "ENOENT",
    });
  // Content that the browser inflates has another length than the header says.
  const isPlain = answer.headers.get("content-encoding") === null;
  const length = isPlain ? answer.headers.get("content-length") : null;
  const size = length === null ? null : Number(length);
  const isSeekable = size !== null && answer.headers.get("accept-ranges") === "bytes";
  return {
    path: label,
    label,
    size,
    identity: url,
    readAt: isSeekable ? (offset, count) => readRange(url, offset, Math.min(count, size - offset)) : null,
    beside: (file) => urlSource(new URL(encodeURIComponent(file), url).href),
    chunks: () => checkedChunks(answer, size, label),
    whole: async () => new Uint8Array(await (await fetch(url)).arrayBuffer()),
    close: async () => stopping.abort(),
  };
}

async function readRange(url: string, offset: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
  if (count <= 0) return new Uint8Array(0);
  const answer = await fetched(url, `bytes=${offset}-${offset + count - 1}`);
  if (answer === null)
    throw new VoxmatchError("FILE_ACCESS", `${url} is no longer there (404).`, { path: url, code: "ENOENT" });
  const bytes = await bodyOf(answer, url);
  if (bytes.length !== count) throw brokenOff(url, `after ${bytes.length} of ${count} bytes of a part`);
  return bytes;
}

/** The bytes of an answer, of which there must be as many as the server says. */
async function* checkedChunks(
  answer: Response,
  size: number | null,
  label: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let count = 0;
  const reader = answer.body?.getReader();
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) break;
      count += value.length;
      yield value;
    }
  } catch (cause) {
    throw brokenOff(label, `after ${count} bytes`, cause);
  }
  if (size !== null && count !== size) throw brokenOff(label, `after ${count} of ${size} bytes`);
}
