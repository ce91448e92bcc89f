import type { EvaluateOptions } from "./evaluate-options.js";
import { OPTIONS } from "./registry.js";

/** What metrics, scores and strategies are called elsewhere; each row's names mean the same, whichever of them an option has. */
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
  ["brats", "brats 2023", "brats 2024"],
  ["brats-pre-2023", "brats 2018", "brats 2019", "brats 2020", "brats 2021", "brats 2022"],
];

/** Only letters and digits count: `NaiveThresholdMatching` is "naive threshold matching". */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
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
export function withKnownNames(options: EvaluateOptions): {
  readonly options: EvaluateOptions;
  readonly notes: readonly string[];
} {
  const notes: string[] = [];
  const entries = Object.entries(options).map(([key, value]): readonly [string, unknown] => {
    const kind = OPTIONS.find((row) => row.key === key)?.kind;
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
  return { options: Object.fromEntries(entries) as EvaluateOptions, notes };
}
