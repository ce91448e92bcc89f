import type { BitList } from "./bit-list.js";
import { finishBeside, type RunningJobs, startJobs } from "./crew/job.js";
import type { Engine } from "./engine.js";
import { countQuads, type JoinedQuads, joinQuadRows, reserveParents } from "./joined-quads.js";
import { quadRowCount } from "./quad-list.js";

/**
 * The quads of a volume, joined on another thread while the caller does something else, which may take room in the arena but must
 * not give jobs to the crew. Whoever makes one finishes it before the arena is released, whatever happens.
 */
export class QuadsAhead {
  readonly #joined: JoinedQuads;
  #running: RunningJobs | null;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine, volume: BitList) {
    const [list] = countQuads(engine, [volume]);
    this.#joined = reserveParents(engine, list);
    const work = { ...this.#joined, firstRow: 0, lastRow: quadRowCount(volume), floor: 0 };
    this.#running = startJobs(engine, joinQuadRows, [work]);
  }

  /** What was joined; until it is, the caller does something else, step by step, as long as there are steps. */
  finish(step: () => boolean = () => false): JoinedQuads {
    const running = this.#running;
    this.#running = null;
    if (running !== null) finishBeside(running, step);
    return this.#joined;
  }
}
