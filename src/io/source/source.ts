import type { FolderStore } from "./folder-store.js";

/** Stored bytes, wherever they lie, in pieces. */
export interface ByteSource {
  /** Path or file name; null for bytes without a name. */
  readonly path: string | null;
  /** How messages name it. */
  readonly label: string;
  /** Bytes in all; null for a pipe. */
  readonly size: number | null;
  /** Equal for two sources that are one and the same; null where that is not known. */
  readonly identity: unknown;
  /** The bytes from the start. A piece is only valid until the next is asked for. */
  chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>>;
  /** Bytes from a place on, fewer only at the end of the file; null for a pipe, which gives its bytes in order. */
  readonly readAt: ((offset: number, length: number) => Promise<Uint8Array<ArrayBuffer>>) | null;
  /** Opens a file that lies beside this one; null where it has no folder, as bytes without a name. */
  readonly beside: ((name: string) => Promise<ByteSource>) | null;
  /** All bytes at once, as only a page needs them. */
  whole(): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
  /** Where the file lies on a disk, for a library that opens files itself. */
  readonly localPath?: string;
  /** Where the source is a folder, which has no bytes in order. */
  readonly folder?: FolderStore;
}
