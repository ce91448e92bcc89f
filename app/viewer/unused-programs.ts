/** Texts of shaders that the page never draws with, and what these would draw. */
export const UNUSED = [
  // Meshes, and volumes that are lit by slopes.
  "uniform mat4 normMtx;",
  // Planes within the volume.
  "vec4 aClip",
  // Tensors.
  "vec3 xyzFlip",
  // Pictures of a single plane.
  "uniform highp sampler2D volume, overlay;",
  // Voxels painted into textures: the page has tables of colours instead.
  "uniform float coordZ;",
  // Writing and pictures.
  "uniform highp sampler2D fontTexture;",
  "uniform highp sampler2D bmpTexture;",
];

/** NiiVue makes some fifty programs at once, and waits for each. Those that it never draws with here are not made. */
export function withoutUnusedPrograms(gl: WebGL2RenderingContext): void {
  const unused = new WeakSet<WebGLProgram>();
  const { compileShader, linkProgram, getProgramParameter, getUniformLocation, useProgram } =
    WebGL2RenderingContext.prototype;
  const isUnused = (shader: WebGLShader) => UNUSED.some((part) => gl.getShaderSource(shader)?.includes(part));
  gl.compileShader = (shader) => {
    if (!isUnused(shader)) compileShader.call(gl, shader);
  };
  gl.linkProgram = (program) => {
    if (gl.getAttachedShaders(program)?.some(isUnused)) unused.add(program);
    else linkProgram.call(gl, program);
  };
  gl.getProgramParameter = (program, name) => unused.has(program) || getProgramParameter.call(gl, program, name);
  gl.getUniformLocation = (program, name) => (unused.has(program) ? null : getUniformLocation.call(gl, program, name));
  gl.useProgram = (program) => {
    if (program === null || !unused.has(program)) useProgram.call(gl, program);
  };
}
