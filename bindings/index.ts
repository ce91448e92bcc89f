/** What benchmarks load of the built package beside its entries. */
export { createEngine } from "./engine/engine.js";
