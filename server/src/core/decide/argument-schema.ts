import type { Operation, ToolScope } from '../model/manifest.ts';
import { findsRegex } from '../scope/regex.ts';
import type { Json } from './action.ts';

/** What keeps a value out of a schema: which argument, what was expected, and what it is. */
export interface SchemaProblem {
  readonly argument: string;
  readonly expected: string;
  readonly actual: string;
}

type Schema = { readonly [key: string]: Json };

export function operationOf(tool: ToolScope, name: string): Operation | undefined {
  return tool.operations.find((each) => each.name.value === name);
}

/** Why a tool scope's own bounds refuse these arguments; undefined when they hold. Arguments that it does not list are left to the tool. */
export function argumentsProblem(
  operation: Operation,
  args: { readonly [key: string]: Json },
): SchemaProblem | undefined {
  for (const { name, schema, required } of operation.arguments) {
    const value = Object.hasOwn(args, name.value) ? args[name.value] : undefined;
    if (value === undefined) {
      if (required) return { argument: name.value, expected: 'a value', actual: 'missing' };
      continue;
    }
    const problem = schemaProblem(schema, value, name.value, 0);
    if (problem) return problem;
  }
  return undefined;
}

/** JSON Schema 2020-12, validation vocabulary without references. What is not known does not count as met. */
function schemaProblem(schema: Schema, value: Json, argument: string, depth: number): SchemaProblem | undefined {
  const actual = shown(value);
  const fails = (expected: string): SchemaProblem => ({ argument, expected, actual });
  if (depth > 32) return fails('fewer levels');
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (type !== undefined) {
    const types = Array.isArray(type) ? type : [type];
    if (!types.some((each) => isOfType(value, each))) return fails(types.join(' or '));
  }
  if ('const' in schema && !sameJson(schema.const!, value)) return fails(shown(schema.const!));
  const { enum: values } = schema;
  if (Array.isArray(values) && !values.some((each) => sameJson(each, value)))
    return fails(`one of ${values.map(shown).join(', ')}`);
  if (typeof value === 'number') {
    if (typeof minimum === 'number' && value < minimum) return fails(`at least ${minimum}`);
    if (typeof maximum === 'number' && value > maximum) return fails(`at most ${maximum}`);
    if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum)
      return fails(`more than ${exclusiveMinimum}`);
    if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum)
      return fails(`less than ${exclusiveMaximum}`);
    if (typeof multipleOf === 'number' && multipleOf > 0 && !Number.isInteger(value / multipleOf))
      return fails(`a multiple of ${multipleOf}`);
  }
  if (typeof value === 'string') {
    const { minLength, maxLength, pattern } = schema;
    const length = [...value].length;
    if (typeof minLength === 'number' && length < minLength) return fails(`at least ${minLength} characters`);
    if (typeof maxLength === 'number' && length > maxLength) return fails(`at most ${maxLength} characters`);
    if (typeof pattern === 'string' && findsRegex(pattern, value) !== 'yes')
      return fails(`text that matches ${pattern}`);
  }
  if (Array.isArray(value)) {
    const { minItems, maxItems, uniqueItems, items } = schema;
    if (typeof minItems === 'number' && value.length < minItems) return fails(`at least ${minItems} items`);
    if (typeof maxItems === 'number' && value.length > maxItems) return fails(`at most ${maxItems} items`);
    if (uniqueItems === true && new Set(value.map((each: Json) => JSON.stringify(each))).size < value.length)
      return fails('items that differ');
    if (isSchema(items)) {
      for (const [index, item] of value.entries()) {
        const problem = schemaProblem(items, item, `${argument}.${index}`, depth + 1);
        if (problem) return problem;
      }
    }
  } else if (isSchema(value)) {
    const problem = objectProblem(schema, value, argument, depth);
    if (problem) return problem;
  }
  return combinedProblem(schema, value, argument, depth);
}

function objectProblem(schema: Schema, value: Schema, argument: string, depth: number): SchemaProblem | undefined {
  const { required, properties, additionalProperties } = schema;
  if (Array.isArray(required)) {
    const missing = required.find((each) => typeof each === 'string' && !Object.hasOwn(value, each));
    if (typeof missing === 'string')
      return { argument: `${argument}.${missing}`, expected: 'a value', actual: 'missing' };
  }
  for (const [key, inner] of Object.entries(value)) {
    const own = isSchema(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
    const bound = own ?? (own === undefined ? additionalProperties : undefined);
    if (bound === false) return { argument: `${argument}.${key}`, expected: 'nothing', actual: shown(inner) };
    const problem = isSchema(bound) ? schemaProblem(bound, inner, `${argument}.${key}`, depth + 1) : undefined;
    if (problem) return problem;
  }
  return undefined;
}

function combinedProblem(schema: Schema, value: Json, argument: string, depth: number): SchemaProblem | undefined {
  const holds = (each: Json): boolean =>
    each === true || (isSchema(each) && schemaProblem(each, value, argument, depth + 1) === undefined);
  const { allOf, anyOf, oneOf, not } = schema;
  const fails = (expected: string): SchemaProblem => ({ argument, expected, actual: shown(value) });
  if (Array.isArray(allOf)) {
    for (const each of allOf) {
      const problem = isSchema(each) ? schemaProblem(each, value, argument, depth + 1) : undefined;
      if (problem) return problem;
    }
  }
  if (Array.isArray(anyOf) && !anyOf.some(holds)) return fails('one of several forms');
  if (Array.isArray(oneOf) && oneOf.filter(holds).length !== 1) return fails('exactly one of several forms');
  if (not !== undefined && holds(not)) return fails('something else');
  return '$ref' in schema ? fails('a form that is known here') : undefined;
}

function isOfType(value: Json, type: Json): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isSchema(value);
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  return typeof value === type;
}

function isSchema(value: Json | undefined): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Equality of JSON data; the order of an object's keys does not matter. */
export function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => sameJson(each, b[index]!));
  if (!isSchema(a) || !isSchema(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key]!, b[key]!))
  );
}

/** A value as people read it, cut where it is long. */
export function shown(value: Json | undefined): string {
  if (value === undefined) return 'missing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text === '') return 'empty';
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
