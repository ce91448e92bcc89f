import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DrawingPace } from "../../app/viewer/drawing-pace.js";

const SIGNALED = 1;
/** A graphics card that is done when the test says so. */
const card = { isDone: true };
const gl = {
  SIGNALED,
  fenceSync: () => ({}),
  flush: () => {},
  isContextLost: () => false,
  getSyncParameter: () => (card.isDone ? SIGNALED : 0),
  deleteSync: () => {},
} as unknown as WebGL2RenderingContext;

let pieces = 0;
let said: string[] = [];
let pace: DrawingPace;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run, 16));
  card.isDone = true;
  pieces = 0;
  said = [];
  pace = new DrawingPace(gl, {
    draw: () => said.push("draw"),
    isCoarse: () => pieces > 0,
    refine: () => {
      said.push("refine");
      pieces--;
      return pieces === 0;
    },
    onDone: () => {},
    onRest: (isAtRest) => said.push(isAtRest ? "rest" : "move"),
  });
});
afterEach(() => {
  pace.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("draws once for all that was asked within a frame", async () => {
  for (let i = 0; i < 3; i++) pace.request();
  await vi.advanceTimersByTimeAsync(100);
  expect(said).toEqual(["move", "draw", "rest"]);
});

it("gives the graphics card nothing while it is busy, and then only the newest", async () => {
  pace.request();
  card.isDone = false;
  await vi.advanceTimersByTimeAsync(500);
  for (let i = 0; i < 3; i++) pace.request(() => said.push("resize"));
  await vi.advanceTimersByTimeAsync(500);
  expect(said).toEqual(["move", "draw"]);
  card.isDone = true;
  await vi.advanceTimersByTimeAsync(100);
  expect(said).toEqual(["move", "draw", "resize", "draw", "rest"]);
});

it("refines piece by piece once the reader rests, and shows it when it is whole", async () => {
  pieces = 3;
  pace.request();
  await vi.advanceTimersByTimeAsync(40);
  pace.request();
  await vi.advanceTimersByTimeAsync(50);
  expect(said).toEqual(["move", "draw", "draw"]);
  await vi.advanceTimersByTimeAsync(300);
  expect(said).toEqual(["move", "draw", "draw", "refine", "refine", "refine", "draw", "rest"]);
});

it("lets what is asked go before pieces that are missing", async () => {
  pieces = 1000;
  pace.request();
  await vi.advanceTimersByTimeAsync(300);
  expect(said.at(-1)).toBe("refine");
  pace.request();
  await vi.advanceTimersByTimeAsync(60);
  expect(said.at(-1)).toBe("draw");
});

it("does nothing more once it is stopped", async () => {
  pieces = 3;
  pace.request();
  pace.stop();
  await vi.advanceTimersByTimeAsync(500);
  expect(said).toEqual(["move"]);
});
