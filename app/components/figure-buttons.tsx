import { download } from "./download.js";

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
    else download(`${name}.png`, await picture(text, figure));
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

async function picture(text: string, figure: SVGSVGElement): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * Number(figure.getAttribute("width"));
  canvas.height = SCALE * Number(figure.getAttribute("height"));
  const context = canvas.getContext("2d");
  if (context !== null) {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error("The browser made no picture.")) : resolve(blob))),
  );
}
