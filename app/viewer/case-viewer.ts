import { DRAG_MODE, MULTIPLANAR_TYPE, Niivue, type NVImage, SHOW_RENDER, SLICE_TYPE } from "@niivue/niivue";
import type { Side } from "../../src/index.js";
import type { InstanceCodes } from "../engine/protocol.js";
import type { Layout } from "../state/view-words.js";
import type { SideStyle } from "../state/viewing.js";
import { type Point, type Tile, tilesOf } from "./tiles.js";
import { colourVolume, loadVolume, markAsLabels, nearestValue } from "./volumes.js";

const SLICE_TYPES: Readonly<Record<Layout, SLICE_TYPE>> = {
  all: SLICE_TYPE.MULTIPLANAR,
  planes: SLICE_TYPE.MULTIPLANAR,
  axial: SLICE_TYPE.AXIAL,
  coronal: SLICE_TYPE.CORONAL,
  sagittal: SLICE_TYPE.SAGITTAL,
  volume: SLICE_TYPE.RENDER,
};

/** The values of both sides at a place; 0 where there is no instance. */
export type CodesAt = Readonly<Record<Side, number>>;

const SIDES: readonly Side[] = ["reference", "prediction"];
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

  #isAgreement = false;

  private constructor(niivue: Niivue, canvas: HTMLCanvasElement) {
    this.#niivue = niivue;
    this.#canvas = canvas;
  }

  /**
   * @param onPick told what lies where the reader clicked
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
      readonly onPick: (codes: CodesAt) => void;
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
    await niivue.attachToCanvas(canvas, false);
    const viewer = new CaseViewer(niivue, canvas);
    niivue.onLocationChange = onMove;
    const draw = niivue.drawScene.bind(niivue);
    niivue.drawScene = () => {
      draw();
      onDraw();
    };
    canvas.addEventListener("pointerdown", viewer.#press);
    canvas.addEventListener("pointerup", (event) => {
      const codes = viewer.#release(event);
      if (codes !== null) onPick(codes);
    });
    return viewer;
  }

  /** The largest number of instances of a side with distinct colours. */
  get maximumCode(): number {
    return (this.#niivue.uiData.max2D ?? LEAST_COLOURS) - 1;
  }

  /**
   * Shows other volumes; colours and styles are given before, so that all is drawn once.
   *
   * @param codes of a side with more instances than colours; its file is room for shades
   * @param isAgreement the reference's file is the map of both sides, and the codes say only which instance is where
   */
  async show(
    files: Readonly<Record<Side | "backdrop", ArrayBuffer>>,
    codes: Readonly<Record<Side, InstanceCodes | null>>,
    colours: Readonly<Record<Side, Uint8ClampedArray>>,
    styles: Readonly<Record<Side, SideStyle>>,
    isAgreement = false,
  ): Promise<void> {
    // One by one, as the page stands still while a volume is looked through.
    const backdrop = await loadVolume("backdrop", files.backdrop);
    const reference = await loadVolume("reference", files.reference);
    const prediction = await loadVolume("prediction", files.prediction);
    const sides = { reference, prediction };
    this.#codes = codes;
    this.#isAgreement = isAgreement;
    for (const side of SIDES) {
      markAsLabels(sides[side]);
      colourVolume(sides[side], colours[side], isAgreement ? null : codes[side]);
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
    this.#niivue.opts.multiplanarShowRender = layout === "planes" ? SHOW_RENDER.NEVER : SHOW_RENDER.ALWAYS;
    this.#niivue.setSliceType(SLICE_TYPES[this.#isFlat ? "axial" : layout]);
  }

  /** Other colours for the values of a side. */
  recolour(colours: Readonly<Record<Side, Uint8ClampedArray>>): void {
    for (const side of SIDES) {
      const image = this.#image(side);
      if (image !== undefined) colourVolume(image, colours[side], this.#codes[side]);
    }
    this.#refresh();
  }

  /** The right side of a patient at the left of the picture. */
  set isRadiological(isRadiological: boolean) {
    this.#niivue.opts.isRadiologicalConvention = isRadiological;
    this.#niivue.drawScene();
  }

  /** Which shades of the backdrop are black and white, from 0 to 255. */
  set greys([low, high]: readonly [number, number]) {
    const [backdrop] = this.#niivue.volumes;
    if (backdrop === undefined) return;
    backdrop.cal_min = low;
    backdrop.cal_max = Math.max(low + 1, high);
    this.#niivue.refreshLayers(backdrop, 0);
    this.#refresh();
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
    // The middle of the volume is moved to the crosshair.
    const [x, y, z] = niivue.frac2mm(niivue.scene.crosshairPos, 0, false);
    const [mx, my, mz] = niivue.frac2mm([0.5, 0.5, 0.5], 0, false);
    const pan = factor === 1 ? [0, 0, 0] : [mx - x, my - y, mz - z];
    niivue.setPan2Dxyzmm([pan[0], pan[1], pan[2], factor]);
  }

  redraw(): void {
    this.#niivue.drawScene();
  }

  /** Everything as it was at first: place, zoom, angles, greys. */
  reset(): void {
    const niivue = this.#niivue;
    niivue.scene.crosshairPos = [0.5, 0.5, 0.5];
    niivue.setPan2Dxyzmm([0, 0, 0, 1]);
    niivue.setRenderAzimuthElevation(110, 10);
    niivue.drawScene();
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

  /** The label codes at the crosshair. */
  codesHere(reach = 0): CodesAt {
    const niivue = this.#niivue;
    const [mx, my, mz] = niivue.frac2mm(niivue.scene.crosshairPos, 0, true);
    const codeOf = (side: Side) => {
      const image = this.#image(side);
      if (image === undefined || (this.#styles?.[side].isShown === false && !this.#isAgreement)) return 0;
      const [x, y, z] = image.mm2vox([mx, my, mz]);
      const codes = this.#codes[side];
      // Read as the image is, whichever way its axes run.
      const read: NVImage = codes === null ? image : Object.create(image, { img: { value: codes } });
      return nearestValue(reach, (dx, dy, dz) => read.getValue(x + dx, y + dy, z + dz));
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
      const opacity = this.#isAgreement ? Number(side === "reference") : style.isShown ? style.opacity : 0;
      const isOutlined = style.isOutlined && !this.#isAgreement;
      niivue.opts.atlasOutline = isOutlined ? opacity : 0;
      // Set behind the accessor, which would draw all volumes anew.
      image._opacity = isOutlined ? Math.min(opacity, 1e-3) : opacity;
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
