/** The context that NiiVue asks for as well, and is given the same. Null where there is no WebGL 2. */
export function contextOf(canvas: HTMLCanvasElement): WebGL2RenderingContext | null {
  return canvas.getContext("webgl2", { alpha: true, antialias: false });
}
