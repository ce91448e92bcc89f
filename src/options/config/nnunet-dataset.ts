import { VoxmatchError } from "../../../base/errors.js";
import type { GroupOption } from "../groups.js";
import type { EvaluateOptions } from "../registry.js";

/** Other keys of every `dataset.json` of nnU-Net or the Medical Segmentation Decathlon. */
const COMPANIONS = ["channel_names", "modality", "numTraining", "file_ending", "tensorImageSize", "training"];

/** The labels that nnU-Net gives a meaning. */
const [BACKGROUND, IGNORE] = ["background", "ignore"];

/** The `dataset.json` of nnU-Net, as far as it says what labels mean. */
export interface Dataset {
  readonly labels: Readonly<Record<string, unknown>>;
}

/** True for the contents of a `dataset.json`, which must not be taken for groups. */
export function isDataset(value: unknown): value is Dataset {
  if (typeof value !== "object" || value === null || !("labels" in value)) return false;
  const { labels } = value;
  if (typeof labels !== "object" || labels === null) return false;
  // A group of labels would list them: an object that has the background as 0 names labels.
  return COMPANIONS.some((key) => key in value) || (labels as { readonly background?: unknown }).background === 0;
}

/**
 * Its labels as groups, its regions as merged ones, its label `ignore` as the label to ignore.
 * @throws VoxmatchError `INVALID_FILE` for labels that are none
 */
export function datasetOptions({ labels }: Dataset, file: string): EvaluateOptions {
  const groups: Record<string, GroupOption> = {};
  let ignoreLabel: number | undefined;
  for (const [name, own] of Object.entries(labels).map(inOrder)) {
    const numbers = (Array.isArray(own) ? own : [own]).map(Number);
    if (!numbers.every((label) => Number.isInteger(label) && label >= 0)) {
      throw new VoxmatchError(
        "INVALID_FILE",
        `${file}: the label ${name} is ${JSON.stringify(own)}, but must be a whole number from 0, or a list of them for a region.`,
        { file, label: name },
      );
    }
    if (name === IGNORE) [ignoreLabel] = numbers;
    else if (name !== BACKGROUND && numbers.some((label) => label > 0)) {
      groups[name] = { labels: numbers, merge: Array.isArray(own) };
    }
  }
  const notes = [
    `The groups are the labels of ${file}${ignoreLabel === undefined ? "" : `, whose label ${ignoreLabel} (ignore) is void`}.`,
  ];
  return { groups, notes, ...(ignoreLabel !== undefined && { ignoreLabel }) };
}

/** nnU-Net writes names to numbers, the Medical Segmentation Decathlon numbers to names. */
function inOrder([key, value]: [string, unknown]): [name: string, label: unknown] {
  return typeof value === "string" && /^\d+$/.test(key) ? [value, Number(key)] : [key, value];
}
