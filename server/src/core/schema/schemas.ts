import type { Kind } from '../model/manifest.ts';
import { agentRoleSchema, boundarySchema, scenarioSchema, toolScopeSchema } from './generated/schemas.ts';
import { validateAgentRole, validateBoundary, validateScenario, validateToolScope } from './generated/validators.js';
import type { JsonSchema, Validate } from './json-schema.ts';

export const SCHEMAS: { readonly [K in Kind]: JsonSchema } = {
  AgentRole: agentRoleSchema,
  ToolScope: toolScopeSchema,
  Scenario: scenarioSchema,
  Boundary: boundarySchema,
};

export const VALIDATORS: { readonly [K in Kind]: Validate } = {
  AgentRole: validateAgentRole,
  ToolScope: validateToolScope,
  Scenario: validateScenario,
  Boundary: validateBoundary,
};

/** A manifest's keys in the order in which they are written: that of the schema. */
export function keyOrder(kind: Kind): readonly string[] {
  return Object.keys(SCHEMAS[kind].properties ?? {});
}

/** The keys of a rule, in the order in which they are written. */
export const RULE_KEYS: readonly string[] = Object.keys(agentRoleSchema.$defs?.rule?.properties ?? {});

/** The schema behind a `$ref`, which in our schemas always points into the same one. */
export function resolved(root: JsonSchema, schema: JsonSchema | undefined): JsonSchema | undefined {
  const name = schema?.$ref?.replace('#/$defs/', '');
  return name === undefined ? schema : root.$defs?.[name];
}

/**
 * The schema of what stands at a path in a manifest: `['allow', '0', 'approval', 'from']`. This is what hovers and
 * completion ask. Undefined where the schema knows nothing of it.
 */
export function schemaAt(kind: Kind, path: readonly string[]): JsonSchema | undefined {
  const root = SCHEMAS[kind];
  let schema: JsonSchema | undefined = root;
  for (const step of path) {
    const own: JsonSchema | undefined = schema?.properties?.[step];
    if (own) schema = own;
    else if (schema?.items && /^\d+$/.test(step)) schema = schema.items;
    else schema = additional(schema);
    schema = resolved(root, schema);
    if (!schema) return undefined;
  }
  return schema;
}

function additional(schema: JsonSchema | undefined): JsonSchema | undefined {
  const { additionalProperties } = schema?.else ?? schema ?? {};
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
