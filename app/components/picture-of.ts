/** Draws an SVG as a PNG. @param scale pixels of the picture for one of the drawing */
export async function pictureOf(text: string, scale: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await image.decode();
  const figure = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  const canvas = document.createElement("canvas");
  canvas.width = scale * Number(figure.getAttribute("width"));
  canvas.height = scale * Number(figure.getAttribute("height"));
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
