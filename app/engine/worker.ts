/** The worker that holds the engine: the page itself only draws. */
import { expose } from "comlink";
import { CaseEngine } from "./case-engine.js";

const engine = new CaseEngine();
expose(engine);
