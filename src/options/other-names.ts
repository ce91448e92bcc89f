import type { OptionKind } from "./option-row.js";
import { OPTIONS } from "./registry.js";

/** Other names of metrics, scores, strategies and presets. All names of a row mean the same. */
const SAME: readonly (readonly string[])[] = [
  ["dsc", "dice", "dice coefficient"],
  ["iou", "jaccard", "jaccard index"],
  ["cldsc", "cldice", "centreline dice", "centerline dice"],
  ["assd", "asd", "average symmetric surface distance"],
  ["masd", "mean average surface distance"],
  ["hd", "hausdorff", "hausdorff distance"],
  ["hd95", "hausdorff95", "95hd", "hausdorff distance 95"],
  ["nsd", "surface dice", "normalised surface dice", "normalized surface dice"],
  ["boundaryIou", "boundary iou", "biou"],
  ["cedi", "centre distance", "center distance"],
  ["greedy", "naive", "naive threshold matching"],
  ["one-to-one", "hungarian", "bipartite", "bipartite matching", "linear sum assignment"],
  ["merge", "maximize merge matching"],
  ["f_1", "f1", "lesion f1", "instance f1"],
  ["voxel_f_1", "voxel f1", "f1 of voxels"],
  ["mcc", "matthews", "matthews correlation", "matthews correlation coefficient", "phi"],
  ["aji", "aggregated jaccard", "aggregated jaccard index"],
  ["aji_plus", "aji+", "aggregated jaccard index plus"],
  ["adapted_rand", "arand", "adapted rand error", "are"],
  ["voi_split", "vi split", "oversegmentation"],
  ["voi_merge", "vi merge", "undersegmentation"],
  ["mean_ap", "map", "mean average precision"],
  ["ap_0.5", "ap", "ap50"],
  ["ap_0.75", "ap75"],
  ["ap_0.9", "ap90"],
  ["volume_similarity", "vs"],
  ["volume_difference", "avd", "absolute volume difference"],
  ["count_difference", "alcd", "ald", "absolute lesion count difference"],
  ["fp_volume", "fpv", "false positive volume"],
  ["fn_volume", "fnv", "false negative volume"],
  ["brats", "brats 2023", "brats 2024"],
  ["brats-pre-2023", "brats 2018", "brats 2019", "brats 2020", "brats 2021", "brats 2022"],
];

/** Only letters, digits and a plus count: `NaiveThresholdMatching` is "naive threshold matching". */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9+]/g, "");
}

/** The choice that a name stands for, in any case and by its usual other names; the name itself if there is none. */
export function knownName(name: string, choices: readonly (string | number)[]): string {
  const words = choices.filter((choice) => typeof choice === "string");
  if (words.includes(name)) return name;
  const called = plain(name);
  const names = SAME.find((row) => row.some((each) => plain(each) === called))?.map(plain) ?? [called];
  return (
    words.find((choice) => plain(choice) === called) ?? words.find((choice) => names.includes(plain(choice))) ?? name
  );
}

/** Options as people write them, by the names that the package knows, and a note of each name that was another one. */
export function withKnownNames<T extends object>(
  options: T,
  rows: readonly { readonly key: string; readonly kind: OptionKind }[] = OPTIONS,
): {
  readonly options: T;
  readonly notes: readonly string[];
} {
  const notes: string[] = [];
  const entries = Object.entries(options).map(([key, value]): readonly [string, unknown] => {
    const kind = rows.find((row) => row.key === key)?.kind;
    if (kind?.type !== "choice" && kind?.type !== "list") return [key, value];
    const known = (name: unknown) => {
      if (typeof name !== "string") return name;
      const found = knownName(name, kind.choices);
      if (found !== name) notes.push(`${key} ${name} means ${found}.`);
      return found;
    };
    return [key, Array.isArray(value) ? value.map(known) : known(value)];
  });
  // Safe: keys are as they were, and values are checked against their rows afterwards.
  return { options: Object.fromEntries(entries) as T, notes };
}
