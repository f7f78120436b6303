import { VERBS, type Verb } from '../model/manifest.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import type { Completion, CompletionContext } from './completion.ts';
import { operationsNamed } from './completion-values.ts';
import { documentationOf, schemaAt, takesType } from './schema-at.ts';
import { ITEM } from './writing.ts';

const IS_VERB: ReadonlySet<string> = new Set(VERBS);

/** Conditions that only mean something beside one verb, as the schema's `dependentRequired` has it, and `approval` beside `ask`. */
function fits(key: string, schema: JsonSchema, { path, siblings }: CompletionContext['writing']): boolean {
  const verb = siblings.find((each) => IS_VERB.has(each));
  if (isChoice(schema)) {
    const choices = schema.oneOf!.flatMap((each) => each.required ?? []);
    if (choices.includes(key)) return !siblings.some((each) => choices.includes(each));
  }
  const needs = schema.dependentRequired?.[key];
  if (needs && verb !== undefined && !needs.includes(verb)) return false;
  if (key === 'approval' && path[0] !== 'ask') return false;
  return true;
}

function isChoice(schema: JsonSchema): boolean {
  return (schema.oneOf ?? []).every((each) => each.required?.length === 1) && (schema.oneOf?.length ?? 0) > 0;
}

/** The keys that are missing here, required ones and verbs first. */
export function keyCompletions(context: CompletionContext): Completion[] {
  const { writing, kind } = context;
  const schema = schemaAt(kind, writing.path);
  if (!schema) return [];
  const free = freeKeys(context);
  const properties = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required ?? []);
  const rank = ([key]: [string, JsonSchema]) => (IS_VERB.has(key) ? 0 : required.has(key) ? 1 : 2);
  const keys = properties
    .filter(([key]) => key !== '$schema' && !writing.siblings.includes(key) && fits(key, schema, writing))
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => rank(a.entry) - rank(b.entry) || a.index - b.index)
    .map(({ entry: [key, value] }) =>
      keyCompletion(context, key, schemaAt(kind, [...writing.path, key]) ?? value, required.has(key)),
    );
  return [...free, ...keys];
}

function keyCompletion(context: CompletionContext, key: string, schema: JsonSchema, required: boolean): Completion {
  const { writing } = context;
  const { value, again } = valueSnippet(context, key, schema);
  const documentation = documentationOf(schema);
  const replace = writing.word;
  const common = {
    label: key,
    kind: IS_VERB.has(key) ? ('verb' as const) : ('key' as const),
    replace,
    ...(required ? { detail: 'required' } : {}),
    ...(documentation !== undefined ? { documentation } : {}),
  };
  if (writing.hasColon || writing.quote !== '') return common;
  return { ...common, text: `${key}: `, snippet: `${key}:${value}`, ...(again ? { again: true } : {}) };
}

/** What stands behind a new key's colon: brackets where a list is usual, a place to type, or a list that opens. */
function valueSnippet(
  { writing, kind }: CompletionContext,
  key: string,
  schema: JsonSchema,
): { readonly value: string; readonly again: boolean } {
  if (schema.const !== undefined) return { value: ` ${String(schema.const)}`, again: false };
  if (schema.enum) return { value: ' $1', again: true };
  const flow = writing.bracket !== '';
  if (takesType(schema, 'array')) {
    const words = schema.items?.enum !== undefined;
    const objects =
      schema.items !== undefined && !takesType(schemaAt(kind, [...writing.path, key, ITEM]) ?? {}, 'string');
    if (objects && !flow) return { value: `\n${' '.repeat(2)}- $1`, again: true };
    if (objects) return { value: ' [{ $1 }]', again: true };
    const pattern = QUOTED_PATTERNS.has(key as Verb);
    return { value: pattern ? ' ["$1"]' : ' [$1]', again: words || !pattern || true };
  }
  if (takesType(schema, 'object') && !takesType(schema, 'string')) {
    const open = schema.properties === undefined;
    return flow || !open ? { value: ' { $1 }', again: true } : { value: `\n${' '.repeat(2)}$1`, again: true };
  }
  return { value: ' $1', again: OFFERED_TEXT.has(key) };
}

/** Verbs whose patterns have characters that YAML needs quoted. */
const QUOTED_PATTERNS: ReadonlySet<string> = new Set(['read', 'write', 'delete', 'run', 'fetch']);

/** Texts for which there is something to offer. */
const OFFERED_TEXT: ReadonlySet<string> = new Set([
  ...VERBS,
  'expires',
  'until',
  'role',
  'as',
  'revoke',
  'at',
  'spends',
]);

/** Keys that are names rather than words of the language: arguments of the operations that a rule or step calls. */
function freeKeys(context: CompletionContext): Completion[] {
  const { writing } = context;
  const last = writing.path.at(-1);
  if (last !== 'where' && last !== 'with' && last !== 'origins') return [];
  const operations = operationsNamed(context);
  const found = new Map<string, Completion>();
  for (const { tool, operation } of operations) {
    for (const argument of operation.arguments) {
      const name = argument.name.value;
      if (found.has(name) || writing.siblings.includes(name)) continue;
      const type = typeof argument.schema.type === 'string' ? argument.schema.type : undefined;
      found.set(name, {
        label: name,
        kind: 'argument',
        replace: writing.word,
        text: `${name}: `,
        snippet: last === 'where' ? `${name}: { $1 }` : `${name}: $1`,
        ...(last === 'where' ? { again: true } : {}),
        detail: [type, argument.required ? 'required' : 'optional'].filter(Boolean).join(', '),
        documentation: `Argument of \`${tool}/${operation.name.value}\`${
          typeof argument.schema.description === 'string' ? `: ${argument.schema.description}` : ''
        }`,
      });
    }
  }
  return [...found.values()];
}
