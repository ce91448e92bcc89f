import { evaluate } from "../src/evaluation/evaluate.js";
import { evaluatePass, runCase } from "../src/evaluation/pipeline.js";
import { resolveOptions } from "../src/options/resolve.js";
import { engineOf } from "../test/support/builds.js";
import { goldenAnswers, goldenVolume, syntheticCases } from "../test/support/golden.js";
import { optionsOf } from "../test/support/panoptica-options.js";
import { expectTrue } from "./say.js";

/** Every golden case on the kernels with assertions: none fails, and the answers are those of the published build. */
export async function assertions(share: number): Promise<string> {
  const engine = await engineOf("debug");
  const answers = [...syntheticCases(), "spine"].flatMap((folder) => goldenAnswers(folder));
  const chosen = answers.filter(({ files }, i) => files !== undefined && (i * share) % 1 < share);
  let refused = 0;
  for (const { name, config, files, spacing } of chosen) {
    const [reference, prediction] = await Promise.all([goldenVolume(files.reference), goldenVolume(files.prediction)]);
    const placed = { spacing: config.voxelspacing ?? spacing ?? reference.spacing };
    const inputs = { reference: { ...reference, ...placed }, prediction: { ...prediction, ...placed } };
    const options = optionsOf(config, reference.shape.length);
    const settle = (work: Promise<{ groups: object }>) =>
      work.then(({ groups }) => JSON.stringify(groups)).catch((error: Error) => `${error.name}: ${error.message}`);
    const published = await settle(evaluate(inputs, options, { threads: 1 }));
    const mark = engine.arena.mark();
    const checked = await settle(
      Promise.resolve().then(() => runCase(engine, inputs, resolveOptions(options), evaluatePass, { threads: 1 })),
    );
    engine.arena.release(mark);
    expectTrue(checked === published, `${name} with assertions: ${checked.slice(0, 300)}`);
    if (!checked.startsWith("{")) refused++;
  }
  return `${chosen.length} of ${answers.length} golden answers on the build with assertions (${refused} refused by both)`;
}
