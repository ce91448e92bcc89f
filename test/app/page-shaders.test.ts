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

  it("have a ray look for a code alone until the first colour, and for no backdrop where there is none", () => {
    // NiiVue joins its shaders from parts.
    const head = "uniform highp sampler3D volume, overlay;\nuniform vec3 rayDir;\n";
    const rays = SHADERS.find((text) => text.includes("var kRenderInit"));
    const own = pageShader(head + rays);
    expect(own).toContain("if (!hasBackdrop || (!isClipCutaway) &&");
    expect(own).toContain("float val = float(texelFetch(caseLabels,");
  });

  it("are NiiVue's own where no volume is drawn", () => {
    const text = "#version 300 es\nuniform vec4 lineColor;\nvoid main() {}";
    expect(pageShader(text)).toBe(text);
  });
});
