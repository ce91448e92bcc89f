import type { InstanceName, Side } from "../../src/index.js";
import { OUTCOMES as SHADES } from "../../src/reports/figures/palette.js";
import { outcomeOfKindCode, STATUSES } from "../engine/outcome.js";
import type { Answer, InstanceId } from "../engine/protocol.js";
import type { Colouring } from "../state/view-words.js";

type Rgb = readonly [number, number, number];

/** Instances that the numbers shown do not count: of another group, or too small. */
const NOT_COUNTED: Rgb = [112, 112, 112];

/** How instances that are not selected are drawn. */
export const EMPHASES = ["none", "dim", "hide"] as const;
export type Emphasis = (typeof EMPHASES)[number];

/** The part of their colour that dimmed instances keep. */
const DIMMED = 0.3;

/**
 * Red, green, blue and opacity of every value of a side's volume, the background's first.
 *
 * By instance, a matched prediction has the colour of its reference, and one without a match is pale.
 *
 * @param chosen the instance that is selected, and what becomes of the others; null: all are alike
 */
export function labelColours(
  instances: readonly InstanceName[],
  answer: Pick<Answer, "group" | "reference" | "prediction">,
  {
    side,
    colouring,
    chosen = null,
  }: {
    readonly side: Side;
    readonly colouring: Exclude<Colouring, "agreement">;
    readonly chosen?: { readonly id: InstanceId; readonly others: Emphasis } | null;
  },
): Uint8ClampedArray<ArrayBuffer> {
  const rows = new Map(Array.from(answer[side].labels, (label, i) => [label, i]));
  const colours = new Uint8ClampedArray(4 * (instances.length + 1));
  const colourOf = colouring === "instance" ? byInstance(answer, side) : byOutcome(answer, side, colouring === "kind");
  instances.forEach(({ group, label }, code) => {
    const row = group === answer.group ? rows.get(label) : undefined;
    const isOther =
      chosen !== null && !belongs(answer, chosen.id, { group, side, label }) ? chosen.others : ("none" as const);
    const shade = row === undefined ? NOT_COUNTED : colourOf(row);
    const part = isOther === "dim" ? DIMMED : 1;
    colours.set([...shade.map((channel) => part * channel), isOther === "hide" ? 0 : 255], 4 * (code + 1));
  });
  return colours;
}

/** An instance is looked at with those that it is matched to. */
function belongs(answer: Pick<Answer, Side>, chosen: InstanceId, id: InstanceId): boolean {
  if (id.group !== chosen.group) return false;
  if (id.side === chosen.side) return id.label === chosen.label;
  const { labels, partners, partnerOffsets } = answer[chosen.side];
  const row = labels.indexOf(chosen.label);
  return row >= 0 && partners.subarray(partnerOffsets[row], partnerOffsets[row + 1]).includes(id.label);
}

function byOutcome(answer: Pick<Answer, Side>, side: Side, isOfKind: boolean): (row: number) => Rgb {
  const { statuses, kinds } = answer[side];
  const shades = new Map<string, Rgb>(Object.entries(SHADES).map(([name, { dark }]) => [name, rgbOf(dark)]));
  return (row) => {
    const outcome = isOfKind ? outcomeOfKindCode(kinds[row], side) : STATUSES[statuses[row]];
    return (outcome === null ? undefined : shades.get(outcome)) ?? NOT_COUNTED;
  };
}

function byInstance(answer: Pick<Answer, Side>, side: Side): (row: number) => Rgb {
  const { partners, partnerOffsets } = answer[side];
  const references = new Map(Array.from(answer.reference.labels, (label, i) => [label, i]));
  return (row) => {
    if (side === "reference") return hueOf(row, 0.62);
    const isAlone = partnerOffsets[row] === partnerOffsets[row + 1];
    return isAlone ? hueOf(row, 0.9) : hueOf(references.get(partners[partnerOffsets[row]]) ?? row, 0.62);
  };
}

/** Turns of the golden angle: neighbours in the list differ, and no hue comes twice. */
function hueOf(index: number, lightness: number): Rgb {
  const hue = (index * 137.508 + 200) % 360;
  const amplitude = 0.75 * Math.min(lightness, 1 - lightness);
  const part = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    return 255 * (lightness - amplitude * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [part(0), part(8), part(4)];
}

function rgbOf(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}
