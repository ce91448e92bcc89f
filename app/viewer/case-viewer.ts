import { DRAG_MODE, MULTIPLANAR_TYPE, Niivue, NVImage, SHOW_RENDER, SLICE_TYPE } from "@niivue/niivue";
import type { Affine, Side } from "../../src/index.js";
import type { InstanceCodes } from "../engine/protocol.js";
import { shareColours } from "./label-colours.js";

/** Which planes are shown. */
export type Layout = "all" | "axial" | "coronal" | "sagittal" | "volume";

const SLICE_TYPES: Readonly<Record<Layout, SLICE_TYPE>> = {
  all: SLICE_TYPE.MULTIPLANAR,
  axial: SLICE_TYPE.AXIAL,
  coronal: SLICE_TYPE.CORONAL,
  sagittal: SLICE_TYPE.SAGITTAL,
  volume: SLICE_TYPE.RENDER,
};

/** How one side is drawn. */
export interface SideStyle {
  readonly isShown: boolean;
  readonly isOutlined: boolean;
  /** From 0 to 1. */
  readonly opacity: number;
}

/** The values of both sides at a place; 0 where there is no instance. */
export type CodesAt = Readonly<Record<Side, number>>;

const SIDES: readonly Side[] = ["reference", "prediction"];
/** NIfTI's intent of a label volume: the viewer then looks colours up instead of interpolating. */
const INTENT_LABEL = 1002;
/** A click in 3D is answered to a 255th of the volume: instances this near, in voxels, are what was meant. */
const REACH = 3;

/** The width of a texture that WebGL 2 promises. */
const LEAST_COLOURS = 2048;

/** Shows both sides of a case above a backdrop. Everything about NiiVue is in here. */
export class CaseViewer {
  readonly #niivue: Niivue;
  readonly #canvas: HTMLCanvasElement;
  #isFlat = false;
  #layout: Layout = "all";
  #styles: Readonly<Record<Side, SideStyle>> | null = null;
  #pressed: readonly [number, number] | null = null;
  /** Which instances there are, of a side whose volume holds shades. */
  #codes: Readonly<Record<Side, InstanceCodes | null>> = { reference: null, prediction: null };

  private constructor(niivue: Niivue, canvas: HTMLCanvasElement) {
    this.#niivue = niivue;
    this.#canvas = canvas;
  }

  /**
   * @param onPick told what lies where the reader clicked
   * @param onMove told that the crosshair moved
   */
  static async attach(
    canvas: HTMLCanvasElement,
    { onPick, onMove }: { readonly onPick: (codes: CodesAt) => void; readonly onMove: () => void },
  ): Promise<CaseViewer> {
    const niivue = new Niivue({
      backColor: [0, 0, 0, 1],
      crosshairColor: [1, 1, 1, 0.55],
      crosshairWidth: 0.3,
      crosshairWidthUnit: "percent",
      crosshairGap: 6,
      show3Dcrosshair: true,
      dragAndDropEnabled: false,
      dragMode: DRAG_MODE.contrast,
      isNearestInterpolation: true,
      multiplanarLayout: MULTIPLANAR_TYPE.GRID,
      multiplanarShowRender: SHOW_RENDER.ALWAYS,
      logLevel: "error",
    });
    await niivue.attachToCanvas(canvas, false);
    const viewer = new CaseViewer(niivue, canvas);
    niivue.onLocationChange = onMove;
    canvas.addEventListener("pointerdown", viewer.#press);
    canvas.addEventListener("pointerup", (event) => {
      const codes = viewer.#release(event);
      if (codes !== null) onPick(codes);
    });
    return viewer;
  }

  /** How many instances of a side can have colours of their own. */
  get maximumCode(): number {
    return (this.#niivue.uiData.max2D ?? LEAST_COLOURS) - 1;
  }

  /**
   * Shows other volumes; colours and styles are given before, so that all is drawn once.
   *
   * @param codes of a side with more instances than colours; its file is room for shades
   */
  async show(
    files: Readonly<Record<Side | "backdrop", ArrayBuffer>>,
    codes: Readonly<Record<Side, InstanceCodes | null>>,
    colours: Readonly<Record<Side, Uint8ClampedArray>>,
    styles: Readonly<Record<Side, SideStyle>>,
  ): Promise<void> {
    // One by one, as the page stands still while a volume is looked through.
    const backdrop = await load("backdrop", files.backdrop);
    const reference = await load("reference", files.reference);
    const prediction = await load("prediction", files.prediction);
    const sides = { reference, prediction };
    this.#codes = codes;
    for (const side of SIDES) {
      sides[side].hdr = Object.assign(sides[side].hdr ?? {}, { intent_code: INTENT_LABEL }) as NVImage["hdr"];
      colour(sides[side], colours[side], codes[side]);
    }
    const niivue = this.#niivue;
    niivue.volumes = [backdrop, reference, prediction];
    niivue.back = backdrop;
    niivue.overlays = [reference, prediction];
    this.#isFlat = (backdrop.hdr?.dims[3] ?? 1) === 1;
    this.#styles = styles;
    niivue.refreshLayers(backdrop, 0);
    this.#refresh();
    this.layout = this.#layout;
  }

  set layout(layout: Layout) {
    this.#layout = layout;
    this.#niivue.setSliceType(SLICE_TYPES[this.#isFlat ? "axial" : layout]);
  }

  /** Other colours for the values of a side. */
  recolour(colours: Readonly<Record<Side, Uint8ClampedArray>>): void {
    for (const side of SIDES) {
      const image = this.#image(side);
      if (image !== undefined) colour(image, colours[side], this.#codes[side]);
    }
    this.#refresh();
  }

  set styles(styles: Readonly<Record<Side, SideStyle>>) {
    this.#styles = styles;
    this.#refresh();
  }

  /** @param millimetres of the world */
  goTo(millimetres: readonly [number, number, number]): void {
    const niivue = this.#niivue;
    if (niivue.volumes.length === 0) return;
    niivue.scene.crosshairPos = niivue.mm2frac([...millimetres], 0, true);
    niivue.drawScene();
  }

  /** Moves by voxels along the axes of the plane that is shown: across, up, and from slice to slice; in 3D it turns. */
  step(across: number, up: number, away: number): void {
    const niivue = this.#niivue;
    if (niivue.volumes.length === 0) return;
    if (this.#layout === "volume" && !this.#isFlat) {
      niivue.setRenderAzimuthElevation(
        niivue.scene.renderAzimuth + 5 * across,
        niivue.scene.renderElevation + 5 * (up + away),
      );
      return;
    }
    if (this.#layout === "coronal") niivue.moveCrosshairInVox(across, away, up);
    else if (this.#layout === "sagittal") niivue.moveCrosshairInVox(away, across, up);
    else niivue.moveCrosshairInVox(across, up, away);
  }

  /** What lies at the crosshair. */
  codesHere(reach = 0): CodesAt {
    const niivue = this.#niivue;
    const [mx, my, mz] = niivue.frac2mm(niivue.scene.crosshairPos, 0, true);
    const codeOf = (side: Side) => {
      const image = this.#image(side);
      if (image === undefined || this.#styles?.[side].isShown === false) return 0;
      const [x, y, z] = image.mm2vox([mx, my, mz]);
      const codes = this.#codes[side];
      // Read as the image is, whichever way its axes run.
      const read: NVImage = codes === null ? image : Object.create(image, { img: { value: codes } });
      return nearest(reach, (dx, dy, dz) => read.getValue(x + dx, y + dy, z + dz));
    };
    return { reference: codeOf("reference"), prediction: codeOf("prediction") };
  }

  /** Takes the listeners away and gives the graphics memory back. */
  detach(): void {
    this.#niivue.cleanup();
    this.#niivue.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  #image(side: Side): NVImage | undefined {
    return this.#niivue.volumes[side === "reference" ? 1 : 2];
  }

  /** Draws both sides anew, and the backdrop, which costs as much again, not. */
  #refresh(): void {
    const niivue = this.#niivue;
    for (const [i, side] of SIDES.entries()) {
      const image = this.#image(side);
      const style = this.#styles?.[side];
      if (image === undefined || style === undefined) continue;
      const opacity = style.isShown ? style.opacity : 0;
      niivue.opts.atlasOutline = style.isOutlined ? opacity : 0;
      // Set behind the accessor, which would draw all volumes anew.
      image._opacity = style.isOutlined ? Math.min(opacity, 1e-3) : opacity;
      niivue.refreshLayers(image, i + 1);
    }
    niivue.drawScene();
  }

  #press = (event: PointerEvent): void => {
    this.#pressed = event.button === 0 ? [event.clientX, event.clientY] : null;
  };

  /** A press and a release at one place is a click; what lies between is a drag. */
  #release(event: PointerEvent): CodesAt | null {
    const pressed = this.#pressed;
    this.#pressed = null;
    if (pressed === null || this.#niivue.volumes.length === 0) return null;
    if (Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 4) return null;
    const niivue = this.#niivue;
    const { left, top } = this.#canvas.getBoundingClientRect();
    const scale = niivue.uiData.dpr ?? 1;
    const place = [(event.clientX - left) * scale, (event.clientY - top) * scale] as const;
    if (niivue.inRenderTile(...place) < 0) return this.codesHere();
    niivue.mousePos = [...place];
    niivue.uiData.mouseDepthPicker = true;
    // The first finds the depth, the second draws the picture again.
    niivue.drawScene();
    niivue.drawScene();
    return this.codesHere(REACH);
  }
}

async function load(name: string, file: ArrayBuffer): Promise<NVImage> {
  await new Promise((resolve) => setTimeout(resolve));
  return NVImage.loadFromUrl({ url: file, name: `${name}.nii`, colormap: "gray", cal_min: 0, cal_max: 255 });
}

/** Gives a volume its colours; one with more instances than colours takes the shades of its instances as values. */
function colour(image: NVImage, colours: Uint8ClampedArray, codes: InstanceCodes | null): void {
  let lut = colours;
  if (codes !== null) {
    const { table, shadeOf } = shareColours(colours);
    const shades = image.img as Uint8Array;
    for (let i = 0; i < codes.length; i++) shades[i] = shadeOf[codes[i]];
    lut = table;
  }
  // The viewer takes a table of one or two colours for none.
  const padded = new Uint8ClampedArray(Math.max(16, lut.length));
  padded.set(lut);
  image.colormapLabel = { lut: padded, min: 0, max: padded.length / 4 - 1, labels: [] };
}

/** The first value other than 0, at ever larger distances. */
function nearest(reach: number, valueAt: (dx: number, dy: number, dz: number) => number): number {
  for (let r = 0; r <= reach; r++) {
    for (let dz = -r; dz <= r; dz++) {
      for (let dy = -r; dy <= r; dy++) {
        for (let dx = -r; dx <= r; dx++) {
          if (Math.max(Math.abs(dx), Math.abs(dy), Math.abs(dz)) !== r) continue;
          const value = valueAt(dx, dy, dz);
          if (value > 0) return value;
        }
      }
    }
  }
  return 0;
}

/** Voxels to millimetres. */
export function worldOf(affine: Affine, [x, y, z]: readonly number[]): readonly [number, number, number] {
  const along = (row: number) => affine[row] * x + affine[row + 1] * y + affine[row + 2] * z + affine[row + 3];
  return [along(0), along(4), along(8)];
}
