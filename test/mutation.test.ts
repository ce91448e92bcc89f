import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EQUIVALENT, RESULTS, sameMutant } from "../scripts/docs/mutants-text.js";

const ROOT = join(import.meta.dirname, "..");

describe("changes that tests do not notice", () => {
  it.each(EQUIVALENT)("are explained where they change nothing: $file, $becomes", ({ file, line, why, ...mutant }) => {
    expect(why).toMatch(/\.$/);
    const lines = readFileSync(join(ROOT, file), "utf8").split("\n");
    expect(lines.map((each) => each.trim())).toContain(line);
    const survivors = RESULTS.flatMap((result) => result.survivors);
    expect(survivors.filter((survivor) => sameMutant(survivor, { file, line, ...mutant }))).not.toEqual([]);
  });

  it("are those that were tried and not killed", () => {
    expect(RESULTS.map(({ room }) => `${room}.json`).sort()).toEqual(
      readdirSync(join(ROOT, "mutation", "results")).sort(),
    );
    for (const { room, mutants, tried, killed, timedOut, survivors } of RESULTS) {
      expect(killed + timedOut + survivors.length, room).toBe(tried);
      expect(tried).toBeLessThanOrEqual(mutants);
    }
  });
});
