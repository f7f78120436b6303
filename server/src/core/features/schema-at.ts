import type { Kind } from '../model/manifest.ts';
import { agentRoleSchema, boundarySchema, scenarioSchema, toolScopeSchema } from '../schema/generated/schemas.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { ITEM } from './writing.ts';

const SCHEMAS: Readonly<Record<Kind, JsonSchema>> = {
  AgentRole: agentRoleSchema,
  ToolScope: toolScopeSchema,
  Scenario: scenarioSchema,
  Boundary: boundarySchema,
};

/** What the published schema says about a place in a manifest: keys from the top, {@link ITEM} or a number for a list's item. */
export function schemaAt(kind: Kind, path: readonly (string | number)[]): JsonSchema | undefined {
  const root = SCHEMAS[kind];
  let at: JsonSchema | undefined = root;
  for (const step of path) {
    at = resolved(root, at);
    if (!at) return undefined;
    if (step === ITEM || typeof step === 'number') at = at.items ?? at;
    else if (at.properties && Object.hasOwn(at.properties, step)) at = at.properties[step];
    else at = openProperties(at);
  }
  return resolved(root, at);
}

/** The schema of values whose keys are free, such as operations by name. */
function openProperties(schema: JsonSchema): JsonSchema | undefined {
  if (typeof schema.additionalProperties === 'object') return schema.additionalProperties;
  return schema.else && typeof schema.else.additionalProperties === 'object'
    ? schema.else.additionalProperties
    : undefined;
}

function resolved(root: JsonSchema, schema: JsonSchema | undefined): JsonSchema | undefined {
  let at = schema;
  for (let depth = 0; at?.$ref !== undefined && depth < 8; depth++) {
    const target: JsonSchema | undefined = root.$defs?.[at.$ref.replace('#/$defs/', '')];
    if (!target) return undefined;
    const { $ref: _, ...own } = at;
    at = { ...target, ...own };
  }
  return at;
}

export function takesType(schema: JsonSchema, type: string): boolean {
  return schema.type === type || (Array.isArray(schema.type) && schema.type.includes(type));
}

export function documentationOf(schema: JsonSchema | undefined): string | undefined {
  return schema?.markdownDescription ?? schema?.description;
}
