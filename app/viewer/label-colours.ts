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

/** Hues where instances must share some: two lightnesses of each, and the grey, are fewer than a byte tells apart. */
const SHARED_HUES = 120;

/**
 * Red, green, blue and opacity of every value of a side's volume, the background's first.
 *
 * By instance, a matched prediction has the colour of its reference, and one without a match is pale.
 *
 * @param isFolded whether instances must share colours, as there are more of them than the viewer can take
 * @param chosen the instance that is selected, and what becomes of the others; null: all are alike
 */
export function labelColours(
  instances: readonly InstanceName[],
  answer: Pick<Answer, "group" | "reference" | "prediction">,
  {
    side,
    colouring,
    isFolded,
    chosen = null,
  }: {
    readonly side: Side;
    readonly colouring: Exclude<Colouring, "agreement">;
    readonly isFolded: boolean;
    readonly chosen?: { readonly id: InstanceId; readonly others: Emphasis } | null;
  },
): Uint8ClampedArray<ArrayBuffer> {
  const rows = new Map(Array.from(answer[side].labels, (label, i) => [label, i]));
  const colours = new Uint8ClampedArray(4 * (instances.length + 1));
  const colourOf =
    colouring === "instance" ? byInstance(answer, side, isFolded) : byOutcome(answer, side, colouring === "kind");
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

/** The colours of many instances as a short table. */
export interface SharedColours {
  /** Red, green, blue and opacity of every shade, the background's first. */
  readonly table: Uint8ClampedArray<ArrayBuffer>;
  /** The shade of every code. */
  readonly shadeOf: Uint8Array;
}

/** Gives equal colours one shade; {@link labelColours} sees to it that there are no more than a byte tells apart. */
export function shareColours(colours: Uint8ClampedArray): SharedColours {
  const shades = new Map<number, number>();
  const shadeOf = new Uint8Array(colours.length / 4);
  for (let code = 1; code < shadeOf.length; code++) {
    // Hidden labels are transparent.
    if (colours[4 * code + 3] === 0) continue;
    const [r, g, b] = colours.subarray(4 * code, 4 * code + 3);
    const rgb = (r << 16) | (g << 8) | b;
    const shade = shades.get(rgb) ?? shades.size + 1;
    shades.set(rgb, shade);
    shadeOf[code] = shade;
  }
  const rows = [...shades.keys()].flatMap((rgb) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255, 255]);
  return { table: Uint8ClampedArray.of(0, 0, 0, 0, ...rows), shadeOf };
}

function byOutcome(answer: Pick<Answer, Side>, side: Side, isOfKind: boolean): (row: number) => Rgb {
  const { statuses, kinds } = answer[side];
  const shades = new Map<string, Rgb>(Object.entries(SHADES).map(([name, { dark }]) => [name, rgbOf(dark)]));
  return (row) => {
    const outcome = isOfKind ? outcomeOfKindCode(kinds[row], side) : STATUSES[statuses[row]];
    return (outcome === null ? undefined : shades.get(outcome)) ?? NOT_COUNTED;
  };
}

function byInstance(answer: Pick<Answer, Side>, side: Side, isFolded: boolean): (row: number) => Rgb {
  const { partners, partnerOffsets } = answer[side];
  const references = new Map(Array.from(answer.reference.labels, (label, i) => [label, i]));
  const turn = (index: number) => (isFolded ? index % SHARED_HUES : index);
  return (row) => {
    if (side === "reference") return hueOf(turn(row), 0.62);
    const isAlone = partnerOffsets[row] === partnerOffsets[row + 1];
    return isAlone ? hueOf(turn(row), 0.9) : hueOf(turn(references.get(partners[partnerOffsets[row]]) ?? row), 0.62);
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
