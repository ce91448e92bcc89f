import { VoxmatchError } from "../../../base/errors.js";
import type { LabelVoxels } from "../../../base/types.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { SlabEncoder } from "../../../bindings/read/slab-encoder.js";
import { copyVoxelsOut } from "../../../bindings/volumes/arena-volume.js";
import type { Triple } from "../../../bindings/volumes/run-volume.js";
import type { ReadingRemarks } from "../volume-notes.js";
import type { VoxelSource } from "../voxel-source.js";

/** The labels of some whole z-layers, outside of any arena. */
export type Slab = LabelVoxels & { readonly shape: Triple; readonly firstLayer: number };

/**
 * Reads a volume slab after slab. It reads on only once its slabs are taken, so that two readers can keep step.
 */
export class SlabReader {
  readonly #engine: Engine;
  readonly #source: VoxelSource;
  readonly #layers: number;
  readonly #slabs: Slab[] = [];
  #reading: Promise<void> | null = null;
  #found: ReadingRemarks | null = null;
  #isStopped = false;
  /** Wakes whichever of the two waits: the stream for room, or {@link next} for a slab. */
  #wake = () => {};

  /**
   * @param engine nothing else uses its arena meanwhile
   * @param layers of each slab but the last
   */
  constructor(engine: Engine, source: VoxelSource, layers: number) {
    this.#engine = engine;
    this.#source = source;
    this.#layers = layers;
  }

  /** The next slab; null once there is none. @throws VoxmatchError what loading the volume throws */
  async next(): Promise<Slab | null> {
    const reading = this.#start();
    for (;;) {
      const slab = this.#slabs.shift();
      if (slab !== undefined) return slab;
      if (this.#found !== null) return null;
      this.#wake();
      await Promise.race([reading, this.#change()]);
    }
  }

  /** What reading found, once {@link next} gave null. */
  get found(): ReadingRemarks {
    if (this.#found === null) throw new VoxmatchError("INTERNAL", "A volume was described before all its slabs came.");
    return this.#found;
  }

  /** Ends reading where it is. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    await this.#reading?.catch(() => {});
  }

  #start(): Promise<void> {
    if (this.#reading !== null) return this.#reading;
    this.#reading = this.#read().finally(() => this.#wake());
    // It may fail while the other volume is waited for: `next` tells.
    this.#reading.catch(() => {});
    return this.#reading;
  }

  async #read(): Promise<void> {
    const { stored } = this.#source;
    if (stored === null) throw new VoxmatchError("INTERNAL", "Voxels in memory were to be read as slabs.");
    const mark = this.#engine.arena.mark();
    try {
      const { found, trailingBytes } = await stored.stream(
        this.#engine,
        (crcBefore) => this.#encoder(stored.encoding, crcBefore),
        true,
        () => this.#room(),
      );
      this.#found = { rounding: found, trailingBytes };
    } finally {
      this.#engine.arena.release(mark);
    }
  }

  #encoder(encoding: SlabEncoderArguments[2], crcBefore: SlabEncoderArguments[3]["crcBefore"]): SlabEncoder {
    const { shape } = this.#source.header;
    return new SlabEncoder(this.#engine, shape, encoding, {
      layers: this.#layers,
      crcBefore,
      onSlab: (voxels, firstLayer) => {
        this.#slabs.push({ ...copyVoxelsOut(this.#engine, voxels), shape: voxels.shape, firstLayer });
      },
    });
  }

  /** Resolves once all slabs are taken. */
  async #room(): Promise<void> {
    while (this.#slabs.length > 0 && !this.#isStopped) {
      this.#wake();
      await this.#change();
    }
    if (this.#isStopped) throw new VoxmatchError("INTERNAL", "Reading was stopped.");
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

type SlabEncoderArguments = ConstructorParameters<typeof SlabEncoder>;
