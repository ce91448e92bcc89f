/** The bytes of a text that has a character for each. */
export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  // Node's own encoder: a loop in a process that has just begun takes some milliseconds.
  if (typeof Buffer !== "undefined") return new Uint8Array(Buffer.from(text, "latin1"));
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
