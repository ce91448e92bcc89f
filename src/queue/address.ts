/** The address of a queue, which may hold a password and hides it. */
export interface QueueAddress {
  /** Such as `redis:`. */
  readonly protocol: string;
  /** The address without anything that may be secret. */
  readonly name: string;
  /** A text without what is secret in the address, as servers' messages may repeat it. */
  readonly conceal: (text: string) => string;
}

const HIDDEN = "***";

/** Reads an address; null if it is no URL. */
export function parseAddress(address: string): QueueAddress | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return { protocol: url.protocol, name: nameOf(url), conceal: concealer(address, url) };
}

/** Whether an address holds anything that others should not read, as they can on a command line (`ps`). */
export function holdsSecret(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return (
    url === null ||
    url.password !== "" ||
    url.search !== "" ||
    (url.protocol.startsWith("redis") && url.username !== "")
  );
}

/** A lone user name may be a password, a query may hold one, and so may what follows a sign that should have been escaped. */
function nameOf(url: URL): string {
  const rest = `${url.host}${url.pathname}`;
  if (/[@#]/.test(`${rest}${url.search}${url.hash}`) || url.hash !== "") return `${url.protocol}//${HIDDEN}`;
  if (url.password !== "") return `${url.protocol}//${url.username}:${HIDDEN}@${rest}`;
  return `${url.protocol}//${url.username === "" ? "" : `${HIDDEN}@`}${rest}`;
}

function concealer(address: string, url: URL): (text: string) => string {
  const parts = [url.password, url.password === "" ? url.username : "", ...url.searchParams.values(), url.search];
  const secrets = [address, ...parts.flatMap((part) => [part, decoded(part)])].filter((secret) => secret !== "");
  secrets.sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
