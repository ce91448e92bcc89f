import type { RefObject } from "preact";
import { download } from "./download.js";

/** Pixels of a picture for one of the drawing: sharp enough for print. */
const SCALE = 3;

interface FigureButtonsProps {
  readonly figure: RefObject<SVGSVGElement | null>;
  readonly name: string;
}

/** Saves a drawing as it is seen, with its colours written into it. */
export function FigureButtons({ figure, name }: FigureButtonsProps) {
  return (
    <span class="figure-buttons">
      <button
        type="button"
        class="plain"
        onClick={() => figure.current !== null && download(`${name}.svg`, standalone(figure.current), "image/svg+xml")}
      >
        SVG
      </button>
      <button
        type="button"
        class="plain"
        onClick={() => {
          if (figure.current !== null) void picture(figure.current).then((blob) => download(`${name}.png`, blob));
        }}
      >
        PNG
      </button>
    </span>
  );
}

/** What the style sheet gives to a drawing. */
const STYLES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
];

/** The drawing as a document of its own, which needs no style sheet. */
function standalone(figure: SVGSVGElement): string {
  const copy = figure.cloneNode(true) as SVGSVGElement;
  const { width, height } = figure.viewBox.baseVal;
  const originals = [figure, ...figure.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, i) => {
    const style = getComputedStyle(originals[i]);
    for (const property of STYLES) element.setAttribute(property, style.getPropertyValue(property));
    element.removeAttribute("class");
  });
  const background = document.createElementNS(copy.namespaceURI, "rect");
  background.setAttribute("width", String(width));
  background.setAttribute("height", String(height));
  background.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  copy.prepend(background);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  return new XMLSerializer().serializeToString(copy);
}

async function picture(figure: SVGSVGElement): Promise<Blob> {
  const { width, height } = figure.viewBox.baseVal;
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(standalone(figure))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * width;
  canvas.height = SCALE * height;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error("The browser made no picture.")) : resolve(blob))),
  );
}
