import type { Liveness } from '../dialect.ts';
import { DOCS } from './docs.ts';
import type { ClaudeRule } from './rule.ts';
import { sampleCall } from './rule-forms.ts';
import { coversGlob, matchesGlob } from './text-glob.ts';
import { mcpName } from './tools.ts';

/** More rules than this are not compared with each other. */
const MOST_COMPARED = 3_000;

/**
 * The rules, with those marked that a stronger one decides in the place of: deny over ask over allow, whatever is more
 * specific. Only what is sure is marked. https://code.claude.com/docs/en/permissions#manage-permissions
 */
export function withShadows(rules: readonly ClaudeRule[]): readonly ClaudeRule[] {
  const live = rules.filter(({ liveness }) => liveness.state === 'live');
  if (live.length > MOST_COMPARED) return rules;
  const denies = live.filter(({ effect }) => effect === 'deny');
  const asks = live.filter(({ effect }) => effect === 'ask');
  return rules.map((rule) => {
    if (rule.liveness.state !== 'live' || rule.effect === 'deny') return rule;
    const stronger = rule.effect === 'allow' ? [...denies, ...asks] : denies;
    const by = stronger.find((other) => covers(other, rule));
    if (!by) return rule;
    const meant = sampleCall(rule.matcher);
    const liveness: Liveness = {
      state: 'shadowed',
      why: `\`${by.text}\` in \`${by.effect}\` covers everything in it, and \`${by.effect}\` goes before \`${rule.effect}\`, however specific`,
      reference: DOCS.order,
      by: [by],
      ...(meant ? { meant } : {}),
    };
    return { ...rule, liveness };
  });
}

/** Is everything that the second rule is about surely a matter of the first? */
function covers({ matcher: wide, effect }: ClaudeRule, { matcher: narrow }: ClaudeRule): boolean {
  if (wide.kind === 'tool') {
    const tool = toolOf(narrow);
    if (tool === undefined) return false;
    if (wide.tool === tool) return true;
    const own = mcpName(wide.tool);
    if (own && own.tool === undefined && !wide.tool.includes('*')) return mcpName(tool)?.server === own.server;
    return wide.tool.includes('*') && coversGlob(wide.tool, tool);
  }
  if (wide.kind === 'command' && narrow.kind === 'command' && wide.tool === narrow.tool) {
    const forms = formsOf(narrow.pattern);
    return forms.every((form) => formsOf(wide.pattern).some((each) => coversGlob(each, form)));
  }
  if (wide.kind === 'domain' && narrow.kind === 'domain') {
    const [a, b] = [wide.domain.trim().toLowerCase(), narrow.domain.trim().toLowerCase()];
    return a === b || (a.startsWith('*.') && !b.includes('*') && matchesGlob(a, b));
  }
  if (wide.kind === 'path' && narrow.kind === 'path') {
    const same =
      wide.path.base === narrow.path.base && JSON.stringify(wide.path.pattern) === JSON.stringify(narrow.path.pattern);
    // A deny of `Read` holds for what edits too; an ask of it does not.
    return same && (wide.tool === narrow.tool || (effect === 'deny' && wide.tool === 'Read'));
  }
  if (wide.kind === 'agent' && narrow.kind === 'agent') return wide.name === narrow.name;
  return false;
}

/** Texts, with `*`, that stand for everything a pattern matches. */
function formsOf(pattern: string): readonly string[] {
  const spaced = pattern.endsWith(':*') ? `${pattern.slice(0, -2)} *` : pattern;
  return spaced.endsWith(' *') ? [spaced, spaced.slice(0, -2)] : [spaced];
}

function toolOf(matcher: ClaudeRule['matcher']): string | undefined {
  switch (matcher.kind) {
    case 'tool':
    case 'command':
      return matcher.tool;
    case 'path':
      return undefined;
    case 'domain':
      return 'WebFetch';
    case 'agent':
      return 'Agent';
    case 'skill':
      return 'Skill';
    default:
      return undefined;
  }
}
