/** Loaded by benchmarks from the built package, in addition to its entries. */
export { createEngine } from "./pool/create-engine.js";
