import type { MaskSource } from "../metrics/mask-source.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import type { VoidRow } from "../results/result-types.js";
import type { GroupMatching } from "./match-table.js";

/** A matched table without the predictions that are neither right nor wrong, and those. */
export interface JudgedTable {
  readonly judged: GroupMatching;
  /** Undefined where there is no void. */
  readonly voids: readonly VoidRow[] | undefined;
}

/** Sets predictions in void aside, where there is void. */
export async function judgeVoid(
  masks: MaskSource,
  matched: GroupMatching,
  options: VolumeOptions,
): Promise<JudgedTable> {
  const { hidden, prediction } = matched.table;
  if (hidden === undefined && prediction.whole === undefined) {
    // A question about void gets an answer even where nothing is void.
    const isAsked = options.ignoreLabel !== null && options.ignoreRule === "void";
    return { judged: matched, voids: isAsked ? [] : undefined };
  }
  const { setVoidAside } = await import("./set-void-aside.js");
  return setVoidAside(masks, matched, options);
}
