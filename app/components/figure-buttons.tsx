import { download } from "../state/download.js";
import { pictureOf } from "./picture-of.js";

/** Pixels of a picture for one of the drawing: sharp enough for print. */
const SCALE = 3;

interface FigureButtonsProps {
  /** Of the file, without its ending. */
  readonly name: string;
  /** Draws in the colours of paper, whatever the page's are. */
  readonly draw: () => Promise<SVGSVGElement>;
}

/** Saves a figure for print. */
export function FigureButtons({ name, draw }: FigureButtonsProps) {
  const save = async (ending: "svg" | "png") => {
    const figure = await draw();
    const text = new XMLSerializer().serializeToString(figure);
    if (ending === "svg") download(`${name}.svg`, text, "image/svg+xml");
    else download(`${name}.png`, await pictureOf(text, figure, SCALE));
  };
  return (
    <span class="figure-buttons">
      <button type="button" class="plain" aria-label="Save the figure as SVG" onClick={() => void save("svg")}>
        SVG
      </button>
      <button type="button" class="plain" aria-label="Save the figure as PNG" onClick={() => void save("png")}>
        PNG
      </button>
    </span>
  );
}
