import type { Json } from '../decide/action.ts';

type JsonObject = { readonly [key: string]: Json };

/** What a server says about a tool beside its name. The specification calls these hints: nothing makes a server tell the truth. */
interface Tool {
  readonly name: string;
  readonly description: string | undefined;
  readonly schema: JsonObject;
  readonly readOnly: boolean | undefined;
  readonly destructive: boolean | undefined;
  readonly openWorld: boolean | undefined;
}

/** More than any server has; an end for text that is something else. */
const MOST_TOOLS = 500;

/**
 * A tool scope from the text of an MCP `tools/list` reply: the whole message, its result, or the list alone. Where a hint
 * is absent the specification's default is taken, which is the worst: destructive, and in touch with an open world
 * (https://modelcontextprotocol.io/specification/2025-06-18/schema#toolannotations). What nobody has said is marked with
 * a question in a comment, for a person to answer.
 */
export function toolScopeFromTools(
  text: string,
  name = 'my-tool',
): { readonly text: string; readonly fileName: string } | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return { problem: 'The text is not JSON. Save the reply to `tools/list` as it came.' };
  }
  const list = toolsIn(json);
  if (!list) return { problem: 'There is no list of tools in this JSON: a `tools/list` reply has `result.tools`.' };
  const tools = list.slice(0, MOST_TOOLS).flatMap((each) => readTool(each) ?? []);
  if (tools.length === 0) return { problem: 'None of the tools in the list has a name.' };
  const safeName = /^[A-Za-z_][\w.-]*$/.test(name) ? name : 'my-tool';
  return { text: scopeText(safeName, uniqueByName(tools)), fileName: `${safeName}.tool-scope.yaml` };
}

function toolsIn(json: unknown): readonly Json[] | undefined {
  if (Array.isArray(json)) return json;
  if (!isObject(json)) return undefined;
  if (Array.isArray(json.tools)) return json.tools;
  return isObject(json.result) && Array.isArray(json.result.tools) ? json.result.tools : undefined;
}

function readTool(json: Json): Tool | undefined {
  if (!isObject(json) || typeof json.name !== 'string' || json.name.trim() === '') return undefined;
  const hints = isObject(json.annotations) ? json.annotations : {};
  const hint = (key: string) => (typeof hints[key] === 'boolean' ? (hints[key] as boolean) : undefined);
  return {
    name: json.name,
    description: typeof json.description === 'string' ? json.description : undefined,
    schema: isObject(json.inputSchema) ? json.inputSchema : {},
    readOnly: hint('readOnlyHint'),
    destructive: hint('destructiveHint'),
    openWorld: hint('openWorldHint'),
  };
}

function uniqueByName(tools: readonly Tool[]): Tool[] {
  return [...new Map(tools.map((tool) => [tool.name, tool])).values()];
}

function scopeText(name: string, tools: readonly Tool[]): string {
  return `# Made from a saved tools/list reply. A line that ends in a question holds the worst that could be meant:
# answer it, and take the question away.
kind: ToolScope
version: 1
name: ${name}
purpose: TODO # ? what is it for, in a sentence
owner: TODO # ? which team answers for it
log: { arguments: redacted, results: digest, retain: 90d }

operations:
${tools.map(operationText).join('\n')}
`;
}

function operationText(tool: Tool): string {
  const lines = [`  ${key(tool.name)}:`];
  const say = (line: string, question?: string) => lines.push(`    ${line}${question ? ` # ? ${question}` : ''}`);
  if (tool.description) say(`description: ${quoted(shortened(tool.description))}`);
  const open = tool.openWorld !== false;
  if (tool.readOnly) {
    say('does: read');
  } else if (tool.destructive === false) {
    say('does: write');
  } else {
    say('does: destroy', tool.destructive ? undefined : 'the server does not say that it destroys nothing');
  }
  if (open) {
    const question =
      tool.openWorld === undefined
        ? 'can a stranger write any of what comes back? secrets, personal data?'
        : 'secrets, personal data?';
    say('returns: [untrusted]', question);
  } else {
    say('returns: [internal]', 'secrets, personal data?');
  }
  if (open && !tool.readOnly)
    say('sends: [network]', tool.openWorld === undefined ? 'does anything leave the house?' : undefined);
  if (!tool.readOnly) say('reversible: no', tool.destructive === false ? 'can it be undone?' : undefined);
  const names = isObject(tool.schema.properties) ? Object.entries(tool.schema.properties) : [];
  const required = new Set(Array.isArray(tool.schema.required) ? tool.schema.required : []);
  if (names.length > 0) {
    say('arguments:');
    for (const [name, schema] of names) lines.push(`      ${key(name)}: ${argumentText(schema, required.has(name))}`);
  }
  return lines.join('\n');
}

/** JSON is YAML, so a schema can stand as it is; descriptions and defaults bound nothing and are left out. */
function argumentText(schema: Json, required: boolean): string {
  const own = isObject(schema) ? withoutProse(schema) : {};
  const full: JsonObject = required ? own : { ...own, optional: 'yes' };
  const words = Object.keys(full);
  if (words.length === 0) return 'any';
  if (words.length === 1 && typeof full.type === 'string') return full.type;
  return flow(full);
}

const PROSE = new Set(['description', 'title', 'default', 'examples', '$comment', '$schema']);

function withoutProse(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !PROSE.has(name)));
}

function flow(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).map(([name, each]) => `${key(name)}: ${flow(each)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string' ? quoted(value) : JSON.stringify(value);
}

function key(name: string): string {
  return /^[A-Za-z_$][\w.$-]*$/.test(name) && !/^(yes|no|true|false|null|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(name);
}

function quoted(text: string): string {
  return /^[A-Za-z][\w-]*$/.test(text) && !/^(true|false|null)$/i.test(text) ? text : JSON.stringify(text);
}

/** The first sentences, on one line. A server's description is for a model, and may be long. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= 160 ? line : `${line.slice(0, 159)}…`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
