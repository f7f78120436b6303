import type { Json } from '../decide/action.ts';
import type { MapEntry, MapNode, Node } from '../syntax/node.ts';
import { toJson } from '../syntax/node-json.ts';
import { asMap, booleanOf, durationOf, fieldOf, present, type Reading, textOf, textsOf, wordOf } from './fields.ts';
import type { Argument, Does, Operation, Server, ToolScope } from './manifest.ts';
import { readHead } from './read-role.ts';
import { readBoolean } from './values.ts';

export const DOES: readonly Does[] = ['read', 'write', 'destroy', 'execute', 'spend', 'send'];

export function readTool(reading: Reading, map: MapNode): ToolScope {
  const operations = asMap(fieldOf(map, 'operations'));
  const log = asMap(fieldOf(map, 'log'));
  return present<ToolScope>({
    kind: 'ToolScope',
    ...readHead(reading, map),
    server: readServer(fieldOf(map, 'server')),
    credentials: textsOf(fieldOf(map, 'credentials')),
    log:
      log &&
      present<NonNullable<ToolScope['log']>>({
        span: log.span,
        arguments: textOf(fieldOf(log, 'arguments')),
        results: textOf(fieldOf(log, 'results')),
        retain: durationOf(reading, fieldOf(log, 'retain')),
      }),
    operations: (operations?.entries ?? []).map(readOperation),
  });
}

function readServer(node: Node | undefined): Server | undefined {
  const map = asMap(fieldOf(asMap(node), 'mcp'));
  if (!map) return undefined;
  const env = asMap(fieldOf(map, 'env'))?.entries ?? [];
  return present<Server>({
    span: map.span,
    command: textOf(fieldOf(map, 'command')),
    args: textsOf(fieldOf(map, 'args')),
    url: textOf(fieldOf(map, 'url')),
    env: env.flatMap((entry) => {
      const value = textOf(entry.value);
      return value ? [{ key: { value: entry.key.text, span: entry.key.span }, value }] : [];
    }),
  });
}

function readOperation({ key, value, span }: MapEntry): Operation {
  const map = asMap(value);
  // `get_issue: read` is short for `get_issue: { does: read }`.
  const does = map ? fieldOf(map, 'does') : value;
  const doesNodes = does?.kind === 'seq' ? does.items : [does];
  return present<Operation>({
    name: { value: key.text, span: key.span },
    span,
    does: doesNodes.flatMap((node) => wordOf(node, DOES) ?? []),
    returns: textsOf(fieldOf(map, 'returns')),
    sends: textsOf(fieldOf(map, 'sends')),
    reversible: booleanOf(fieldOf(map, 'reversible')),
    spends: textOf(fieldOf(map, 'spends')),
    arguments: readArguments(asMap(fieldOf(map, 'arguments'))),
    description: textOf(fieldOf(map, 'description')),
  });
}

/** By name, or as an object schema with `properties` and `required`, which is how MCP servers describe their input. */
function readArguments(map: MapNode | undefined): Argument[] {
  const properties = asMap(fieldOf(map, 'properties'));
  if (textOf(fieldOf(map, 'type'))?.value === 'object' && properties) {
    const required = new Set(textsOf(fieldOf(map, 'required')).map((each) => each.value));
    return properties.entries.map((entry) => readArgument(entry, required.has(entry.key.text)));
  }
  return (map?.entries ?? []).map((entry) => readArgument(entry, undefined));
}

function readArgument({ key, value, span }: MapEntry, required: boolean | undefined): Argument {
  const name = { value: key.text, span: key.span };
  const { schema, optional } = readArgumentSchema(value);
  return { name, schema, required: required ?? !optional, span };
}

type Schema = { readonly [key: string]: Json };

/**
 * Short forms written out: `string`, `integer[]` (a list of them), `string?` (may be left out), `[open, closed]` (one
 * of these). Anything longer is JSON Schema, in which `optional: yes` says that the argument may be left out.
 */
function readArgumentSchema(node: Node | undefined): { readonly schema: Schema; readonly optional: boolean } {
  if (node?.kind === 'seq') return { schema: { enum: node.items.map(toJson) }, optional: false };
  if (node?.kind === 'map') {
    const { optional, ...schema } = toJson(node) as Record<string, Json>;
    return { schema, optional: readBoolean(String(optional)) ?? false };
  }
  const match = /^(string|number|integer|boolean|object|array|any)(\[\])?(\?)?$/.exec(textOf(node)?.value ?? 'any');
  if (!match) return { schema: {}, optional: false };
  const item: Schema = match[1] === 'any' ? {} : { type: match[1]! };
  return { schema: match[2] ? { type: 'array', items: item } : item, optional: match[3] !== undefined };
}
