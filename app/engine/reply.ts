import { isVoxmatchError } from "../../src/index.js";
import type { Reply } from "./protocol.js";

/** Runs `work` and says what came of it in plain data. */
export async function replyTo<T>(work: () => Promise<T>): Promise<Reply<T>> {
  try {
    return { kind: "done", value: await work() };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return { kind: "given-up" };
    if (isVoxmatchError(error)) return { kind: "failed", failure: { code: error.code, message: error.message } };
    const message = error instanceof Error ? error.message : String(error);
    return {
      kind: "failed",
      failure: { code: "INTERNAL", message: `An unexpected failure, please report it: ${message}` },
    };
  }
}
