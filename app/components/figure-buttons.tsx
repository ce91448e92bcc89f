import { download } from "../state/download.js";
import { say } from "../state/notices.js";
import { pictureOf } from "./picture-of.js";

/** Pixels of a picture for one of the drawing: sharp enough for print. */
const SCALE = 3;

interface FigureButtonsProps {
  /** Of the file, without its ending. */
  readonly name: string;
  /** Draws in the colours for paper, also in a dark page. */
  readonly draw: () => Promise<string>;
}

/** Saves a figure for print. */
export function FigureButtons({ name, draw }: FigureButtonsProps) {
  const save = async (ending: "svg" | "png") => {
    const text = await draw();
    if (ending === "svg") download(`${name}.svg`, text, "image/svg+xml");
    else download(`${name}.png`, await pictureOf(text, SCALE));
  };
  return (
    <span class="figure-buttons">
      <button
        type="button"
        class="plain"
        aria-label="Save the figure as SVG"
        onClick={() => save("svg").catch(sayFailure)}
      >
        SVG
      </button>
      <button
        type="button"
        class="plain"
        aria-label="Save the figure as PNG"
        onClick={() => save("png").catch(sayFailure)}
      >
        PNG
      </button>
    </span>
  );
}

function sayFailure(error: unknown): void {
  say(`The figure was not saved: ${error instanceof Error ? error.message : String(error)}`);
}
