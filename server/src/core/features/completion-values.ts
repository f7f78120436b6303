import type { Json } from '../decide/action.ts';
import type { AgentRole, Operation } from '../model/manifest.ts';
import { matchesName } from '../scope/name.ts';
import type { Completion, CompletionContext } from './completion.ts';
import { commandForms, pathForms } from './completion-patterns.ts';
import { documentationOf, schemaAt } from './schema-at.ts';
import { ITEM, type Writing } from './writing.ts';

/** A value before it is known how it has to be written where the cursor stands. */
interface Candidate {
  readonly value: string;
  readonly kind: Completion['kind'];
  readonly detail?: string;
  readonly documentation?: string;
  /** Written in quotes where it would mean something else to YAML without. */
  readonly quoted?: boolean;
}

/** The values that are possible here, the narrow form first. */
export function valueCompletions(context: CompletionContext): Completion[] {
  return candidates(context).map((candidate) => toCompletion(context.writing, candidate, inBrackets(context)));
}

/** A verb's patterns are a list; where somebody writes the first one without its brackets, they come with it. */
function inBrackets({ writing, kind }: CompletionContext): boolean {
  const schema = schemaAt(kind, writing.path);
  const isList = schema?.items !== undefined && writing.path.at(-1) !== ITEM;
  return isList && writing.at === 'value' && writing.quote === '';
}

function toCompletion(writing: Writing, candidate: Candidate, brackets: boolean): Completion {
  const { value, kind, detail, documentation } = candidate;
  const quoted = writing.quote === '' && (candidate.quoted || needsQuotes(value));
  const word = quoted ? JSON.stringify(value) : value;
  const text = brackets ? `[${word}]` : word;
  return {
    label: value,
    kind,
    replace: writing.word,
    filter: value,
    ...(text === value ? {} : { text }),
    ...(detail !== undefined ? { detail } : {}),
    ...(documentation !== undefined ? { documentation } : {}),
  };
}

function needsQuotes(value: string): boolean {
  return value === '' || /^[\s&*!|>%@`'"#?-]|[:#{}[\],]|^(?:yes|no|true|false|null|~|[\d.]+)$/i.test(value);
}

function candidates(context: CompletionContext): Candidate[] {
  const { snapshot, writing, kind } = context;
  const path = writing.path.filter((step) => step !== ITEM);
  const [top, second, third] = path;
  const last = path.at(-1) ?? '';
  switch (kind) {
    case 'AgentRole':
    case 'Boundary':
      if (top === 'extends' || (top === 'memory' && second === 'shared')) return roleNames(context);
      if (top === 'applies-to')
        return [...roleNames(context), { value: '*', kind: 'role', detail: 'every role', quoted: true }];
      if (top === 'expires') return dates(context);
      if (top === 'allow' || top === 'ask' || top === 'deny') {
        if (path.length === 2) return [...patterns(context, last, true), ...fromSchema(context)];
        if (second === 'where' && third !== undefined && path.length >= 3) return argumentValues(context, path);
        if (last === 'until') return dates(context);
      }
      break;
    case 'Scenario':
      if (top === 'role' || last === 'as') return roleNames(context);
      if (top === 'at') return [{ value: `${isoDay(snapshot.now)}T09:00:00Z`, kind: 'value', detail: 'today' }];
      if (top === 'steps' && path.length === 2) {
        if (last === 'revoke') return revocable(context);
        return [...patterns(context, last, false), ...fromSchema(context)];
      }
      if (top === 'steps' && second === 'with' && third !== undefined) return argumentValues(context, path);
      break;
    case 'ToolScope':
      if (last === 'spends') return argumentsOfOperation(context);
      break;
  }
  return fromSchema(context);
}

/** Enum values and usual ones, with what the schema says about each. */
function fromSchema({ writing, kind }: CompletionContext): Candidate[] {
  const own = schemaAt(kind, writing.path);
  if (!own) return [];
  const schema = own.enum || own.const !== undefined ? own : (own.items ?? own);
  const asText = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));
  if (schema.const !== undefined) return [{ value: asText(schema.const), kind: 'value' }];
  const values = (schema.enum ?? schema.examples ?? own.examples ?? []).filter(
    (value, _, all) => typeof value !== 'boolean' || !(all as readonly Json[]).includes('yes'),
  );
  return values.map((value, index) => {
    const documentation = schema.enumDescriptions?.[index] ?? documentationOf(schema);
    return { value: asText(value), kind: 'value', ...(documentation ? { documentation } : {}) };
  });
}

/** Patterns of a rule, or plain values of a step: where the same things are meant, but only one of each. */
function patterns(context: CompletionContext, verb: string, asPattern: boolean): Candidate[] {
  const { snapshot, writing } = context;
  switch (verb) {
    case 'read':
    case 'write':
    case 'delete':
      return pathForms(snapshot.facts.files, writing.typed, asPattern).map(({ text, detail }) => ({
        value: text,
        kind: 'path',
        detail,
        quoted: asPattern,
      }));
    case 'run':
      return commandForms(snapshot.facts.commands, asPattern).map(({ text, detail }) => ({
        value: text,
        kind: 'command',
        detail,
        quoted: asPattern,
      }));
    case 'fetch':
      return addresses(context);
    case 'call':
      return operations(context, asPattern);
    case 'delegate':
      return roleNames(context);
    case 'use':
      return credentials(context);
    case 'remember':
      return keptKinds(context);
    default:
      return [];
  }
}

function roleNames({ snapshot, source }: CompletionContext): Candidate[] {
  return [...snapshot.roles.values()]
    .filter((role) => role.source !== source)
    .map((role) => ({
      value: role.name!.value,
      kind: 'role',
      ...(role.owner ? { detail: role.owner.value } : {}),
      ...(role.purpose ? { documentation: role.purpose.value } : {}),
    }));
}

/** How much an operation can do, from reading to destroying: the order in which operations are offered. */
const HARM = ['read', 'write', 'send', 'spend', 'execute', 'destroy'];

function operations({ snapshot }: CompletionContext, asPattern: boolean): Candidate[] {
  const single: { readonly harm: number; readonly candidate: Candidate }[] = [];
  const whole: Candidate[] = [];
  for (const [tool, scope] of snapshot.tools) {
    for (const operation of scope.operations) {
      const does = operation.does.map(({ value }) => value);
      single.push({
        harm: Math.max(1, ...does.map((each) => HARM.indexOf(each) + 1)),
        candidate: {
          value: `${tool}/${operation.name.value}`,
          kind: 'operation',
          detail: does.join(', '),
          documentation: operationWords(operation),
        },
      });
    }
    if (asPattern) {
      whole.push({
        value: `${tool}/*`,
        kind: 'tool',
        detail: `all ${scope.operations.length} operations, and any that are added later`,
        quoted: true,
      });
    }
  }
  return [...single.sort((a, b) => a.harm - b.harm).map(({ candidate }) => candidate), ...whole];
}

/** What an operation does, its labels and its arguments, as Markdown. */
export function operationWords(operation: Operation): string {
  const list = (items: readonly { readonly value: string }[]) => items.map(({ value }) => `\`${value}\``).join(', ');
  const parts = [
    ...(operation.description ? [operation.description.value] : []),
    ...(operation.does.length > 0 ? [`does ${list(operation.does)}`] : []),
    ...(operation.returns.length > 0 ? [`returns ${list(operation.returns)}`] : []),
    ...(operation.sends.length > 0 ? [`sends to ${list(operation.sends)}`] : []),
    ...(operation.reversible ? [operation.reversible.value ? 'can be undone' : 'cannot be undone'] : []),
  ];
  const args = operation.arguments.map(({ name, required, schema }) => {
    const type =
      typeof schema.type === 'string'
        ? ` ${schema.type}`
        : Array.isArray(schema.enum)
          ? ` one of ${schema.enum.join(', ')}`
          : '';
    return `- \`${name.value}\`${type}${required ? '' : ' (optional)'}`;
  });
  return [parts.join(' · '), ...(args.length > 0 ? [args.join('\n')] : [])].join('\n\n');
}

/** The operations that the rule or step being written calls, for names of arguments. */
export function operationsNamed({
  snapshot,
  source,
  writing,
}: CompletionContext): { readonly tool: string; readonly operation: Operation }[] {
  const called = calledHere(source.text, writing);
  return [...snapshot.tools].flatMap(([tool, scope]) =>
    scope.operations
      .filter((operation) =>
        called.length === 0
          ? false
          : matchesName(
              called.map((text) => ({ text, negated: false })),
              `${tool}/${operation.name.value}`,
            ),
      )
      .map((operation) => ({ tool, operation })),
  );
}

/** What stands behind `call:` in the list item around the cursor. */
function calledHere(text: string, { word }: Writing): string[] {
  const before = text.slice(0, word.start);
  const starts = [...before.matchAll(/^[ \t]*-[ \t]/gm)];
  const item = text.slice(starts.at(-1)?.index ?? 0);
  const next = /\n[ \t]*-[ \t]/.exec(item.slice(1));
  const whole = next ? item.slice(0, next.index + 1) : item;
  const value = /\bcall["']?\s*:\s*(\[[^\]]*\]|[^\n,}]*)/.exec(whole)?.[1] ?? '';
  return [...value.matchAll(/[\w.*-]+\/[\w.*-]+/g)].map(([name]) => name);
}

function argumentValues(context: CompletionContext, path: readonly string[]): Candidate[] {
  const name = path[2]!;
  const values = operationsNamed(context)
    .flatMap(({ operation }) => operation.arguments.filter((each) => each.name.value === name))
    .flatMap(({ schema }) => (Array.isArray(schema.enum) ? (schema.enum as readonly Json[]) : []));
  const inTest = path.length > 3;
  const known: Candidate[] = values.map((value) => ({
    value: typeof value === 'string' ? value : JSON.stringify(value),
    kind: 'value',
  }));
  return inTest && path[3] === 'from' ? fromSchema(context) : [...known, ...(inTest ? [] : fromSchema(context))];
}

function argumentsOfOperation({ snapshot, source, writing }: CompletionContext): Candidate[] {
  const name = writing.path[1];
  const scope = [...snapshot.tools.values()].find((each) => each.source === source);
  const operation = scope?.operations.find((each) => each.name.value === name);
  return (operation?.arguments ?? []).map((argument) => ({ value: argument.name.value, kind: 'argument' }));
}

function credentials({ snapshot }: CompletionContext): Candidate[] {
  const found = new Map<string, string>();
  for (const [tool, scope] of snapshot.tools) {
    for (const { value } of scope.credentials) if (!found.has(value)) found.set(value, `of ${tool}`);
  }
  for (const role of snapshot.roles.values()) {
    for (const value of usedBy(role))
      if (!found.has(value)) found.set(value, `used by ${role.name?.value ?? 'a role'}`);
  }
  return [...found].map(([value, detail]) => ({ value, kind: 'credential', detail }));
}

function usedBy(role: AgentRole): string[] {
  return role.rules
    .filter((rule) => rule.verb === 'use')
    .flatMap((rule) => rule.patterns.map((pattern) => pattern.text).filter((text) => !text.includes('*')));
}

function keptKinds({ snapshot }: CompletionContext): Candidate[] {
  const kinds = [...snapshot.roles.values()].flatMap((role) => role.memory?.keeps ?? []);
  return [...new Set(kinds.map(({ value }) => value))].map((value) => ({ value, kind: 'value' }));
}

/** Addresses that other manifests name: the host that is meant is usually one of them. */
function addresses({ snapshot, source, writing }: CompletionContext): Candidate[] {
  const found = new Map<string, string>();
  for (const role of snapshot.roles.values()) {
    for (const rule of role.rules) {
      if (rule.verb !== 'fetch') continue;
      for (const { text, span } of rule.patterns) {
        // Not what is being typed right now.
        const typing = role.source === source && span.start <= writing.word.end && writing.word.start <= span.end;
        if (!typing && !found.has(text)) found.set(text, `in ${role.name?.value ?? 'a role'}`);
      }
    }
    for (const { value } of role.sandbox?.network ?? []) {
      if (!found.has(value)) found.set(value, `the sandbox of ${role.name?.value ?? 'a role'} reaches it`);
    }
  }
  return [...found].map(([value, detail]) => ({ value, kind: 'value', detail, quoted: true }));
}

function revocable(context: CompletionContext): Candidate[] {
  const { snapshot } = context;
  const tools: Candidate[] = [...snapshot.tools.keys()].map((value) => ({ value, kind: 'tool', detail: 'tool' }));
  const rules: Candidate[] = [...snapshot.roles.values()].flatMap((role) =>
    role.rules.flatMap(({ id }) =>
      id ? [{ value: id.value, kind: 'rule' as const, detail: `rule of ${role.name?.value ?? 'a role'}` }] : [],
    ),
  );
  return [...tools, ...rules, ...roleNames(context), ...credentials(context)];
}

const DAY = 86_400_000;

/** Dates that people mean when they let something lapse: soon, in a quarter, in half a year. */
function dates({ snapshot }: CompletionContext): Candidate[] {
  const after: readonly (readonly [number, string])[] = [
    [30, 'in 30 days'],
    [90, 'in 90 days'],
    [180, 'in 180 days'],
  ];
  return after.map(([days, detail]) => ({ value: isoDay(snapshot.now + days * DAY), kind: 'value', detail }));
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
