/** Milliseconds of a steady clock. Node has to load `performance` first, which a new process feels. */
export function now(): number {
  if (typeof process === "undefined" || process.hrtime === undefined) return performance.now();
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
