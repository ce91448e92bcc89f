const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
type Name = keyof typeof SIGNALS;

/** Milliseconds after the second signal until the process ends, with or without its threads. */
const GRACE_MS = 5000;

/** Turns the first Ctrl-C, or a cluster's request to end, into a wish to stop soon, and the second into one to stop now. */
export class StopSignals {
  readonly #drain = new AbortController();
  readonly #now = new AbortController();
  readonly #listener: (name: NodeJS.Signals) => void;
  #received: Name | null = null;

  constructor(tell: (message: string) => void) {
    this.#listener = (name: NodeJS.Signals) => {
      if (this.#now.signal.aborted) return endBy(this.#received ?? "SIGINT");
      if (this.#received !== null) {
        // Threads that hang in the system, as on a disk that does not answer, keep even process.exit from ending.
        setTimeout(() => endBy(this.#received ?? "SIGINT"), GRACE_MS).unref();
        return this.#now.abort();
      }
      this.#received = name as Name;
      tell("Stopping once the cases under way are finished; the same signal again stops at once.");
      this.#drain.abort();
    };
    for (const name of Object.keys(SIGNALS)) process.on(name, this.#listener);
  }

  get drain(): AbortSignal {
    return this.#drain.signal;
  }

  get now(): AbortSignal {
    return this.#now.signal;
  }

  /** The exit status of a process that was stopped so. */
  get status(): number {
    return SIGNALS[this.#received ?? "SIGINT"];
  }

  end(): void {
    if (this.#now.signal.aborted) return;
    for (const name of Object.keys(SIGNALS)) process.off(name, this.#listener);
  }
}

/** Ends this process as an unhandled signal does: at once, with the signal visible to its parent. */
function endBy(name: Name): void {
  process.removeAllListeners(name);
  process.kill(process.pid, name);
}
