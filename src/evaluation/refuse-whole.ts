import { VoxmatchError } from "../../base/errors.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { voxelMetrics } from "./metric-requests.js";

/** Refuses what needs the voxels of a whole volume at once, before anything is read. @throws VoxmatchError `INVALID_OPTION` */
export function refuseWhole(options: VolumeOptions): void {
  const { score, decision, matches, foreground } = voxelMetrics(options);
  if (foreground.length > 0) {
    refuse(
      "globalMetrics",
      `${foreground.join(", ")} measure whole foregrounds`,
      "globalMetrics iou,dsc (--global-metrics iou,dsc)",
    );
  }
  if (options.regions) refuse("regions", "regions divide the whole volume", "no regions");
  if (options.lesionDilation !== null) {
    refuse("lesionDilation", "lesions grow across the whole volume", "no lesionDilation, or another preset");
  }
  if (score.length > 0) {
    refuse(
      "matchingMetric",
      `${score.join(", ")} is measured on every pair that overlaps`,
      "a metric of counts, such as iou",
    );
  }
  if (decision.length > 0) {
    refuse(
      "decisionMetric",
      `${options.decisionMetric} is measured before matches are known`,
      "a metric of counts, such as iou",
    );
  }
  const isCut = options.ignoreLabel !== null && options.ignoreRule === "void" && options.input === "semantic";
  if (matches.length > 0 && isCut) {
    const reason = `${matches.join(", ")} are measured where void was cut out of components`;
    refuse("metrics", reason, "metrics iou,dsc (--metrics iou,dsc)");
  }
}

function refuse(option: string, reason: string, instead: string): never {
  throw new VoxmatchError(
    "INVALID_OPTION",
    `Option ${option} cannot be served under a limit of memory: ${reason}, which is never in memory at once. Ask for ${instead}, or ` +
      "leave memory out.",
    { option },
  );
}
