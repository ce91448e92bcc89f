import { DRAG_MODE, MULTIPLANAR_TYPE, Niivue, type NVImage, SHOW_RENDER, SLICE_TYPE } from "@niivue/niivue";
import type { Backdrop, ShownLabels } from "../engine/protocol.js";
import type { Layout } from "../state/view-words.js";
import { backdropImage } from "./backdrop-image.js";
import { CaseTextures, type Look } from "./case-textures.js";
import { contextOf } from "./context-of.js";
import { DrawingPace } from "./drawing-pace.js";
import { type Point, type Tile, tilesOf } from "./tiles.js";
import { VolumePicture } from "./volume-picture.js";

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
  readonly #picture: VolumePicture;
  readonly #pace: DrawingPace;
  readonly #drawNow: () => void;
  #isFlat = false;
  #layout: Layout = "all";
  #pressed: readonly [number, number] | null = null;

  private constructor(
    niivue: Niivue,
    {
      canvas,
      gl,
      onDraw,
    }: { canvas: HTMLCanvasElement; gl: WebGL2RenderingContext; onDraw: (tiles: readonly Tile[]) => void },
  ) {
    this.#niivue = niivue;
    this.#canvas = canvas;
    this.#textures = new CaseTextures(gl);
    const picture = new VolumePicture(gl);
    this.#picture = picture;
    const draw = niivue.drawScene.bind(niivue);
    this.#drawNow = () => {
      picture.leave();
      draw();
      onDraw(this.tiles);
    };
    const pace = new DrawingPace(gl, {
      draw: this.#drawNow,
      isCoarse: () => picture.isCoarse,
      refine: () => picture.refine(),
      onDone: (milliseconds) => picture.tookAltogether(milliseconds),
      onRest: (isAtRest) => {
        canvas.dataset.picture = isAtRest ? "whole" : "coarse";
      },
    });
    this.#pace = pace;
    niivue.drawScene = () => pace.request();
    const paint = niivue.drawImage3D.bind(niivue);
    niivue.drawImage3D = (...view) => this.#drawVolume(view, paint);
    const resize = niivue.resizeListener.bind(niivue);
    niivue.resizeListener = () => pace.request(resize);
  }

  /**
   * @param onPick told that the reader clicked at the crosshair, and how far around it, in voxels, that may mean
   * @param onMove told that the crosshair moved
   * @param onDraw told after each picture what it consists of
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
      readonly onDraw: (tiles: readonly Tile[]) => void;
    },
  ): Promise<CaseViewer> {
    const niivue = new Niivue({
      backColor: [0, 0, 0, 1],
      crosshairColor: [1, 1, 1, 0.55],
      // More than a pixel where four views share a narrow canvas: a thinner line falls between pixels.
      crosshairWidth: Math.max(0.3, 250 / canvas.clientWidth),
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
    const gl = contextOf(canvas);
    if (gl === null) throw new Error("There is no WebGL 2.");
    const viewer = new CaseViewer(niivue, { canvas, gl, onDraw });
    await niivue.attachToCanvas(canvas, false);
    niivue.onLocationChange = onMove;
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
    this.#textures.withoutPainting(() => niivue.refreshLayers(image, 0));
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

  /** Draws all of it now. */
  redraw(): void {
    this.#drawNow();
    if (!this.#picture.isCoarse) return;
    this.#picture.finish();
    this.#drawNow();
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
    this.#pace.stop();
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
    // Finds the depth; the place that it moves to is drawn after that.
    this.#drawNow();
    niivue.drawScene();
    return REACH;
  }

  /** In place of NiiVue's own drawing of the volume. */
  #drawVolume([matrix, azimuth, elevation]: Parameters<Niivue["drawImage3D"]>, paint: Niivue["drawImage3D"]): void {
    const { gl, mousePos, uiData, screenSlices } = this.#niivue;
    const { height: canvasHeight } = gl.canvas;
    if (uiData.mouseDepthPicker) {
      // Of the one pixel that is asked for.
      gl.enable(gl.SCISSOR_TEST);
      gl.scissor(mousePos[0], canvasHeight - mousePos[1] - 1, 1, 1);
      paint(matrix, azimuth, elevation);
      gl.disable(gl.SCISSOR_TEST);
      return;
    }
    const own = Float32Array.from(matrix);
    const [left, top, width, height] = (screenSlices.at(-1)?.leftTopWidthHeight ?? []).map(Math.trunc);
    const key = [this.#textures.version, ...own, azimuth, elevation].join(" ");
    this.#picture.draw(key, [left, canvasHeight - top - height, width, height], () => paint(own, azimuth, elevation));
  }
}

/** The middle of the voxel in the middle: between two voxels it would depend on rounding what lies there. */
function middleOf({ dimsRAS = [] }: Pick<NVImage, "dimsRAS">): [number, number, number] {
  const [x, y, z] = dimsRAS.slice(1).map((length) => (Math.floor(length / 2) + 0.5) / length);
  return [x, y, z];
}
