import type { Origin } from '../decide/action.ts';
import type { Span } from '../span.ts';
import type { MapNode, Node } from '../syntax/node.ts';
import { toJson } from '../syntax/node-json.ts';
import {
  asMap,
  durationOf,
  fieldOf,
  instantOf,
  numberOf,
  present,
  quantityOf,
  type Reading,
  report,
  textOf,
  textsOf,
  wordOf,
} from './fields.ts';
import {
  type Approval,
  type ArgumentTest,
  type Condition,
  EFFECTS,
  type Effect,
  type Limit,
  type Pattern,
  type Rule,
  VERBS,
  type Verb,
} from './manifest.ts';
import { patternProblem } from './pattern-problem.ts';

/** The rules under `allow`, `ask` and `deny`, in the order of the text. A rule without a verb is a finding, and none. */
export function readRules(reading: Reading, map: MapNode, owner: string): Rule[] {
  const rules: Rule[] = [];
  for (const { key, value } of map.entries) {
    const effect = EFFECTS.find((each) => each === key.text);
    if (!effect) continue;
    // One rule alone may stand where a list is expected; the schema says so, and it still counts.
    if (value?.kind === 'map') rules.push(...readRule(reading, value, value.span, effect, owner));
    if (value?.kind !== 'seq') continue;
    value.items.forEach((item, index) => {
      const rule = asMap(item);
      if (rule) rules.push(...readRule(reading, rule, value.itemSpans[index]!, effect, owner));
    });
  }
  return rules;
}

/** The rule of a list item. One with several verbs is a finding, and counts once for each of them. */
function readRule(reading: Reading, map: MapNode, span: Span, effect: Effect, owner: string): Rule[] {
  const verbs = map.entries.filter((entry) => (VERBS as readonly string[]).includes(entry.key.text));
  return verbs.map((entry): Rule => {
    const verb = entry.key.text as Verb;
    const { source } = reading;
    return present<Rule>({
      owner,
      source,
      span,
      effect,
      verb,
      verbSpan: entry.key.span,
      patterns: readPatterns(reading, verb, entry.value),
      id: textOf(fieldOf(map, 'id')),
      because: textOf(fieldOf(map, 'because')),
      until: instantOf(reading, fieldOf(map, 'until'), 'its end'),
      limit: readLimit(reading, fieldOf(map, 'limit')),
      approval: readApproval(reading, fieldOf(map, 'approval')),
      methods: textsOf(fieldOf(map, 'methods')).map(({ value, span }) => ({ value: value.toUpperCase(), span })),
      where: readWhere(reading, fieldOf(map, 'where')),
      examples: textsOf(fieldOf(map, 'examples')),
      node: map,
    });
  });
}

/** To find mistakes in a pattern is to compile it, which takes a while. No role has so many. */
const MOST_PATTERNS = 3_000;

/** Up to so many patterns of a role, its extended ones included, risks are looked for. More would take over a second. */
export const MOST_ANALYSED = 1_000;

export const NOT_ANALYSED = `Risks are looked for where there are up to ${MOST_ANALYSED.toLocaleString('en')} patterns. Here are more, so that what is risky about them is not known`;

function readPatterns(reading: Reading, verb: Verb, node: Node | undefined): Pattern[] {
  const nodes = node?.kind === 'seq' ? node.items : [node];
  return nodes.flatMap((item): Pattern[] => {
    const text = textOf(item);
    if (!text || item?.kind !== 'scalar') return [];
    const negated = text.value.startsWith('!');
    const pattern = { text: negated ? text.value.slice(1) : text.value, negated, span: text.span };
    reading.patterns++;
    if (reading.patterns === MOST_ANALYSED + 1) report(reading, 'too-large', text.span, NOT_ANALYSED);
    if (reading.patterns === MOST_PATTERNS) {
      report(
        reading,
        'too-large',
        text.span,
        'There are so many patterns that those from here on are not checked for mistakes',
      );
    }
    // An empty text is what the schema reports.
    const unchecked = text.value === '' || reading.patterns >= MOST_PATTERNS;
    const problem = unchecked ? undefined : patternProblemOf(verb, pattern.text);
    if (problem) report(reading, 'bad-pattern', spanInPattern(pattern, item.plain, problem), problem.message);
    return [pattern];
  });
}

function patternProblemOf(verb: Verb, text: string) {
  return text === '' ? { message: 'There is no pattern after the !', start: 0, end: 0 } : patternProblem(verb, text);
}

/** Where a part of a pattern's text stands in the source. Of a text with escapes only the whole can be pointed at. */
function spanInPattern(pattern: Pattern, plain: boolean, part: Span): Span {
  if (!plain || part.end <= part.start) return pattern.span;
  const start = pattern.span.start + (pattern.negated ? 1 : 0);
  return { start: Math.min(start + part.start, pattern.span.end), end: Math.min(start + part.end, pattern.span.end) };
}

function readLimit(reading: Reading, node: Node | undefined): Limit | undefined {
  // Short form: `limit: 20/run`.
  if (node?.kind === 'scalar') return present<Limit>({ span: node.span, calls: quantityOf(reading, node, 'calls') });
  const map = asMap(node);
  return map && present<Limit>({ span: map.span, calls: quantityOf(reading, fieldOf(map, 'calls'), 'calls') });
}

function readApproval(reading: Reading, node: Node | undefined): Approval | undefined {
  const map = asMap(node);
  if (!map) return undefined;
  return present<Approval>({
    span: map.span,
    from: textsOf(fieldOf(map, 'from')),
    evidence: textsOf(fieldOf(map, 'evidence')),
    within: durationOf(reading, fieldOf(map, 'within')),
    otherwise: textOf(fieldOf(map, 'otherwise')),
    binds: textsOf(fieldOf(map, 'binds')),
    count: numberOf(fieldOf(map, 'count')),
  });
}

function readWhere(reading: Reading, node: Node | undefined): Condition[] {
  return (asMap(node)?.entries ?? []).map(({ key, value }) => ({
    argument: { value: key.text, span: key.span },
    tests: readTests(reading, value),
  }));
}

/** `owner: acme` and `owner: [acme, globex]` are short for `is` and `in`. */
function readTests(reading: Reading, node: Node | undefined): ArgumentTest[] {
  if (!node) return [];
  if (node.kind === 'scalar') return [{ kind: 'is', value: node.value, span: node.span }];
  if (node.kind === 'seq') return [{ kind: 'in', values: node.items.map(toJson), span: node.span }];
  return node.entries.flatMap(({ key, value }) => (value ? readTest(reading, key.text, value) : []));
}

function readTest(reading: Reading, kind: string, node: Node): ArgumentTest[] {
  const { span } = node;
  const text = textOf(node)?.value;
  const number = numberOf(node)?.value;
  switch (kind) {
    case 'is':
      return [{ kind, value: toJson(node), span }];
    case 'in':
      return [{ kind, values: node.kind === 'seq' ? node.items.map(toJson) : [toJson(node)], span }];
    case 'matches':
      return text === undefined ? [] : [{ kind, pattern: text, span }];
    case 'pattern': {
      if (text === undefined) return [];
      const problem = regexProblem(text);
      if (problem) report(reading, 'bad-pattern', span, problem);
      return [{ kind, regex: text, span }];
    }
    case 'min':
    case 'max':
    case 'max-length':
      return number === undefined ? [] : [{ kind, value: number, span }];
    case 'from':
      return [{ kind, origins: readOrigins(node), span }];
    default:
      return [];
  }
}

const LONGEST_REGEX = 500;

function regexProblem(regex: string): string | undefined {
  if (regex.length > LONGEST_REGEX)
    return `The regular expression is longer than ${LONGEST_REGEX} characters, which nobody can review`;
  try {
    new RegExp(regex, 'u');
    return undefined;
  } catch {
    return 'This is no regular expression that JavaScript can read';
  }
}

const ORIGINS: readonly Origin[] = ['user', 'role', 'trusted', 'untrusted'];

export function readOrigins(node: Node | undefined): Origin[] {
  const nodes = node?.kind === 'seq' ? node.items : [node];
  return nodes.flatMap((item) => wordOf(item, ORIGINS)?.value ?? []);
}
