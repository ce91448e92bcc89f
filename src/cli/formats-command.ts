import type { Command } from "commander";
import { availableFormats } from "../io/available-formats.js";

const EXAMPLES = `

The content decides the format, and the name only where content cannot. FILE.npz:NAME and FILE.h5:/PATH name an array in a file
of several. docs/formats.md lists what is read of each format, and how to convert others.`;

/** Adds `voxmatch formats`. */
export function addFormatsCommand(program: Command): void {
  program
    .command("formats")
    .description("Lists the readable file formats, and the packages that the others need.")
    .helpOption("-h, --help", "print this help")
    .option("--json", "print a list of objects")
    .addHelpText("after", EXAMPLES)
    .action(async ({ json = false }: { json?: boolean }) => {
      const formats = await availableFormats();
      if (json) {
        process.stdout.write(`${JSON.stringify(formats, null, 2)}\n`);
        return;
      }
      const rows = formats.map(({ name, endings, missing }) => [
        name,
        endings.join(" "),
        missing === null ? "yes" : `no: ${missing}`,
      ]);
      const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
      const text = [["format", "files", "read here"], ...rows].map(([name, endings, state]) =>
        `${name.padEnd(widths[0])}  ${endings.padEnd(widths[1])}  ${state}`.trimEnd(),
      );
      process.stdout.write(`${text.join("\n")}\n`);
    });
}
