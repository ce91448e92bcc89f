import { graphicsDone, pause } from "./graphics-done.js";

/** The picture has not changed for so long that the reader rests, in ms. */
const REST = 60;

interface Drawing {
  readonly draw: () => void;
  /** Whether the picture lacks anything that {@link refine} would add. */
  readonly isCoarse: () => boolean;
  /** Adds a piece of what is missing, and returns whether that is to be shown. */
  readonly refine: () => boolean;
  /** Told how long the graphics card took for what it was given last, in ms. */
  readonly onDone: (milliseconds: number) => void;
  /** Told whether the picture is whole and nothing is left to be drawn. */
  readonly onRest: (isAtRest: boolean) => void;
}

/**
 * Draws at most once a frame, and gives the graphics card nothing before it is done with the last: with more in its queue, the page
 * would wait for it. A picture that was drawn coarsely is refined, piece by piece, when the reader rests.
 */
export class DrawingPace {
  readonly #gl: WebGL2RenderingContext;
  readonly #drawing: Drawing;
  #isWanted = false;
  #before: (() => void) | null = null;
  #isRunning = false;
  #isStopped = false;
  #asked = 0;

  constructor(gl: WebGL2RenderingContext, drawing: Drawing) {
    this.#gl = gl;
    this.#drawing = drawing;
  }

  /** @param before runs before the next drawing: while the graphics card is busy, the page would wait for it */
  request(before?: () => void): void {
    this.#isWanted = true;
    if (before !== undefined) this.#before = before;
    this.#asked = performance.now();
    if (!this.#isRunning) void this.#run();
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #run(): Promise<void> {
    const { draw, isCoarse, refine, onRest } = this.#drawing;
    this.#isRunning = true;
    onRest(false);
    while (!this.#isStopped && (this.#isWanted || isCoarse())) {
      if (this.#isWanted) {
        await new Promise(requestAnimationFrame);
        if (this.#before !== null) {
          await this.#done();
          if (!this.#isStopped) this.#before();
        }
        [this.#before, this.#isWanted] = [null, false];
        await this.#give(draw);
      } else if (performance.now() - this.#asked < REST) await pause(REST / 3);
      else {
        await this.#give(() => {
          this.#isWanted = refine();
        });
      }
    }
    this.#isRunning = false;
    if (!this.#isStopped) onRest(true);
  }

  #done(): Promise<void> {
    return graphicsDone(this.#gl, () => this.#isStopped);
  }

  async #give(work: () => void): Promise<void> {
    const before = performance.now();
    if (!this.#isStopped) work();
    await this.#done();
    this.#drawing.onDone(performance.now() - before);
  }
}
