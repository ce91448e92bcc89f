import type { VolumeInput } from "./source/byte-source.js";

/** Files that hold several arrays: behind a colon stands which. */
const MEMBER = /^(.+\.(?:npz|zarr\.zip|ozx|h5|hdf5|hdf|ims|nc|mat)):(?![\\/]{2})(.+)$/i;

/** The file of `FILE.npz:NAME` or `FILE.h5:/path`, and the member. */
export function memberOf(input: VolumeInput): { readonly file: VolumeInput; readonly member: string | null } {
  const [, file, member] = typeof input === "string" ? (MEMBER.exec(input) ?? []) : [];
  return file === undefined ? { file: input, member: null } : { file, member };
}

/** A file and its member, as messages name both. */
export function memberLabel(label: string, member: string): string {
  return label.endsWith(`:${member}`) ? label : `${label}:${member}`;
}
