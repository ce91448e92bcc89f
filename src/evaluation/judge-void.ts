import type { MaskSource } from "../metrics/mask-source.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import type { GroupMatching } from "./match-table.js";
import type { JudgedTable } from "./set-void-aside.js";

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
