import type { Automaton } from './automaton.ts';
import { beginOrEndApart } from './ends.ts';
import type { Answer, Question, Scope } from './question.ts';
import { search } from './search.ts';

/** A kind of value with its patterns: what `witness` has to know of paths, commands, URLs and names. */
export interface Domain {
  /** Every value there is, as automata spell them. */
  readonly universe: Automaton;
  /** Undefined where it is too large: then nothing exact is known. */
  automaton(pattern: string): Automaton | undefined;
  /** The value as people write it. */
  decode(encoded: string): string;
  /** The plain evaluator. */
  has(scope: Scope, value: string): boolean;
  /** Values as somebody would write them that the pattern is likely to match, best first. */
  templates(pattern: string): Iterable<string>;
  /** Values like this one that read better, best first: `src/main.pem` for `src/.pem`. */
  polished(value: string): Iterable<string>;
}

const BUDGET = 200_000;
const MOST_TEMPLATES = 400;
const MOST_POLISHED = 100;

/** Answers the question exactly, and readably where there is a choice. A value is only returned after the plain evaluator agreed. */
export function witness(domain: Domain, question: Question): Answer {
  const { all, none, prefer = [], budget = BUDGET } = question;
  const known = knownAbout(domain, question);
  known.exact ??= exact(domain, all, none, budget);
  const answer = known.exact;
  if (answer.kind === 'empty' || (question.plain && answer.kind === 'unknown')) return answer;
  const fits = (value: string) =>
    all.every((scope) => domain.has(scope, value)) && !none.some((scope) => domain.has(scope, value));
  if (question.plain && answer.kind === 'witness' && fits(answer.value)) return answer;
  for (const value of prefer) if (fits(value)) return { kind: 'witness', value };
  known.readable ??= readable(domain, question, answer, fits);
  return known.readable;
}

/** A value as somebody would write it, where one is found in time; else the one that the search has found. */
function readable(
  domain: Domain,
  { all }: Question,
  answer: Exclude<Answer, { kind: 'empty' }>,
  fits: (value: string) => boolean,
): Answer {
  let tried = 0;
  for (const scope of all) {
    for (const { text, negated } of scope) {
      if (negated) continue;
      for (const value of domain.templates(text)) {
        if (tried++ > MOST_TEMPLATES) break;
        if (fits(value)) return { kind: 'witness', value };
      }
    }
  }
  if (answer.kind === 'unknown') return answer;
  let polished = 0;
  for (const value of domain.polished(answer.value)) {
    if (polished++ > MOST_POLISHED) break;
    if (fits(value)) return { kind: 'witness', value };
  }
  if (fits(answer.value)) return answer;
  return { kind: 'unknown', why: `plain evaluation does not confirm \`${answer.value}\`` };
}

/** What is known of a question. It depends on the texts alone, which many rules of many roles have in common. */
interface Known {
  exact?: Answer;
  readable?: Answer;
}

const questions = new WeakMap<Domain, Map<string, Known>>();
const MOST_QUESTIONS = 4096;
/** Longer questions are asked anew: they are rare, and would fill the memory. */
const LONGEST_QUESTION = 1_000;

function knownAbout(domain: Domain, { all, none, budget = BUDGET }: Question): Known {
  let key = `${budget}`;
  for (const scope of all) key += `\u0002${scope.map(signed).join('\u0001')}`;
  for (const scope of none) key += `\u0003${scope.map(signed).join('\u0001')}`;
  if (key.length > LONGEST_QUESTION) return {};
  let ofDomain = questions.get(domain);
  if (!ofDomain) {
    ofDomain = new Map();
    questions.set(domain, ofDomain);
  }
  let known = ofDomain.get(key);
  if (!known) {
    if (ofDomain.size >= MOST_QUESTIONS) ofDomain.clear();
    known = {};
    ofDomain.set(key, known);
  }
  return known;
}

/** What is in `inner` and not in `outer`: `empty` when it is contained. */
export function excess(
  domain: Domain,
  inner: Scope,
  outer: Scope,
  options: Pick<Question, 'prefer' | 'budget'> = {},
): Answer {
  return witness(domain, { ...options, all: [inner], none: [outer] });
}

/** What is in both: `empty` when they do not overlap. */
export function overlap(domain: Domain, a: Scope, b: Scope, options: Pick<Question, 'prefer' | 'budget'> = {}): Answer {
  return witness(domain, { ...options, all: [a, b], none: [] });
}

/** Anything in the scope: `empty` when its patterns take each other out. */
export function anything(domain: Domain, scope: Scope, options: Pick<Question, 'prefer' | 'budget'> = {}): Answer {
  return witness(domain, { ...options, all: [scope], none: [] });
}

/** What is outside the scope: `empty` when it is everything. */
export function missing(domain: Domain, scope: Scope, options: Pick<Question, 'prefer' | 'budget'> = {}): Answer {
  return witness(domain, { ...options, all: [], none: [scope] });
}

class TooLarge extends Error {}

function exact(domain: Domain, all: readonly Scope[], none: readonly Scope[], budget: number): Answer {
  try {
    return searched(domain, all, none, budget);
  } catch (error) {
    if (error instanceof TooLarge) return { kind: 'unknown', why: `the pattern \`${error.message}\` is too large` };
    throw error;
  }
}

/** Does the text alone say that one scope is in the other: it has no pattern more, and every exception of the other? */
function isWithin(scope: Scope, other: Scope): boolean {
  const [mine, theirs] = [written(scope), written(other)];
  return (
    scope.every((pattern) => pattern.negated || theirs.has(signed(pattern))) &&
    other.every((pattern) => !pattern.negated || mine.has(signed(pattern)))
  );
}

function written(scope: Scope): ReadonlySet<string> {
  return new Set(scope.map(signed));
}

function signed({ text, negated }: Scope[number]): string {
  return negated ? `-${text}` : `+${text}`;
}

function searched(domain: Domain, all: readonly Scope[], none: readonly Scope[], budget: number): Answer {
  const automatonOf = (text: string): Automaton => {
    const found = domain.automaton(text);
    if (found === undefined) throw new TooLarge(text);
    return found;
  };
  const covered = new Set<string>();
  for (const scope of none) {
    if (scope.every(({ negated }) => !negated)) for (const { text } of scope) covered.add(text);
  }
  const required: Automaton[][] = [];
  const avoided = new Map<string, Automaton>();
  for (const scope of all) {
    const patterns = new Set<string>();
    for (const { text, negated } of scope) {
      if (negated) avoided.set(text, automatonOf(text));
      // What the other side covers word for word need not be searched.
      else if (!covered.has(text)) patterns.add(text);
    }
    if (patterns.size === 0) return { kind: 'empty' };
    required.push([...patterns].map((text) => automatonOf(text)));
  }
  const isNear = (automaton: Automaton): boolean =>
    required.every((scope) => scope.some((each) => !beginOrEndApart(each, automaton)));
  const plain: Scope[] = [];
  const mixed: Scope[] = [];
  for (const scope of none) {
    if (scope.some(({ negated }) => negated)) mixed.push(scope);
    else plain.push(scope);
  }
  if (mixed.some((other) => all.some((scope) => isWithin(scope, other)))) return { kind: 'empty' };
  for (const scope of plain) for (const { text } of scope) avoided.set(text, automatonOf(text));
  return split(required, [...avoided.values()].filter(isNear), mixed);

  /**
   * Outside `P without N` is outside P or inside N. Such a scope is left out until a text turns up that is in it; only
   * then both ways are tried.
   */
  function split(
    inside: readonly (readonly Automaton[])[],
    outside: readonly Automaton[],
    undecided: readonly Scope[],
  ): Answer {
    const found = search({ all: [...inside, [domain.universe]], none: outside, budget });
    if (found.kind !== 'text') return found;
    const value = domain.decode(found.text);
    const broken = undecided.find((scope) => domain.has(scope, value));
    if (broken === undefined) return { kind: 'witness', value };
    const rest = undecided.filter((scope) => scope !== broken);
    const positive = broken
      .filter(({ negated }) => !negated)
      .map(({ text }) => automatonOf(text))
      .filter(isNear);
    const avoiding = split(inside, [...outside, ...positive], rest);
    if (avoiding.kind === 'witness') return avoiding;
    const negative = broken.filter(({ negated }) => negated).map(({ text }) => automatonOf(text));
    const within = split([...inside, negative], outside, rest);
    if (within.kind === 'witness' || avoiding.kind === 'empty') return within;
    return avoiding;
  }
}
