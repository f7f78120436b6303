import type { RoleContext } from '../analysis/catalogue-rule.ts';
import { contextOf, operationsOf } from '../analysis/context.ts';
import type { Action } from '../decide/action.ts';
import type { Pattern, Rule, Verb } from '../model/manifest.ts';
import type { Place } from '../source.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { ExposureLevel, Gate } from './impact.ts';
import { decided, type Grant, type Reach, reachBeyondTools, reachInto, reachOfGrant } from './reach.ts';
import { reachesUrl } from './sandbox.ts';
import { verbsAskedAt, withGranted } from './variant.ts';
import { OUTSIDE_URLS } from './ways-out.ts';

/** How far away the people are who can put text before a role. */
export interface ExposureFact {
  readonly level: ExposureLevel;
  /** Half a sentence: "anyone can set it going (issues)". */
  readonly words: string;
  readonly place?: Place;
  /** The action by which it reads that text, where it does so itself. */
  readonly action?: Action;
  /** The grant by which it reads it. */
  readonly grant?: Grant;
  /** True where this was not said, and is taken for the worse. */
  readonly assumed?: boolean;
}

/** Programs whose whole purpose is to fetch a page. */
const FETCHERS = ['curl', 'wget', 'http', 'https', 'xh', 'lynx -dump', 'w3m -dump', 'links -dump'].map(
  (program) => `${program} https://evil.example/`,
);

/** The strongest of what is said about who can talk to the role: what sets it going, and what it reads. */
export function exposureOf(role: ResolvedRole, now: number): ExposureFact {
  const facts = [triggered(role), ...readings(role, 0, now, new Set([role.name])), ...approvedReadings(role, now)];
  return facts.reduce((worst, fact) => (fact.level > worst.level ? fact : worst));
}

const READING_VERBS: readonly Verb[] = ['fetch', 'call', 'run', 'delegate'];

/**
 * Whoever approves a reading sees the request and not the text that comes of it: a source that a person chose, and no
 * more than that.
 */
function approvedReadings(role: ResolvedRole, now: number): readonly ExposureFact[] {
  const isAsked = [1, 2].some((gate) => {
    const asked = verbsAskedAt(role, gate as Gate);
    return READING_VERBS.some((verb) => asked.has(verb));
  });
  if (!isAsked && role.delegates.size === 0) return [];
  return readings(role, 2, now, new Set([role.name])).map((fact) => ({
    ...fact,
    level: Math.min(fact.level, 2) as ExposureLevel,
    words: `once approved, ${fact.words}`,
  }));
}

function triggered({ role }: ResolvedRole): ExposureFact {
  const { source } = role;
  const facts = role.triggers.map((trigger): ExposureFact => {
    const on = trigger.on ? ` (${trigger.on.value})` : '';
    const place: Place = { source, span: trigger.by?.span ?? trigger.span };
    switch (trigger.by?.value) {
      case 'anyone':
        return { level: 3, words: `anyone can set it going${on}`, place };
      case 'members':
        return { level: 1, words: `members of the organisation set it going${on}`, place };
      case 'role':
        return { level: 1, words: `another role sets it going${on}`, place };
      case 'owner':
        return { level: 0, words: `its owner sets it going${on}`, place };
      case 'schedule':
        return { level: 0, words: `a clock sets it going${on}`, place };
      default:
        return { level: 3, words: `who can set it going${on} is not said`, place, assumed: true };
    }
  });
  if (facts.length > 0) return facts.reduce((worst, fact) => (fact.level > worst.level ? fact : worst));
  if (role.attended?.value === true) {
    return { level: 1, words: 'whoever attends it sets it going', place: { source, span: role.attended.span } };
  }
  // Other tools' files have no words for it: they are for people who work in the repository.
  if (role.foreign && role.attended?.value !== false) return { level: 1, words: 'whoever works here sets it going' };
  return { level: 3, words: 'who sets it going is not said', assumed: true };
}

function readings(of: ResolvedRole, gate: Gate, now: number, visited: ReadonlySet<string>): ExposureFact[] {
  const { role } = withGranted(of, gate);
  const context = contextOf(role, now);
  const facts: ExposureFact[] = [];
  for (const value of OUTSIDE_URLS) {
    const reach = decided(context, { verb: 'fetch', value });
    if (reach?.kind !== 'allowed') continue;
    facts.push(fact(3, 'it fetches pages that anyone writes', reach));
    break;
  }
  for (const value of FETCHERS) {
    if (!reachesUrl(role.role.sandbox, 'https://evil.example/')) break;
    const reach = decided(context, { verb: 'run', value });
    if (reach?.kind !== 'allowed') continue;
    facts.push(fact(3, 'its commands fetch pages that anyone writes', reach));
    break;
  }
  for (const rule of context.inForce) {
    if (rule.effect !== 'allow') continue;
    for (const pattern of rule.patterns) {
      if (pattern.negated || (rule.verb !== 'fetch' && rule.verb !== 'call')) continue;
      if (rule.verb === 'fetch') {
        const reach = reachOfGrant(role, context, rule, pattern);
        if (reach.kind === 'none') continue;
        facts.push(fact(2, `it fetches what \`${pattern.text}\` serves`, reach));
      } else facts.push(...callReadings(role, context, rule, pattern));
    }
  }
  for (const [name, delegate] of role.delegates) {
    const reach = visited.has(name) ? undefined : decided(context, { verb: 'delegate', value: name });
    if (reach?.kind !== 'allowed') continue;
    const { grant } = reach;
    const theirs = readings(delegate, gate, now, new Set([...visited, name]));
    facts.push(
      ...theirs.map((each) => ({
        ...each,
        ...(grant ? { grant } : {}),
        words: `\`${name}\`, to which it hands work: ${each.words}`,
      })),
    );
  }
  return facts;
}

function callReadings(role: ResolvedRole, context: RoleContext, rule: Rule, pattern: Pattern): ExposureFact[] {
  const facts: ExposureFact[] = [];
  const other = reachBeyondTools(role, context, rule, pattern);
  if (other.kind !== 'none') {
    facts.push({ ...fact(3, `what \`${pattern.text}\` returns is not known`, other), assumed: true });
  }
  for (const operation of operationsOf(role, { ...rule, patterns: [pattern] })) {
    const labels = operation.returns.map(({ value }) => value);
    const reads = operation.does.length === 0 || operation.does.some(({ value }) => value === 'read');
    if (!labels.includes('untrusted') && (!reads || labels.length > 0)) continue;
    const name = [...role.tools].find(([, scope]) => scope.operations.includes(operation))?.[0] ?? '';
    const value = `${name}/${operation.name.value}`;
    const reach = reachInto(role, context, 'call', [{ text: value, negated: false }]);
    if (reach.kind === 'none') continue;
    facts.push(
      labels.includes('untrusted')
        ? fact(3, `\`${value}\` returns what strangers write`, reach)
        : { ...fact(2, `whether \`${value}\` returns what strangers write is not said`, reach), assumed: true },
    );
  }
  return facts;
}

function fact(level: ExposureLevel, words: string, reach: Exclude<Reach, { readonly kind: 'none' }>): ExposureFact {
  const { grant } = reach;
  return {
    level,
    words,
    ...(grant ? { grant, place: { source: grant.rule.source, span: grant.pattern?.span ?? grant.rule.verbSpan } } : {}),
    ...(reach.kind === 'allowed' ? { action: reach.action } : {}),
  };
}
