/** The message of an error; of several that came together, of the first. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}

/** System errors, and PostgreSQL's states, by which a server says that it ends or is not yet ready. */
const OUTAGES = [
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH", "ENOENT"],
  ...["57P01", "57P02", "57P03", "08000", "08003", "08006"],
];

/** Whether an error says that the server cannot be reached now, which may pass. */
export function isOutage(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isOutage);
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === "string") return OUTAGES.includes(code);
  return (
    typeof message === "string" && /connection (is |was )?(terminated|closed|ended)|timeout exceeded/i.test(message)
  );
}
