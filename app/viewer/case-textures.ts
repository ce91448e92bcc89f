import type { Side } from "../../src/index.js";
import type { Backdrop, ShownLabels } from "../engine/protocol.js";
import type { SideStyle } from "../state/viewing.js";
import { graphicsDone } from "./graphics-done.js";
import { pageShader, SAMPLERS } from "./page-shaders.js";
import { withoutUnusedPrograms } from "./unused-programs.js";

/** Red, green, blue and opacity of every code of a side, the background's first. */
export type SideColours = Readonly<Record<Side, Uint8ClampedArray>>;

/** How the instances look. */
export interface Look {
  /** For the map of agreement, the reference's are those of voxels of both sides, and of either alone. */
  readonly colours: SideColours;
  readonly styles: Readonly<Record<Side, SideStyle>>;
  readonly isAgreement: boolean;
}

/** Units of textures that NiiVue uses for tools alone that the page does not have. */
const UNITS = { backdrop: 12, labels: 13, reference: 14, prediction: 15 } as const;
/** The width of a texture that WebGL 2 promises. */
const WIDTH = 2048;
/** Bytes that are handed to the graphics card in one task of the page. */
const SLAB_BYTES = 1 << 22;

/** A volume's numbers on their way to the graphics card. */
interface Upload {
  readonly numbers: Uint8Array | Uint16Array | Uint32Array;
  /** Numbers of each voxel. */
  readonly channels: number;
  readonly stored: GLenum;
  readonly format: GLenum;
  readonly type: GLenum;
}

/**
 * The backdrop and both sides on the graphics card: a texture of shades and one of codes, which are written once, and a table of
 * colours for each side. A new look of instances changes only tables and a few numbers.
 */
export class CaseTextures {
  readonly #gl: WebGL2RenderingContext;
  readonly #programs: WebGLProgram[] = [];
  readonly #volumes: { backdrop: WebGLTexture | null; labels: WebGLTexture | null } = { backdrop: null, labels: null };

  #version = 0;

  /** Before NiiVue compiles its shaders. */
  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    withoutUnusedPrograms(gl);
    const { shaderSource } = WebGL2RenderingContext.prototype;
    const { linkProgram } = gl;
    gl.shaderSource = (shader, source) => shaderSource.call(gl, shader, pageShader(source));
    gl.linkProgram = (program) => {
      linkProgram(program);
      if (gl.getUniformLocation(program, SAMPLERS.labels) !== null) this.#programs.push(program);
    };
    for (const side of ["reference", "prediction"] as const) {
      this.#bind(side, gl.createTexture());
      for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
        gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
    }
  }

  /** Another number after every change of what is seen. */
  get version(): number {
    return this.#version;
  }

  /** Takes another case in, with pauses in which the page may do something else; the one before is seen until then. */
  async load({ shades, window }: Backdrop, { codes, shape }: ShownLabels): Promise<void> {
    const gl = this.#gl;
    const isShort = codes instanceof Uint16Array;
    const next = {
      backdrop: await this.#upload("backdrop", shape, {
        numbers: shades,
        channels: 1,
        stored: gl.R8,
        format: gl.RED,
        type: gl.UNSIGNED_BYTE,
      }),
      labels: await this.#upload("labels", shape, {
        numbers: codes,
        channels: 2,
        stored: isShort ? gl.RG16UI : gl.RG32UI,
        format: gl.RG_INTEGER,
        type: isShort ? gl.UNSIGNED_SHORT : gl.UNSIGNED_INT,
      }),
    };
    for (const name of ["backdrop", "labels"] as const) {
      gl.deleteTexture(this.#volumes[name]);
      this.#volumes[name] = next[name];
      this.#bind(name, next[name]);
    }
    this.#set((gl, at) => gl.uniform1i(at("hasBackdrop"), Number(window !== null)));
  }

  async #upload(
    name: "backdrop" | "labels",
    [nx, ny, nz]: ShownLabels["shape"],
    { numbers, channels, stored, format, type }: Upload,
  ): Promise<WebGLTexture | null> {
    const gl = this.#gl;
    const texture = gl.createTexture();
    this.#bind(name, texture);
    gl.texStorage3D(gl.TEXTURE_3D, 1, stored, nx, ny, nz);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
      gl.texParameteri(gl.TEXTURE_3D, filter, format === gl.RED ? gl.LINEAR : gl.NEAREST);
    for (const axis of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R])
      gl.texParameteri(gl.TEXTURE_3D, axis, gl.CLAMP_TO_EDGE);
    const layer = channels * nx * ny;
    const depth = Math.max(1, Math.floor(SLAB_BYTES / (layer * numbers.BYTES_PER_ELEMENT)));
    for (let z = 0; z < nz; z += depth) {
      this.#bind(name, texture);
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
      const layers = Math.min(depth, nz - z);
      const slab = numbers.subarray(z * layer, (z + layers) * layer);
      gl.texSubImage3D(gl.TEXTURE_3D, 0, 0, 0, z, nx, ny, layers, format, type, slab);
      this.#bind(name, this.#volumes[name]);
      // With more in its queue, the page would wait for the card.
      await graphicsDone(gl);
    }
    return texture;
  }

  /** NiiVue's own textures of colours stay empty, and as small as can be: nothing looks at them. */
  withoutPainting(refresh: () => void): void {
    const gl = this.#gl;
    const { texStorage3D } = WebGL2RenderingContext.prototype;
    const nothing = () => {};
    const without = {
      drawArrays: nothing,
      texSubImage3D: nothing,
      framebufferTextureLayer: nothing,
      // The answer waits until all that was drawn before is done.
      checkFramebufferStatus: () => gl.FRAMEBUFFER_COMPLETE,
      texStorage3D: (target: GLenum, levels: GLint, format: GLenum) =>
        texStorage3D.call(gl, target, levels, format, 1, 1, 1),
    };
    Object.assign(gl, without);
    refresh();
    for (const name of Object.keys(without)) Reflect.deleteProperty(gl, name);
  }

  /** @param caseToPlace NiiVue's matrix from the case's own axes to those of the patient, both from 0 to 1 */
  set place(caseToPlace: Iterable<number>) {
    if (this.#programs.length === 0) throw new Error("NiiVue has no shader by the names that the page knows.");
    const matrix = Float32Array.from(caseToPlace);
    this.#set((gl, at) => {
      for (const name of ["backdrop", "labels", "reference", "prediction"] as const)
        gl.uniform1i(at(SAMPLERS[name]), UNITS[name]);
      gl.uniformMatrix4fv(at("caseToPlace"), false, matrix);
    });
  }

  set look({ colours, styles: { reference, prediction }, isAgreement }: Look) {
    const gl = this.#gl;
    for (const side of ["reference", "prediction"] as const) {
      const rows = Math.ceil(colours[side].length / (4 * WIDTH));
      const table = new Uint8Array(4 * WIDTH * rows);
      table.set(colours[side]);
      gl.activeTexture(gl.TEXTURE0 + UNITS[side]);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, WIDTH, rows, 0, gl.RGBA, gl.UNSIGNED_BYTE, table);
    }
    const edge = (style: SideStyle) => Number(style.isShown) * style.opacity;
    const area = (style: SideStyle) => (style.isOutlined ? 0 : edge(style));
    this.#set((gl, at) => {
      gl.uniform1i(at("isAgreement"), Number(isAgreement));
      gl.uniform2f(at("areaOpacity"), area(reference), area(prediction));
      gl.uniform2f(at("edgeOpacity"), edge(reference), edge(prediction));
    });
  }

  /** Which shades of the backdrop are black and white, from 0 to 255. */
  set greys([low, high]: readonly [number, number]) {
    this.#set((gl, at) => gl.uniform2f(at("greyWindow"), low / 255, Math.max(low + 1, high) / 255));
  }

  #bind(name: keyof typeof UNITS, texture: WebGLTexture | null): void {
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE0 + UNITS[name]);
    gl.bindTexture(name in this.#volumes ? gl.TEXTURE_3D : gl.TEXTURE_2D, texture);
  }

  #set(change: (gl: WebGL2RenderingContext, at: (name: string) => WebGLUniformLocation | null) => void): void {
    this.#version++;
    for (const program of this.#programs) {
      this.#gl.useProgram(program);
      change(this.#gl, (name) => this.#gl.getUniformLocation(program, name));
    }
  }
}
