/** The picture has not changed for so long that the reader rests, in ms. */
const REST = 150;

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

  /** Until the graphics card has nothing left to do. */
  async #idle(): Promise<void> {
    const gl = this.#gl;
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (fence === null) return;
    gl.flush();
    // The page has its turn after each piece.
    do await pause(4);
    while (!this.#isStopped && !gl.isContextLost() && gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED);
    gl.deleteSync(fence);
  }

  async #run(): Promise<void> {
    const { draw, isCoarse, refine, onRest } = this.#drawing;
    this.#isRunning = true;
    onRest(false);
    while (!this.#isStopped && (this.#isWanted || isCoarse())) {
      if (this.#isWanted) {
        await new Promise(requestAnimationFrame);
        if (this.#before !== null) {
          await this.#idle();
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

  async #give(work: () => void): Promise<void> {
    const before = performance.now();
    if (!this.#isStopped) work();
    await this.#idle();
    this.#drawing.onDone(performance.now() - before);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
