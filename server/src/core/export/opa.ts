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
  readonly where: readonly {
    readonly name: string;
    readonly path: readonly string[];
    readonly test: string;
    readonly value: Json;
  }[];
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

# A grant grants only where it surely matches; a deny, and an ask over an allow, hold also where they may.
decision := "ask" if {
	not matched("deny")
	matched("ask")
	granted
}

decision := "allow" if {
	not matched("deny")
	not matched("ask")
	surely_matched("allow")
}

granted if surely_matched("ask")

granted if surely_matched("allow")

matched(effect) if {
	some rule in data.bailiwick.roles[input.role][effect]
	covers(rule)
	every condition in rule.where {
		may_hold(condition)
	}
}

surely_matched(effect) if {
	some rule in data.bailiwick.roles[input.role][effect]
	covers(rule)
	every condition in rule.where {
		holds(condition)
	}
}

covers(rule) if {
	rule.verb == input.verb
	regex.match(rule.matches, input.text)
	not excepted(rule)
	has_method(rule)
}

excepted(rule) if {
	some pattern in rule.except
	regex.match(pattern, input.text)
}

has_method(rule) if count(rule.methods) == 0

has_method(rule) if input.method in rule.methods

arguments := object.get(input, "with", {})

has_own_name(condition) if {
	some name, _ in arguments
	name == condition.name
}

# An argument is found by its whole name, else by its path. What is not given passes no test.
argument(condition) := arguments[condition.name] if has_own_name(condition)

argument(condition) := value if {
	not has_own_name(condition)
	value := object.get(arguments, condition.path, 0)
	value == object.get(arguments, condition.path, 1)
}

# A list passes where all of its items do, and may pass where one does.
items(condition) := value if {
	not condition.test in {"is", "max-length"}
	value := argument(condition)
	is_array(value)
}

holds(condition) if passes(condition, argument(condition))

holds(condition) if {
	count(items(condition)) > 0
	every item in items(condition) {
		item_passes(condition, item)
	}
}

may_hold(condition) if holds(condition)

may_hold(condition) if {
	some item in items(condition)
	item_passes(condition, item)
}

item_passes(condition, item) if {
	not is_array(item)
	passes(condition, item)
}

passes(condition, value) if {
	condition.test == "is"
	value == condition.value
}

passes(condition, value) if {
	condition.test == "in"
	value in condition.value
}

passes(condition, value) if {
	condition.test == "matches"
	regex.match(condition.value, text_of(value))
}

passes(condition, value) if {
	condition.test == "min"
	is_number(value)
	value >= condition.value
}

passes(condition, value) if {
	condition.test == "max"
	is_number(value)
	value <= condition.value
}

passes(condition, value) if {
	condition.test == "max-length"
	has_length(value)
	count(value) <= condition.value
}

text_of(value) := value if is_string(value)

text_of(value) := sprintf("%v", [value]) if is_number(value)

has_length(value) if is_string(value)

has_length(value) if is_array(value)
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
    const where = rule.where.flatMap(({ argument, tests }) => tests.map((test) => conditionOf(argument.value, test)));
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

function conditionOf(name: string, test: ArgumentTest): Entry['where'][number] | { readonly problem: string } {
  const path = name.split('.');
  const put = (kind: string, value: Json) => ({ name, path, test: kind, value });
  // Rego has no fields of lists.
  if (path.some((each) => /^(\d+|length)$/.test(each))) return { problem: `\`where.${name}\` may lead into a list` };
  switch (test.kind) {
    case 'is':
      return put('is', test.value);
    case 'in':
      return put('in', test.values);
    case 'matches':
      return put('matches', anchored(expressionRegex(namePattern(test.pattern).expression)));
    case 'min':
    case 'max':
    case 'max-length':
      return put(test.kind, test.value);
    case 'pattern':
      return { problem: `\`where.${name}\` has a regular expression that may mean something else to RE2` };
    default:
      return { problem: `\`where.${name}\`: where a value comes from is not in the request` };
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
