import { isVoxmatchError } from "../../base/errors.js";
import type { Reply } from "./protocol.js";

/** Runs `work` and says what came of it in plain data. */
export async function replyTo<T>(work: () => Promise<T>): Promise<Reply<T>> {
  try {
    return { kind: "done", value: await work() };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return { kind: "given-up" };
    if (isVoxmatchError(error)) {
      const { code, message, details } = error;
      const part = "part" in details && typeof details.part === "string" ? details.part : null;
      return { kind: "failed", failure: { code, message, part } };
    }
    const message = error instanceof Error ? error.message : String(error);
    return {
      kind: "failed",
      failure: { code: "INTERNAL", message: `An unexpected failure, please report it: ${message}`, part: null },
    };
  }
}
