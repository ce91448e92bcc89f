/**
 * Whether a value fits a JSON Schema: of draft 2020-12 only the keywords that our own schema uses. A keyword that is not
 * known here is an error, so that the schema cannot say something that no test checks.
 */
export function isValid(schema: unknown, value: unknown): boolean {
  if (!isObject(schema)) throw new Error("A schema must be an object.");
  return Object.entries(schema).every(([keyword, argument]) => {
    const check = KEYWORDS[keyword];
    if (check === undefined) throw new Error(`The keyword ${keyword} is not known to the tests.`);
    return check(argument, value, schema);
  });
}

type Check = (argument: unknown, value: unknown, schema: Readonly<Record<string, unknown>>) => boolean;

const always: Check = () => true;

/** Each keyword holds only for values of the type that it belongs to, as the standard says. */
const KEYWORDS: Readonly<Record<string, Check>> = {
  $schema: always,
  $defs: always,
  title: always,
  description: always,
  default: always,
  type: (type, value) => isOfType(String(type), value),
  enum: (choices, value) => listOf(choices).includes(value),
  const: (constant, value) => constant === value,
  anyOf: (schemas, value) => listOf(schemas).some((schema) => isValid(schema, value)),
  minimum: (least, value) => typeof value !== "number" || value >= Number(least),
  maximum: (most, value) => typeof value !== "number" || value <= Number(most),
  exclusiveMinimum: (least, value) => typeof value !== "number" || value > Number(least),
  items: (schema, value) => !Array.isArray(value) || value.every((item) => isValid(schema, item)),
  minItems: (least, value) => !Array.isArray(value) || value.length >= Number(least),
  uniqueItems: (unique, value) => !Array.isArray(value) || unique !== true || new Set(value).size === value.length,
  minProperties: (least, value) => !isObject(value) || Object.keys(value).length >= Number(least),
  required: (keys, value) => !isObject(value) || listOf(keys).every((key) => String(key) in value),
  properties: (schemas, value) =>
    !isObject(value) ||
    !isObject(schemas) ||
    Object.entries(schemas).every(([key, schema]) => !(key in value) || isValid(schema, value[key])),
  additionalProperties: (allowed, value, { properties }) =>
    !isObject(value) ||
    Object.keys(value)
      .filter((key) => !(isObject(properties) && key in properties))
      .every((key) => allowed !== false && isValid(allowed, value[key])),
};

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "null":
      return value === null;
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
