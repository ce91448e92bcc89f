import { VoxmatchError } from "../../base/errors.js";

interface Waiting {
  readonly need: number;
  readonly enter: () => void;
  readonly refuse: (error: VoxmatchError) => void;
}

/**
 * Lets work begin while there are places and memory for it, first come, first served: nothing small overtakes something
 * large for ever. A case that needs more than all there is enters alone.
 */
export class Admission {
  readonly #waiting: Waiting[] = [];
  #isClosed = false;
  #places: number;
  #used = 0;
  #inside = 0;

  constructor(
    places: number,
    readonly memory: number,
  ) {
    this.#places = places;
  }

  /** Waits for a place and `need` bytes. @throws VoxmatchError `WORKER_LOST` once closed */
  enter(need: number): Promise<void> {
    this.check();
    return new Promise((enter, refuse) => {
      this.#waiting.push({ need, enter, refuse });
      this.#admit();
    });
  }

  /** Gives back what {@link enter} gave. */
  leave(need: number): void {
    this.#used -= need;
    this.#inside--;
    this.#admit();
  }

  close(): void {
    this.#isClosed = true;
    for (const { refuse } of this.#waiting.splice(0)) refuse(closed());
  }

  /** @throws VoxmatchError `WORKER_LOST` once closed */
  check(): void {
    if (this.#isClosed) throw closed();
  }

  #admit(): void {
    while (this.#waiting.length > 0 && this.#inside < this.#places) {
      const [{ need, enter }] = this.#waiting;
      if (this.#inside > 0 && this.#used + need > this.memory) return;
      this.#waiting.shift();
      this.#used += need;
      this.#inside++;
      enter();
    }
  }
}

function closed(): VoxmatchError {
  return new VoxmatchError("WORKER_LOST", "The pool was closed before the case was evaluated.");
}
