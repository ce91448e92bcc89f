import type { InstanceName, Side } from "../../src/index.js";
import { SERIES, OUTCOMES as SHADES } from "../../src/reports/figures/palette.js";
import { OUTCOMES } from "../engine/outcome.js";
import type { Answer } from "../engine/protocol.js";

/** How instances are told apart by colour. */
export type Colouring = "outcome" | "instance";

type Rgb = readonly [number, number, number];

/** Instances that the numbers shown do not count: of another group, or too small. */
const NOT_COUNTED: Rgb = [112, 112, 112];

/** The colours of a side where there are more instances than colours. The viewer is dark on every page. */
export const SIDE_COLOURS: Readonly<Record<Side, string>> = { reference: SERIES[0].dark, prediction: SERIES[1].dark };

/**
 * Red, green, blue and opacity of every value of a side's volume, the background's first.
 *
 * By instance, a matched prediction has the colour of its reference, and one without a match is pale.
 */
export function labelColours(
  instances: readonly InstanceName[],
  answer: Pick<Answer, "group" | "reference" | "prediction">,
  { side, colouring, isFolded }: { readonly side: Side; readonly colouring: Colouring; readonly isFolded: boolean },
): Uint8ClampedArray<ArrayBuffer> {
  if (isFolded) return Uint8ClampedArray.of(0, 0, 0, 0, ...rgbOf(SIDE_COLOURS[side]), 255);
  const rows = new Map(Array.from(answer[side].labels, (label, i) => [label, i]));
  const colours = new Uint8ClampedArray(4 * (instances.length + 1));
  const colourOf = colouring === "outcome" ? byOutcome(answer, side) : byInstance(answer, side);
  instances.forEach(({ group, label }, code) => {
    const row = group === answer.group ? rows.get(label) : undefined;
    colours.set([...(row === undefined ? NOT_COUNTED : colourOf(row)), 255], 4 * (code + 1));
  });
  return colours;
}

function byOutcome(answer: Pick<Answer, Side>, side: Side): (row: number) => Rgb {
  const shades = OUTCOMES.map((outcome) => rgbOf(SHADES[outcome].dark));
  return (row) => shades[answer[side].outcomes[row]];
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
