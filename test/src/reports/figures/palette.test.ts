import { describe, expect, it } from "vitest";
import {
  OUTCOMES,
  outcomeColour,
  PAGE,
  paletteCss,
  SERIES,
  type Shade,
  seriesColour,
} from "../../../../src/reports/figures/palette.js";

type Rgb = readonly [number, number, number];

/** Linear light from 0 to 1 (IEC 61966-2-1). */
function linear(colour: string): Rgb {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2.2: (L₁ + 0.05) / (L₂ + 0.05), the lighter one above. */
function contrast(a: string, b: string): number {
  const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [low, high] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** A colour as a deuteranope and a protanope see it (Machado, Oliveira and Fernandes, 2009, severity 1). */
const BLINDNESS: Readonly<Record<string, readonly Rgb[]>> = {
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
};

function seen(colour: string, rows: readonly Rgb[]): readonly number[] {
  const [r, g, b] = linear(colour);
  return rows.map((row) => Math.cbrt(Math.max(0, row[0] * r + row[1] * g + row[2] * b)));
}

describe("the palette", () => {
  it("has black on white at 21 : 1, so the check can be trusted", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  });

  const shades: readonly (readonly [string, Shade])[] = [
    ...Object.entries(OUTCOMES),
    ...SERIES.map((shade, i) => [`series ${i + 1}`, shade] as const),
  ];
  it.each(shades)("stands out from the page: %s", (_, shade) => {
    expect(contrast(shade.light, PAGE.light)).toBeGreaterThanOrEqual(3);
    expect(contrast(shade.dark, PAGE.dark)).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.entries(BLINDNESS))("keeps outcomes apart in %s", (_, rows) => {
    for (const variant of ["light", "dark"] as const) {
      const colours = Object.values(OUTCOMES).map((shade) => seen(shade[variant], rows));
      for (const [i, a] of colours.entries()) {
        for (const b of colours.slice(i + 1)) {
          expect(Math.hypot(...a.map((value, k) => value - b[k])), variant).toBeGreaterThan(0.08);
        }
      }
    }
  });

  it("names variables that fall back to the light shade", () => {
    expect(outcomeColour("missed")).toBe("var(--voxmatch-missed, #c24e00)");
    expect(seriesColour(SERIES.length)).toBe(seriesColour(0));
    expect(paletteCss("dark")).toContain("--voxmatch-missed:#ee7a2b;");
    expect(paletteCss("light")).toContain("--voxmatch-series-1:#0072b2");
  });
});
