import { matchesStarsAndMarks } from '../stars.ts';
import { DOCS } from './docs.ts';
import type { CursorRule, Matcher } from './rule.ts';

/** More rules than this are not compared with one another. */
const MOST_RULES = 2_000;

/** Allow rules that a deny covers whole do nothing: deny goes first. https://cursor.com/docs/cli/reference/permissions#pattern-matching */
export function withShadows(rules: readonly CursorRule[]): readonly CursorRule[] {
  const denies = rules.filter(({ effect, liveness }) => effect === 'deny' && liveness.state === 'live');
  if (denies.length === 0 || rules.length > MOST_RULES) return rules;
  return rules.map((rule) => {
    if (rule.effect !== 'allow' || rule.liveness.state !== 'live') return rule;
    const by = denies.find((deny) => covers(deny.matcher, rule.matcher));
    if (!by) return rule;
    const why = `\`${by.text}\` denies all of it, and a deny goes before an allow`;
    return { ...rule, liveness: { state: 'shadowed', why, reference: DOCS.matching, by: [by] } };
  });
}

/** Whether everything in the one is surely in the other: a wildcard at most where the other has none, or the same text. */
function covers(outer: Matcher, inner: Matcher): boolean {
  switch (outer.kind) {
    case 'shell':
      return (
        inner.kind === 'shell' &&
        within(outer.base, inner.base) &&
        (outer.args === undefined ||
          /^\*+$/.test(outer.args) ||
          (inner.args !== undefined && within(outer.args, inner.args)))
      );
    case 'path':
      return (
        inner.kind === 'path' &&
        inner.tool === outer.tool &&
        (outer.pattern === '**' || outer.pattern === inner.pattern)
      );
    case 'domain':
      return (
        inner.kind === 'domain' &&
        (outer.pattern === '*' || outer.pattern.toLowerCase() === inner.pattern.toLowerCase())
      );
    case 'mcp':
      return inner.kind === 'mcp' && within(outer.server, inner.server) && within(outer.tool, inner.tool);
    default:
      return false;
  }
}

function within(outer: string, inner: string): boolean {
  if (outer === inner || /^\*+$/.test(outer)) return true;
  return !/[*?]/.test(inner) && !inner.includes('/') && matchesStarsAndMarks(outer, inner);
}
