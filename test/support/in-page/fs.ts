/**
 * The part of `node:fs` that tests use, for a page: the server of the tests reads for them. Calls are synchronous, as
 * tests are declared from the contents of folders.
 */
export function readFileSync(path: string, encoding: "utf8"): string;
export function readFileSync(path: string): Uint8Array;
export function readFileSync(path: string, encoding?: "utf8"): string | Uint8Array {
  const bytes = Uint8Array.from(ask(path), (character) => character.charCodeAt(0) & 0xff);
  return encoding === undefined ? bytes : new TextDecoder().decode(bytes);
}

export function readdirSync(path: string): string[] {
  return JSON.parse(ask(path));
}

/** A byte in each character, which is the only binary answer that can be waited for. */
function ask(path: string): string {
  const request = new XMLHttpRequest();
  request.open("GET", `/fixture-files?${encodeURIComponent(path)}`, false);
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new Error(`${path} cannot be read: ${request.statusText}.`);
  return request.responseText;
}
