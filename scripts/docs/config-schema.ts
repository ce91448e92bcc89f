import { MAP_OPTIONS, type MapOptionRow } from "../../src/maps/options/registry.js";
import { EDGE_CASES, METRIC_KEYS } from "../../src/metrics/registry.js";
import { DESCRIBED_OPTIONS } from "../../src/options/described-options.js";
import type { OptionKind } from "../../src/options/registry.js";

/** A JSON Schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const LABEL: JsonSchema = { type: "integer", minimum: 1, maximum: 0xffff_ffff };
const LABELS: JsonSchema = { type: "array", items: LABEL, minItems: 1 };

/** Write NaN and Infinity as text, since JSON has no number for them. */
const EDGE_VALUE: JsonSchema = { anyOf: [{ type: "number" }, { enum: ["NaN", "Infinity"] }] };

const STRUCTURES: Readonly<Record<string, JsonSchema>> = {
  groups: {
    anyOf: [
      { const: "each" },
      {
        type: "object",
        minProperties: 1,
        additionalProperties: {
          anyOf: [
            LABELS,
            closed({ labels: LABELS, merge: { type: "boolean" }, single: { type: "boolean" } }, ["labels"]),
            closed({ thing: { anyOf: [LABEL, LABELS] }, parts: LABELS }, ["thing", "parts"]),
          ],
        },
      },
    ],
  },
  edgeCases: closed(
    Object.fromEntries(
      METRIC_KEYS.map((key) => [key, closed(Object.fromEntries(EDGE_CASES.map((edge) => [edge, EDGE_VALUE])))]),
    ),
  ),
  notes: { type: "array", items: { type: "string" } },
};

/** The JSON Schema (draft 2020-12) of configuration files, for editors and for programs that write them. */
export function configSchema(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "voxmatch configuration",
    description: "How a prediction is evaluated against a reference. All options are optional.",
    ...optionsSchema(DESCRIBED_OPTIONS),
    $defs: {
      maps: {
        title: "voxmatch options of maps",
        description: "How a continuous map is scored (--map-options). All options are optional.",
        ...optionsSchema(MAP_OPTIONS),
      },
    },
  };
}

type Described = Pick<MapOptionRow, "kind" | "default" | "description"> & { readonly key: string };

/** An object that may have each of these options. */
function optionsSchema(rows: readonly Described[]): JsonSchema {
  const properties = rows.map(({ key, kind, default: usual, description }) => [
    key,
    // A key without a value leaves the option to the preset.
    {
      description,
      ...(usual !== undefined && { default: usual }),
      anyOf: [schemaOf(key, kind), { type: "null" }],
    },
  ]);
  return closed(Object.fromEntries(properties));
}

function schemaOf(key: string, kind: OptionKind): JsonSchema {
  switch (kind.type) {
    case "choice":
      return { enum: kind.choices };
    case "number":
      return { type: kind.integer ? "integer" : "number", ...finite({ minimum: kind.minimum, maximum: kind.maximum }) };
    case "word-or-number":
      return {
        anyOf: [
          { const: kind.word },
          { type: "number", ...finite({ exclusiveMinimum: kind.minimum, maximum: kind.maximum }) },
        ],
      };
    case "numbers":
      return {
        type: "array",
        items: { type: "number", ...finite({ minimum: kind.minimum }) },
        minItems: 1,
        uniqueItems: true,
      };
    case "flag":
      return { type: "boolean" };
    case "list":
      return { type: "array", items: { enum: kind.choices }, uniqueItems: true };
    case "structure":
      return STRUCTURES[key] ?? {};
  }
}

/** Bounds without those at infinity, which JSON cannot say. */
function finite(bounds: Readonly<Record<string, number>>): JsonSchema {
  return Object.fromEntries(Object.entries(bounds).filter(([, bound]) => Number.isFinite(bound)));
}

function closed(properties: JsonSchema, required?: readonly string[]): JsonSchema {
  return { type: "object", properties, ...(required && { required }), additionalProperties: false };
}
