import { nodeModules } from "./platform.js";
import type { ByteSource } from "./source.js";

/** A SHA-256 of stored bytes that is computed while they are read. */
export interface Hash {
  update(bytes: Uint8Array): void;
  /**
   * In hexadecimal; null where it could not be computed.
   * @param files all whose bytes came, in their order
   */
  digest(files: readonly ByteSource[]): Promise<string | null>;
}

/** A page hashes a file as one piece in memory, and does without a hash above this size. */
const MAXIMUM_PAGE_BYTES = 2 ** 30;

/**
 * Starts a SHA-256. Node hashes the pieces as they are read. A page can only hash everything at once
 * (`crypto.subtle` knows no pieces), and only in a secure context: there it runs while the file is read, and is null for
 * files above 1 GiB and in insecure pages. The hash of several files begins once all are read.
 */
export function startHash(source: ByteSource): Hash {
  const node = nodeModules();
  if (node !== null) {
    const hash = node.crypto().createHash("sha256");
    return { update: (bytes) => void hash.update(bytes), digest: async () => hash.digest("hex") };
  }
  const alone = hashWhole([source]);
  return { update: () => {}, digest: (files) => (files.length === 1 ? alone : hashWhole(files)) };
}

/** SHA-256 of everything at once; null where that is not possible. */
async function hashWhole(files: readonly ByteSource[]): Promise<string | null> {
  const size = files.reduce((sum, file) => sum + (file.size ?? Number.POSITIVE_INFINITY), 0);
  if (size > MAXIMUM_PAGE_BYTES) return null;
  try {
    const parts = await Promise.all(files.map((file) => file.whole()));
    const bytes = parts.length === 1 ? parts[0] : new Uint8Array(await new Blob(parts).arrayBuffer());
    return await sha256(bytes);
  } catch {
    // A file that cannot be read fails where its voxels are read, with a message that says so.
    return null;
  }
}

/** The SHA-256 of some bytes in hexadecimal; null in an insecure page. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  const node = nodeModules();
  if (node !== null) return node.crypto().createHash("sha256").update(bytes).digest("hex");
  const digest = await globalThis.crypto?.subtle?.digest("SHA-256", bytes);
  if (digest === undefined) return null;
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
