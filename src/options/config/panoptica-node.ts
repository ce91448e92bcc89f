import type { Node } from "yaml";
import { VoxmatchError } from "../../../base/errors.js";
import { nearest } from "../suggest.js";
import { type ConfigDocument, entriesOf, offsetOfKey, placeOf, startOf } from "./locate.js";

/** A node of a file that panoptica wrote: its kind, by the tag, and access to its content. */
export interface PanopticaNode {
  /** `Metric` of `!Metric DSC`; null for plain values. */
  readonly tag: string | null;
  /** A number, text or truth value; null for null and for everything that has parts. */
  readonly scalar: string | number | boolean | null;
  readonly isNull: boolean;
  readonly items: readonly PanopticaNode[] | null;
  readonly entries: ReadonlyMap<string, PanopticaNode>;
  /** An error that says where in the file this node stands. */
  readonly refusal: (message: string) => VoxmatchError;
}

export function panopticaNode(file: ConfigDocument, node: unknown, offset = 0): PanopticaNode {
  const { yaml } = file;
  const at = (yaml.isNode(node) ? (node as Node).range?.[0] : undefined) ?? offset;
  const refusal = (message: string) => {
    const place = placeOf(file, at);
    return new VoxmatchError("INVALID_OPTION", `${startOf(file, place)}${message}`, { file: file.name, ...place });
  };
  // panoptica writes none, and one that contains itself would never end.
  if (yaml.isAlias(node)) throw refusal("An alias is not allowed here; write out its content.");
  const scalar = yaml.isScalar(node) ? node.value : null;
  const tag = yaml.isNode(node) ? ((node as Node & { tag?: string }).tag ?? null) : null;
  return {
    tag: tag?.startsWith("!") ? tag.slice(1) : null,
    scalar: typeof scalar === "string" || typeof scalar === "number" || typeof scalar === "boolean" ? scalar : null,
    isNull: node === null || node === undefined || (yaml.isScalar(node) && isNothing(node.value)),
    items: yaml.isSeq(node) ? node.items.map((item) => panopticaNode(file, item, at)) : null,
    entries: new Map(
      entriesOf(file, node).map(([key, pair]) => [key, panopticaNode(file, pair.value, offsetOfKey(pair))]),
    ),
    refusal,
  };
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

/** The value of a key; null if the key is missing or null itself. */
export function valueAt(node: PanopticaNode, key: string): PanopticaNode | null {
  const value = node.entries.get(key);
  return value === undefined || value.isNull ? null : value;
}

/** The name that one of panoptica's enumerations carries: `DSC` of `!Metric DSC`. */
export function enumName(node: PanopticaNode, tag: string, allowed: readonly string[]): string {
  const name = String(node.scalar ?? "");
  if ((node.tag === tag || node.tag === null) && allowed.includes(name)) return name;
  const suggestion = nearest(name, allowed);
  throw node.refusal(
    `${node.tag === null ? name : `!${node.tag} ${name}`} is no !${tag} of panoptica: ${allowed.join(", ")}.` +
      (suggestion === null ? "" : ` Did you mean ${suggestion}?`),
  );
}

export function numberOf(node: PanopticaNode, what: string): number {
  if (typeof node.scalar === "number") return node.scalar;
  throw node.refusal(`${what} must be a number.`);
}

export function flagAt(node: PanopticaNode, key: string): boolean {
  const value = valueAt(node, key);
  if (value === null) return false;
  if (typeof value.scalar === "boolean") return value.scalar;
  throw value.refusal(`${key} must be true or false.`);
}

/** Refuses keys that the class behind a tag does not have, as panoptica does. */
export function refuseOtherKeys(node: PanopticaNode, known: readonly string[]): void {
  for (const [key, value] of node.entries) {
    if (known.includes(key)) continue;
    const suggestion = nearest(key, known);
    throw value.refusal(
      `!${node.tag} has no "${key}".${suggestion === null ? "" : ` Did you mean "${suggestion}"?`} Known: ${known.join(", ")}.`,
    );
  }
}
