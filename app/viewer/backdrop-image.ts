import { NVImage } from "@niivue/niivue";
import type { Backdrop } from "../engine/protocol.js";

/** NiiVue's own image of a backdrop. */
export async function backdropImage({ corner, shades }: Backdrop, shape: readonly number[]): Promise<NVImage> {
  const image = await NVImage.loadFromUrl({
    url: corner,
    name: "case.nii",
    colormap: "gray",
    cal_min: 0,
    cal_max: 255,
  });
  if (image.hdr === null) throw new Error("NiiVue read no header.");
  image.hdr.dims = [3, ...shape, 1, 1, 1, 1];
  image.img = shades;
  image.nVox3D = shades.length;
  image.calculateRAS();
  return image;
}
