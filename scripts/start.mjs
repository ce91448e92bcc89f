/** `npm start`: evaluates the example pair with the built command, prints the result, and writes it as JSON and as a page to out/. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const output = join("out", "example.json");
const pair = ["-r", "examples/reference.nii.gz", "-p", "examples/prediction.nii.gz"];
const words = [
  "evaluate",
  ...pair,
  "--groups",
  "examples/groups.yaml",
  "--strategy",
  "one-to-one",
  "--autc",
  "exact",
  "--output",
  output,
];

mkdirSync(join(root, "out"), { recursive: true });
voxmatch(words);
const page = join("out", "example.html");
voxmatch(["report", output, "--output", page]);
console.log(`
The whole result, with every instance, is in ${output}; open ${page} to see it as figures.
Other ways to match, metrics and formats: node dist/src/cli/main.js help evaluate`);

function voxmatch(words) {
  console.log(`\n$ voxmatch ${words.join(" ")}\n`);
  const command = [join("dist", "src", "cli", "main.js"), ...words];
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
