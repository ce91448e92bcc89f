import type { Engine } from "../../../bindings/engine/engine.js";
import type { VoxelEncoding } from "../../../bindings/read/voxel-encoding.js";
import type { ByteSource } from "../source/byte-source.js";
import type { StoredBytes } from "../source/stored-bytes.js";
import type { CreateSink, FormatInput, ParallelRead, StoredVolume, StreamedVoxels } from "../voxel-source.js";
import type { NiftiHeader } from "./header.js";
import { NiftiPipeline } from "./nifti-pipeline.js";

/** A NIfTI file whose header is read. */
export class NiftiVolume implements StoredVolume {
  readonly encoding: VoxelEncoding;
  readonly parallel: ParallelRead | null;
  readonly #label: string;

  constructor(
    source: ByteSource,
    readonly bytes: StoredBytes,
    readonly header: NiftiHeader,
    reading: FormatInput["reading"],
    readonly isCompressed: boolean,
  ) {
    this.#label = source.label;
    this.encoding = { ...header, ...reading };
    const file = { label: source.label, header, encoding: this.encoding };
    this.parallel = isCompressed ? { file, source, bytes } : null;
  }

  async stream<Found>(engine: Engine, createSink: CreateSink<Found>, sums: boolean): Promise<StreamedVoxels<Found>> {
    const { isCompressed } = this;
    const place = { ...this.header, label: this.#label };
    const pipeline = new NiftiPipeline(engine, place, createSink, { isCompressed, sums });
    try {
      for await (const chunk of this.bytes.all()) pipeline.push(chunk);
      return pipeline.finish();
    } catch (error) {
      pipeline.abandon();
      throw error;
    }
  }
}
