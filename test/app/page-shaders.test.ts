import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pageShader } from "../../app/viewer/page-shaders.js";

/** The texts of NiiVue's shaders, as its distribution has them, cut at their versions. */
const SHADERS = readFileSync("node_modules/@niivue/niivue/dist/index.js", "utf8")
  .split(/(?=#version 300 es)/)
  .slice(1);
const ofVolumes = SHADERS.filter((text) => text.includes("sampler3D volume, overlay;"));

describe("the page's shaders", () => {
  it("look up what NiiVue's look at in painted textures: slices, rays and picking", () => {
    expect(ofVolumes.length).toBeGreaterThan(2);
    for (const text of ofVolumes) {
      const own = pageShader(text);
      expect(own).not.toMatch(/texture\((volume|overlay),/);
      expect(own).toContain("vec4 labelsAt(vec3 place)");
    }
  });

  it("paint nothing in place of those that paint", () => {
    const painters = SHADERS.filter((text) => /uniform highp usampler3D intensityVol;|uniform float dX;/.test(text));
    expect(painters.length).toBeGreaterThan(3);
    for (const text of painters) expect(pageShader(text)).toContain("colour = vec4(0.0);");
  });

  it("are NiiVue's own where no volume is drawn", () => {
    const text = "#version 300 es\nuniform vec4 lineColor;\nvoid main() {}";
    expect(pageShader(text)).toBe(text);
  });
});
