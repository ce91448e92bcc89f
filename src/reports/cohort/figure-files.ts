import { VERSION } from "../../../base/version.js";
import { standaloneSvg } from "../figures/standalone.js";
import type { ReportFigure } from "./markup.js";

/** A file, and the whole of its text. */
export interface FigureFile {
  readonly file: string;
  readonly text: string;
}

/** As long as any file system takes, whatever the script. */
const LONGEST_NAME = 56;

/** Each figure of a report as an SVG file, and `figures.json`, which says what each is. */
export function figureFiles(figures: readonly ReportFigure[], report: string): FigureFile[] {
  const taken = new Set<string>();
  const named = figures.map((figure) => ({ ...figure, file: `${freeName(figure.name, taken)}.svg` }));
  const list = named.map(({ file, title, caption }) => ({ file, title, caption }));
  return [
    ...named.map(({ file, title, caption, svg }) => ({
      file,
      text: standaloneSvg(svg, { title, description: caption }),
    })),
    {
      file: "figures.json",
      text: `${JSON.stringify({ report, program: `voxmatch ${VERSION}`, figures: list }, null, 2)}\n`,
    },
  ];
}

/** Letters and digits of any script, in lower case as some systems tell no other; numbered where two figures would share a name. */
function freeName(name: readonly (string | null)[], taken: Set<string>): string {
  const words = name.flatMap((part) =>
    (part ?? "")
      .normalize("NFKC")
      .toLowerCase()
      .split(/[^\p{L}\p{M}\p{N}_]+/u),
  );
  const letters = [...words.filter((word) => word !== "").join("-")];
  const base = letters.slice(0, LONGEST_NAME).join("").replace(/-$/, "");
  let free = base;
  for (let i = 2; taken.has(free); i++) free = `${base}-${i}`;
  taken.add(free);
  return free;
}
