import { expect, it } from "vitest";
import { createEngine } from "../../bindings/pool/create-engine.js";

it("runs the fastest build in a page that is isolated, as these tests' is", async () => {
  expect(typeof document).toBe("object");
  expect(crossOriginIsolated).toBe(true);
  expect((await createEngine()).build).toBe("release");
});
