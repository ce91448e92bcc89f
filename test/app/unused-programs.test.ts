import { readFileSync } from "node:fs";
import { beforeEach, expect, it, vi } from "vitest";
import { UNUSED, withoutUnusedPrograms } from "../../app/viewer/unused-programs.js";

const NIIVUE = readFileSync("node_modules/@niivue/niivue/dist/index.js", "utf8");

interface FakeProgram {
  readonly shaders: readonly string[];
}

const asked = { compiled: [] as string[], linked: [] as FakeProgram[], used: [] as (FakeProgram | null)[] };

/** A shader is its own text. */
class FakeContext {
  compileShader(shader: string) {
    asked.compiled.push(shader);
  }
  linkProgram(program: FakeProgram) {
    asked.linked.push(program);
  }
  useProgram(program: FakeProgram | null) {
    asked.used.push(program);
  }
  getShaderSource = (shader: string) => shader;
  getAttachedShaders = (program: FakeProgram) => program.shaders;
}
Object.assign(FakeContext.prototype, { getProgramParameter: () => "asked", getUniformLocation: () => "found" });

beforeEach(() => {
  vi.stubGlobal("WebGL2RenderingContext", FakeContext);
  for (const list of Object.values(asked)) list.length = 0;
});

it("knows texts that NiiVue has", () => {
  for (const text of UNUSED) expect(NIIVUE).toContain(text);
});

it("neither makes nor uses a program of such a text, and says that it is there", () => {
  const gl = new FakeContext() as unknown as WebGL2RenderingContext;
  withoutUnusedPrograms(gl);
  for (const text of UNUSED) {
    const program = { shaders: ["void main() {}", text] } as unknown as WebGLProgram;
    gl.compileShader(text as unknown as WebGLShader);
    gl.linkProgram(program);
    expect(gl.getProgramParameter(program, 0)).toBe(true);
    expect(gl.getUniformLocation(program, "opacity")).toBeNull();
    gl.useProgram(program);
  }
  expect(asked).toEqual({ compiled: [], linked: [], used: [] });
});

it("leaves every other program as it is", () => {
  const gl = new FakeContext() as unknown as WebGL2RenderingContext;
  withoutUnusedPrograms(gl);
  const program = { shaders: ["void main() {}"] };
  gl.compileShader(program.shaders[0] as unknown as WebGLShader);
  gl.linkProgram(program as unknown as WebGLProgram);
  gl.useProgram(program as unknown as WebGLProgram);
  gl.useProgram(null);
  expect(asked).toEqual({ compiled: program.shaders, linked: [program], used: [program, null] });
  expect(gl.getProgramParameter(program as unknown as WebGLProgram, 0)).toBe("asked");
  expect(gl.getUniformLocation(program as unknown as WebGLProgram, "opacity")).toBe("found");
});
