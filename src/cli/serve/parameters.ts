import { VoxmatchError } from "../../../base/errors.js";
import type { EvaluateOptions } from "../../options/registry.js";
import { decodeNumbers } from "../../reports/case/json-numbers.js";
import { withConfig } from "../chosen-options.js";
import { isObject, type Params } from "./message.js";

/** @throws VoxmatchError `INVALID_OPTION` */
export function invalidParam(name: string, value: unknown, expected: string): VoxmatchError {
  const shown = value === undefined ? "missing" : (JSON.stringify(value) ?? typeof value).slice(0, 80);
  return new VoxmatchError("INVALID_OPTION", `Parameter ${name} is ${shown}, but must be ${expected}.`, {
    option: name,
    expected,
  });
}

/** A parameter that is text, such as a path; undefined if it is left out. */
export function textParam(params: Params, name: string): string | undefined {
  const value = params[name] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw invalidParam(name, value, "text");
}

/** As {@link textParam}, for what cannot be left out. */
export function requiredText(params: Params, name: string): string {
  const value = textParam(params, name);
  if (value !== undefined) return value;
  throw invalidParam(name, value, "text");
}

export function flagParam(params: Params, name: string): boolean | undefined {
  const value = params[name] ?? undefined;
  if (value === undefined || typeof value === "boolean") return value;
  throw invalidParam(name, value, "true or false");
}

export function numberParam(params: Params, name: string): number | undefined {
  const value = params[name] ?? undefined;
  if (value === undefined || typeof value === "number") return value;
  throw invalidParam(name, value, "a number");
}

/** Options by their names, as they were given. NaN and infinities come by their names, as JSON has none. */
export function namedOptions(params: Params): Params {
  const options = decodeNumbers(params.options ?? {});
  if (!isObject(options)) throw invalidParam("options", options, "an object of options by name");
  return options;
}

/** The evaluation's options, over those of a configuration. */
export function evaluateOptions(params: Params): Promise<EvaluateOptions> {
  return withConfig(namedOptions(params), textParam(params, "config"));
}
