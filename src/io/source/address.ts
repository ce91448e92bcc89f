/** Whether a text is an address of the web, and no path. */
export function isAddress(text: string): boolean {
  return /^https?:/i.test(text);
}
