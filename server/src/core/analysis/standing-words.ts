import type { Region } from '../authority/region.ts';
import type { EmptyBecause, Standing } from '../authority/standing.ts';
import type { Related } from '../finding.ts';
import type { Effect, Pattern, Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { RoleContext } from './catalogue-rule.ts';
import { listWords } from './words.ts';

/** An own pattern of the role with what it comes to among all rules. */
export interface StandingPattern<S extends Standing = Standing> {
  readonly rule: Rule;
  readonly pattern: Pattern;
  readonly standing: S;
}

type Kind = Standing['kind'];

/** The own patterns that come to this, in the order of the text. */
export function patternsThatAre<K extends Kind>(
  context: RoleContext,
  kind: K,
): readonly StandingPattern<Extract<Standing, { kind: K }>>[] {
  return context.own.flatMap((rule) =>
    rule.patterns.flatMap((pattern) => {
      const standing = context.standings.get(pattern);
      if (standing?.kind !== kind) return [];
      return [{ rule, pattern, standing: standing as Extract<Standing, { kind: K }> }];
    }),
  );
}

/** Own rules of which a pattern covers nothing, for this reason; each once, with its patterns that do. */
export function rulesThatAreEmpty(context: RoleContext, because: EmptyBecause): ReadonlyMap<Rule, readonly Pattern[]> {
  const found = new Map<Rule, Pattern[]>();
  for (const { rule, pattern, standing } of patternsThatAre(context, 'empty')) {
    if (standing.because === because) found.set(rule, [...(found.get(rule) ?? []), pattern]);
  }
  return found;
}

const DONE: Readonly<Record<Effect, string>> = { allow: 'allowed', ask: 'asked', deny: 'denied' };

/** The places of the patterns that a pattern is needless by: `denied here`, `denied here, in base-reader`. */
export function coveringPlaces(role: ResolvedRole, by: readonly Region[]): Related[] {
  return by.flatMap(({ rule, patterns }) =>
    positive(patterns).map((pattern) => ({
      source: rule.source,
      span: pattern.span,
      message: `${DONE[rule.effect]} here${inherited(role, rule)}`,
    })),
  );
}

/** The same as half a sentence: "`src/a*` and `src/b*` together cover it". */
export function coveringWords(role: ResolvedRole, by: readonly Region[]): string {
  const named = by.flatMap(({ rule, patterns }) =>
    positive(patterns).map(({ text }) => `\`${text}\`${inherited(role, rule).replace(', in ', ' of ')}`),
  );
  return named.length === 1 ? `${named[0]} covers it` : `${listWords(named)} together cover it`;
}

function positive(patterns: readonly Pattern[]): readonly Pattern[] {
  return patterns.filter(({ negated }) => !negated);
}

function inherited(role: ResolvedRole, rule: Rule): string {
  return rule.source === role.role.source ? '' : `, in ${rule.owner}`;
}
