/** Time that the graphics card may take for a coarse picture, in ms; a piece of a fine one, made at rest, may take twice that. */
const BUDGET = 40;
/** Bounds of the width of a coarse picture, as a share of the fine one's. */
const [COARSEST, FINEST] = [1 / 4, 1 / 2];
/** Units of textures that neither NiiVue nor the case uses. */
const UNITS = { colours: 9, depths: 11 } as const;

const CORNERS = `#version 300 es
out vec2 place;
void main() {
  place = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0;
  gl_Position = vec4(place * 2.0 - 1.0, 0.0, 1.0);
}`;

const COPY = `#version 300 es
precision highp float;
uniform highp sampler2D colours, depths;
in vec2 place;
out vec4 colour;
void main() {
  colour = texture(colours, place);
  gl_FragDepth = texture(depths, place).r;
}`;

/** Colours and depths of a picture, at some size. */
interface Sheet {
  readonly framebuffer: WebGLFramebuffer | null;
  readonly colours: WebGLTexture;
  readonly depths: WebGLTexture;
  readonly width: number;
  readonly height: number;
}

/** Left, bottom, width and height, in pixels of the canvas. */
export type Frame = readonly [number, number, number, number];

/**
 * The picture of the rays through the volume, which cost more than all else. It is kept while nothing of it changes, as when the
 * crosshair moves; and where the graphics card is slow it is drawn coarsely first, and finely in pieces.
 */
export class VolumePicture {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #corners: WebGLVertexArrayObject | null;
  #coarse: Sheet | null = null;
  #fine: Sheet | null = null;
  #key = "";
  #paint: (() => void) | null = null;
  #hasCoarse = false;
  /** Rows of the fine picture that are painted. */
  #rows = 0;
  /** Milliseconds that a pixel takes, by the last piece. */
  #cost = Number.POSITIVE_INFINITY;
  /** Pixels since the graphics card was done. */
  #given = 0;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#program = gl.createProgram();
    for (const [type, text] of [
      [gl.VERTEX_SHADER, CORNERS],
      [gl.FRAGMENT_SHADER, COPY],
    ] as const) {
      const shader = gl.createShader(type);
      if (shader === null) continue;
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(this.#program, shader);
    }
    gl.linkProgram(this.#program);
    this.#corners = gl.createVertexArray();
  }

  get isCoarse(): boolean {
    return this.#paint !== null && this.#fine !== null && this.#rows < this.#fine.height;
  }

  /** There is no such picture in the layout that is drawn. */
  leave(): void {
    this.#paint = null;
  }

  /**
   * Draws the picture into the frame, as a drawing of NiiVue's would.
   * @param key the same for the same picture
   * @param paint draws it into the viewport that is set
   */
  draw(key: string, [left, bottom, width, height]: Frame, paint: () => void): void {
    const gl = this.#gl;
    this.#paint = paint;
    const isOther = this.#fine?.width !== width || this.#fine.height !== height;
    if (isOther) this.#fine = this.#sheet(this.#fine, width, height);
    if (isOther || key !== this.#key) {
      [this.#key, this.#rows, this.#hasCoarse] = [key, 0, false];
    }
    const fine = this.#fine;
    if (fine === null) return;
    const whole = this.#cost * width * height;
    if (this.isCoarse && whole <= BUDGET) this.#paintRows(fine, height);
    // The very first takes long, as the graphics card's driver compiles the shader then: slices are shown without.
    if (this.isCoarse && !this.#hasCoarse && Number.isFinite(whole)) this.#paintCoarsely(fine);
    if (this.isCoarse && !this.#hasCoarse) return;
    gl.viewport(left, bottom, width, height);
    this.#copy(this.isCoarse ? this.#coarse : fine);
  }

  /** Paints more. Returns whether that is worth being shown. */
  refine(): boolean {
    const fine = this.#fine;
    if (fine === null) return false;
    if (!this.#hasCoarse) this.#paintCoarsely(fine);
    else {
      const rows = Math.floor((2 * BUDGET) / (this.#cost * fine.width)) || 0;
      this.#paintRows(fine, Math.min(fine.height, this.#rows + Math.max(4, rows)));
    }
    return this.#rows === 0 || !this.isCoarse;
  }

  /** Paints all of it, however long that takes. */
  finish(): void {
    if (this.#fine !== null && this.isCoarse) this.#paintRows(this.#fine, this.#fine.height);
  }

  /** The graphics card is done with what it was given. */
  tookAltogether(milliseconds: number): void {
    if (this.#given > 0) this.#cost = milliseconds / this.#given;
    this.#given = 0;
  }

  #paintCoarsely({ width, height }: Sheet): void {
    const share = Math.max(COARSEST, Math.min(FINEST, Math.sqrt(BUDGET / (this.#cost * width * height))));
    const [across, up] = [width, height].map((length) => Math.max(1, Math.round(share * length)));
    if (this.#coarse?.width !== across || this.#coarse.height !== up)
      this.#coarse = this.#sheet(this.#coarse, across, up);
    this.#paintOn(this.#coarse, [0, up]);
    this.#hasCoarse = true;
  }

  #paintRows(sheet: Sheet, end: number): void {
    this.#paintOn(sheet, [this.#rows, end]);
    this.#rows = end;
  }

  #paintOn({ framebuffer, width, height }: Sheet, [from, to]: readonly [number, number]): void {
    const gl = this.#gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.viewport(0, 0, width, height);
    gl.enable(gl.SCISSOR_TEST);
    gl.scissor(0, from, width, to - from);
    gl.enable(gl.DEPTH_TEST);
    gl.depthFunc(gl.ALWAYS);
    gl.depthMask(true);
    // As NiiVue clears the canvas, so that blending gives the same.
    gl.clearColor(0, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    this.#paint?.();
    gl.disable(gl.SCISSOR_TEST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    this.#given += width * (to - from);
  }

  #copy(sheet: Sheet | null): void {
    if (sheet === null) return;
    const gl = this.#gl;
    gl.useProgram(this.#program);
    for (const name of ["colours", "depths"] as const) {
      gl.activeTexture(gl.TEXTURE0 + UNITS[name]);
      gl.bindTexture(gl.TEXTURE_2D, sheet[name]);
      gl.uniform1i(gl.getUniformLocation(this.#program, name), UNITS[name]);
    }
    gl.disable(gl.BLEND);
    gl.disable(gl.CULL_FACE);
    gl.bindVertexArray(this.#corners);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    gl.bindVertexArray(null);
    gl.enable(gl.BLEND);
    gl.enable(gl.CULL_FACE);
  }

  /** A sheet in place of another. */
  #sheet(old: Sheet | null, width: number, height: number): Sheet {
    const gl = this.#gl;
    if (old !== null) {
      gl.deleteFramebuffer(old.framebuffer);
      gl.deleteTexture(old.colours);
      gl.deleteTexture(old.depths);
    }
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    const part = (unit: number, format: GLenum, attachment: GLenum, filter: GLenum): WebGLTexture => {
      const texture = gl.createTexture();
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.texStorage2D(gl.TEXTURE_2D, 1, format, width, height);
      for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, filter);
      for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
        gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, attachment, gl.TEXTURE_2D, texture, 0);
      return texture;
    };
    const colours = part(UNITS.colours, gl.RGBA8, gl.COLOR_ATTACHMENT0, gl.LINEAR);
    const depths = part(UNITS.depths, gl.DEPTH_COMPONENT24, gl.DEPTH_ATTACHMENT, gl.NEAREST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    return { framebuffer, colours, depths, width, height };
  }
}
