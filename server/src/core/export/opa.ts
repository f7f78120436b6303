import type { Action, Json } from '../decide/action.ts';
import type { ArgumentTest, Effect, Verb } from '../model/manifest.ts';
import { commandPattern, encodeWords, plainWords, underAssignments } from '../scope/command-pattern.ts';
import { namePattern } from '../scope/name.ts';
import { normalisePath, pathPatternLanguages } from '../scope/path.ts';
import { readUrl } from '../scope/url.ts';
import { urlPattern } from '../scope/url-pattern.ts';
import { exportRules } from './export-rules.ts';
import { one, type Target, type Writer, type Written } from './exported.ts';
import { expressionRegex } from './expression-regex.ts';
import { escaped } from './pattern-regex.ts';

interface Entry {
  readonly matches: string;
  readonly except: readonly string[];
  readonly methods: readonly string[];
  readonly where: readonly { readonly path: readonly string[]; readonly test: string; readonly value: Json }[];
}

/**
 * A bundle for OPA: one Rego policy that is the same for every role, and the role as data. Patterns become RE2
 * expressions over one spelling of the action, so that nothing about them is lost.
 */
export const OPA: Target = {
  id: 'opa',
  title: 'OPA',
  export(role, options) {
    const { placed, rows } = exportRules(role, WRITER, options);
    const lists: Record<Effect, Json[]> = { allow: [], ask: [], deny: [] };
    for (const { effect, verb, entry } of placed) lists[effect].push({ verb, ...entry } as unknown as Json);
    const name = role.name || 'role';
    const data = { bailiwick: { roles: { [name]: lists } } };
    return {
      target: OPA.id,
      files: [
        { path: '.manifest', text: `${JSON.stringify({ roots: ['bailiwick'], rego_version: 1 })}\n` },
        { path: 'bailiwick/policy.rego', text: REGO },
        { path: 'data.json', text: `${JSON.stringify(data, undefined, 1)}\n` },
      ],
      rows,
      notes: [
        'Ask for `data.bailiwick.decision` with input {"role", "verb", "text", "method", "with"}; docs/export.md says how `text` is spelled.',
        'A command line is taken apart by the enforcement point: each simple command in it is a request of its own.',
      ],
    };
  },
};

const REGO = `# METADATA
# description: Deny over ask over allow; what nothing matches is denied. The roles are data.
package bailiwick

default decision := "deny"

decision := "deny" if matched("deny")

decision := "ask" if {
	not matched("deny")
	matched("ask")
}

decision := "allow" if {
	not matched("deny")
	not matched("ask")
	matched("allow")
}

matched(effect) if {
	some rule in data.bailiwick.roles[input.role][effect]
	covers(rule)
}

covers(rule) if {
	rule.verb == input.verb
	regex.match(rule.matches, input.text)
	not excepted(rule)
	has_method(rule)
	every condition in rule.where {
		holds(condition)
	}
}

excepted(rule) if {
	some pattern in rule.except
	regex.match(pattern, input.text)
}

has_method(rule) if count(rule.methods) == 0

has_method(rule) if input.method in rule.methods

value_of(condition) := object.get(object.get(input, "with", {}), condition.path, null)

holds(condition) if {
	condition.test == "in"
	value_of(condition) in condition.value
}

holds(condition) if {
	condition.test == "matches"
	value := value_of(condition)
	is_string(value)
	regex.match(condition.value, value)
}

holds(condition) if {
	condition.test == "min"
	value := value_of(condition)
	is_number(value)
	value >= condition.value
}

holds(condition) if {
	condition.test == "max"
	value := value_of(condition)
	is_number(value)
	value <= condition.value
}

holds(condition) if {
	condition.test == "max-length"
	count(value_of(condition)) <= condition.value
}
`;

const WRITER: Writer<Entry> = {
  effects: new Set<Effect>(['allow', 'ask', 'deny']),
  denies: true,
  conditions: true,
  exceptions: true,
  text: ({ matches }) => matches,
  fallback: () => ({ effect: 'deny', why: 'what nothing matches is denied' }),
  write(verb, pattern, effect, rule): Written<Entry> {
    const matches = regexOf(verb, pattern, effect);
    if (matches === undefined) return { unwritable: 'the pattern is too large' };
    const except = rule.patterns
      .filter(({ negated }) => negated)
      .map(({ text }) => regexOf(verb, text, effect === 'deny' ? 'allow' : 'deny'));
    if (except.includes(undefined)) return { unwritable: 'an exception is too large' };
    const where = rule.where.flatMap(({ argument, tests }) =>
      tests.map((test) => conditionOf(argument.value.split('.'), test)),
    );
    const entry: Entry = {
      matches,
      except: except as string[],
      methods: rule.methods.map(({ value }) => value),
      where: where.flatMap((each) => ('problem' in each ? [] : [each])),
    };
    const problem = where.find((each) => 'problem' in each);
    if (problem && 'problem' in problem) return { approximations: [{ entry, covers: 'more', why: problem.problem }] };
    return one(entry);
  },
};

function conditionOf(
  path: readonly string[],
  test: ArgumentTest,
): Entry['where'][number] | { readonly problem: string } {
  switch (test.kind) {
    case 'is':
      return { path, test: 'in', value: [test.value] };
    case 'in':
      return { path, test: 'in', value: test.values };
    case 'matches':
      return { path, test: 'matches', value: anchored(expressionRegex(namePattern(test.pattern).expression)) };
    case 'min':
    case 'max':
    case 'max-length':
      return { path, test: test.kind, value: test.value };
    case 'pattern':
      return { problem: `\`where.${path.join('.')}\` has a regular expression that may mean something else to RE2` };
    default:
      return { problem: `\`where.${path.join('.')}\`: where a value comes from is not in the request` };
  }
}

/** The pattern as an anchored expression over the action's text; undefined where it cannot be said. */
function regexOf(verb: Verb, pattern: string, effect: Effect): string | undefined {
  switch (verb) {
    case 'read':
    case 'write':
    case 'delete': {
      const languages = pathPatternLanguages(pattern);
      return languages && anchored(languages.map(({ root, rest }) => escaped(root) + expressionRegex(rest)).join('|'));
    }
    case 'run':
      // A deny holds whatever variables are set in front.
      return anchored(
        expressionRegex(commandPattern(effect === 'deny' ? underAssignments(pattern) : pattern).expression),
      );
    case 'fetch':
      return urlRegex(pattern);
    default:
      return anchored(expressionRegex(namePattern(pattern).expression));
  }
}

/** URLs are spelled `scheme://host:port/path?query`, with their port always. */
function urlRegex(pattern: string): string | undefined {
  const { scheme, host, port, path, query } = urlPattern(pattern);
  if (!/^(\*\*?|(\*\*?\.)?[^*{}[\]/:]+)$/.test(host.text)) return undefined;
  const name = host.text.toLowerCase();
  const hosts = /^\*\*?$/.test(name)
    ? '[^:/]+|\\[[^\\]]+\\]'
    : name.startsWith('**.')
      ? `(?:[^.:/]+\\.)*${escaped(name.slice(3))}`
      : name.startsWith('*.')
        ? `[^.:/]+\\.${escaped(name.slice(2))}`
        : escaped(name);
  const schemes = expressionRegex(scheme.expression);
  const ports = port === undefined ? undefined : expressionRegex(port.expression);
  const standard = [...STANDARD].filter(([each]) => scheme.matches(each));
  const starts =
    ports === undefined
      ? standard.map(([each, number]) => `${each}:\\/\\/(?:${hosts}):${number}`).join('|')
      : `(?:${schemes}):\\/\\/(?:${hosts}):(?:${ports})`;
  return anchored(`(?:${starts})(?:${expressionRegex(path.expression)})(?:${expressionRegex(query.expression)})`);
}

const STANDARD: ReadonlyMap<string, number> = new Map([
  ['https', 443],
  ['http', 80],
  ['wss', 443],
  ['ws', 80],
  ['ftp', 21],
]);

function anchored(regex: string): string {
  return `^(?:${regex})$`;
}

/** How an action is spelled in `input.text`; undefined for a command line that is more than one simple command. */
export function opaInput(role: string, action: Action): { readonly [key: string]: Json } | undefined {
  const text = textOf(action);
  if (text === undefined) return undefined;
  return {
    role,
    verb: action.verb,
    text,
    ...(action.verb === 'fetch' ? { method: action.method ?? 'GET' } : {}),
    ...(action.with ? { with: action.with } : {}),
  };
}

function textOf(action: Action): string | undefined {
  switch (action.verb) {
    case 'read':
    case 'write':
    case 'delete': {
      const path = normalisePath(action.value);
      if (path === '.') return './';
      return /^(\/|~\/|\.\.\/|\.\/)/.test(path) ? path : `./${path}`;
    }
    case 'run': {
      const words = plainWords(action.value);
      return words && encodeWords(words);
    }
    case 'fetch': {
      const url = readUrl(action.value);
      if ('problem' in url) return undefined;
      return `${url.scheme}://${url.host}:${url.port}${url.path}${url.query === undefined ? '' : `?${url.query}`}`;
    }
    case 'call':
      return /^[^/]+\/./s.test(action.value) ? action.value : undefined;
    default:
      return action.value;
  }
}
