import { DRAG_MODE, MULTIPLANAR_TYPE, Niivue, NVImage, SHOW_RENDER, SLICE_TYPE } from "@niivue/niivue";
import type { Backdrop, ShownLabels } from "../engine/protocol.js";
import type { Layout } from "../state/view-words.js";
import { CaseTextures, type Look } from "./case-textures.js";
import { type Point, type Tile, tilesOf } from "./tiles.js";

const SLICE_TYPES: Readonly<Record<Layout, SLICE_TYPE>> = {
  all: SLICE_TYPE.MULTIPLANAR,
  planes: SLICE_TYPE.MULTIPLANAR,
  axial: SLICE_TYPE.AXIAL,
  coronal: SLICE_TYPE.CORONAL,
  sagittal: SLICE_TYPE.SAGITTAL,
  volume: SLICE_TYPE.RENDER,
};

/** A click in 3D is answered to a 255th of the volume: instances this near, in voxels, are what was meant. */
const REACH = 3;

/** Shows both sides of a case above a backdrop. Everything about NiiVue is in here. */
export class CaseViewer {
  readonly #niivue: Niivue;
  readonly #canvas: HTMLCanvasElement;
  readonly #textures: CaseTextures;
  #isFlat = false;
  #layout: Layout = "all";
  #pressed: readonly [number, number] | null = null;

  private constructor(niivue: Niivue, canvas: HTMLCanvasElement, textures: CaseTextures) {
    this.#niivue = niivue;
    this.#canvas = canvas;
    this.#textures = textures;
  }

  /**
   * @param onPick told that the reader clicked at the crosshair, and how far around it, in voxels, that may mean
   * @param onMove told that the crosshair moved
   * @param onDraw told after each picture
   */
  static async attach(
    canvas: HTMLCanvasElement,
    {
      onPick,
      onMove,
      onDraw,
    }: {
      readonly onPick: (reach: number) => void;
      readonly onMove: () => void;
      readonly onDraw: () => void;
    },
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
      // The page writes letters itself: NiiVue's font is left out of it.
      isOrientationTextVisible: false,
      loadingText: "",
      logLevel: "error",
    });
    // As NiiVue asks for it afterwards, and is given the same.
    const gl = canvas.getContext("webgl2", { alpha: true, antialias: false });
    if (gl === null) throw new Error("There is no WebGL 2.");
    const textures = new CaseTextures(gl);
    await niivue.attachToCanvas(canvas, false);
    const viewer = new CaseViewer(niivue, canvas, textures);
    niivue.onLocationChange = onMove;
    const draw = niivue.drawScene.bind(niivue);
    niivue.drawScene = () => {
      draw();
      onDraw();
    };
    canvas.addEventListener("pointerdown", viewer.#press);
    canvas.addEventListener("pointerup", (event) => {
      const reach = viewer.#release(event);
      if (reach !== null) onPick(reach);
    });
    return viewer;
  }

  /** Shows another case. */
  async show(backdrop: Backdrop, labels: ShownLabels, look: Look): Promise<void> {
    const niivue = this.#niivue;
    const image = await backdropImage(backdrop, labels.shape);
    await this.#textures.load(backdrop, labels);
    niivue.volumes = [image];
    niivue.back = image;
    // Where there is nothing above the backdrop, the shaders do not look for labels.
    niivue.overlays = [image];
    niivue.scene.crosshairPos = middleOf(image);
    this.#isFlat = labels.shape[2] === 1;
    niivue.refreshLayers(image, 0);
    this.#textures.place = image.toRAS ?? [];
    this.#textures.look = look;
    this.layout = this.#layout;
  }

  set layout(layout: Layout) {
    this.#layout = layout;
    this.#niivue.opts.multiplanarShowRender = layout === "planes" ? SHOW_RENDER.NEVER : SHOW_RENDER.ALWAYS;
    this.#niivue.setSliceType(SLICE_TYPES[this.#isFlat ? "axial" : layout]);
  }

  /** Colours and styles of the instances. */
  set look(look: Look) {
    this.#textures.look = look;
    this.#niivue.drawScene();
  }

  /** The right side of a patient at the left of the picture. */
  set isRadiological(isRadiological: boolean) {
    this.#niivue.opts.isRadiologicalConvention = isRadiological;
    this.#niivue.drawScene();
  }

  /** Which shades of the backdrop are black and white, from 0 to 255. */
  set greys(greys: readonly [number, number]) {
    this.#textures.greys = greys;
    this.#niivue.drawScene();
  }

  /** All that was drawn last, in pixels of the page. */
  get tiles(): readonly Tile[] {
    const niivue = this.#niivue;
    if (niivue.volumes.length === 0) return [];
    return tilesOf(niivue.screenSlices, niivue.uiData.dpr ?? 1, (point: Point) => {
      const [x, y, z] = niivue.frac2mm(niivue.mm2frac([...point], 0, true), 0, false);
      return [x, y, z];
    });
  }

  /** World millimetres of the crosshair. */
  get place(): Point {
    const [x, y, z] = this.#niivue.frac2mm(this.#niivue.scene.crosshairPos, 0, true);
    return [x, y, z];
  }

  /** Enlarges around the crosshair, so that a box of this size fills about half of a plane. Null: everything is shown. */
  zoom(millimetres: number | null): void {
    const niivue = this.#niivue;
    if (niivue.volumes.length === 0) return;
    const whole = Math.max(...niivue.screenSlices.flatMap(({ fovMM }) => fovMM.map(Math.abs)));
    const zoom = niivue.scene.pan2Dxyzmm[3];
    const factor =
      millimetres === null ? 1 : Math.max(1, Math.min(16, (whole * zoom) / (2 * Math.max(1, millimetres))));
    // NiiVue shows (p − pan) / zoom for each end p of the plane: its middle has to come to the crosshair.
    const [x, y, z] = niivue.frac2mm(niivue.scene.crosshairPos, 0, false);
    const [mx, my, mz] = niivue.frac2mm([0.5, 0.5, 0.5], 0, false);
    const pan = factor === 1 ? [0, 0, 0] : [mx - factor * x, my - factor * y, mz - factor * z];
    niivue.setPan2Dxyzmm([pan[0], pan[1], pan[2], factor]);
  }

  redraw(): void {
    this.#niivue.drawScene();
  }

  /** Everything as it was at first: place, zoom, angles, greys. */
  reset(): void {
    const niivue = this.#niivue;
    if (niivue.back !== null) niivue.scene.crosshairPos = middleOf(niivue.back);
    niivue.setPan2Dxyzmm([0, 0, 0, 1]);
    niivue.setRenderAzimuthElevation(110, 10);
    niivue.drawScene();
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

  /** Takes the listeners away and gives the graphics memory back. */
  detach(): void {
    this.#niivue.cleanup();
    this.#niivue.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  #press = (event: PointerEvent): void => {
    this.#pressed = event.button === 0 ? [event.clientX, event.clientY] : null;
  };

  /** A press and a release at one place is a click, all else a drag. */
  #release(event: PointerEvent): number | null {
    const pressed = this.#pressed;
    this.#pressed = null;
    if (pressed === null || this.#niivue.volumes.length === 0) return null;
    if (Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 4) return null;
    const niivue = this.#niivue;
    const { left, top } = this.#canvas.getBoundingClientRect();
    const scale = niivue.uiData.dpr ?? 1;
    const place = [(event.clientX - left) * scale, (event.clientY - top) * scale] as const;
    if (niivue.inRenderTile(...place) < 0) return 0;
    niivue.mousePos = [...place];
    niivue.uiData.mouseDepthPicker = true;
    // The first finds the depth, the second draws the picture again.
    niivue.drawScene();
    niivue.drawScene();
    return REACH;
  }
}

/** The middle of the voxel in the middle: between two voxels it would depend on rounding what lies there. */
function middleOf({ dimsRAS = [] }: Pick<NVImage, "dimsRAS">): [number, number, number] {
  const [x, y, z] = dimsRAS.slice(1).map((length) => (Math.floor(length / 2) + 0.5) / length);
  return [x, y, z];
}

/** NiiVue's own image of a backdrop. */
async function backdropImage({ corner, shades }: Backdrop, shape: readonly number[]): Promise<NVImage> {
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
