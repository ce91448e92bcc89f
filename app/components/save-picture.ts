import { download } from "../state/download.js";
import { pictureOf } from "./picture-of.js";

const SVG = "http://www.w3.org/2000/svg";

/** Saves what the viewer shows, with frame, scale bars and slice numbers as lines and text. Called right after a drawing. */
export async function savePicture(canvas: HTMLCanvasElement, ending: "svg" | "png"): Promise<void> {
  const pixels = canvas.toDataURL("image/png");
  const { clientWidth: width, clientHeight: height } = canvas;
  const figure = document.createElementNS(SVG, "svg");
  figure.setAttribute("width", String(width));
  figure.setAttribute("height", String(height));
  figure.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const image = document.createElementNS(SVG, "image");
  image.setAttribute("href", pixels);
  image.setAttribute("width", String(width));
  image.setAttribute("height", String(height));
  figure.append(image);
  const overlay = canvas.parentElement?.querySelector("svg.overlay");
  if (overlay !== null && overlay !== undefined)
    for (const each of overlay.children) figure.append(each.cloneNode(true));
  const text = new XMLSerializer().serializeToString(figure);
  if (ending === "svg") download("voxmatch-view.svg", text, "image/svg+xml");
  else download("voxmatch-view.png", await pictureOf(text, canvas.width / width));
}
