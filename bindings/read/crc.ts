import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";

/** CRC-32 as gzip has it, of bytes in linear memory; its tables lie in the arena. */
export class Crc {
  readonly tables: Pointer;
  readonly #engine: Engine;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine) {
    this.#engine = engine;
    this.tables = engine.arena.allocate(engine.kernels.crcTablesBytes());
    engine.kernels.prepareCrc(this.tables);
  }

  /** The sum of some bytes and of those before, whose sum is `sum`; 0 if there are none. */
  ofBytes(sum: number, at: Pointer, bytes: number): number {
    return this.#engine.kernels.checksumBytes(sum, at, bytes, this.tables) >>> 0;
  }
}
