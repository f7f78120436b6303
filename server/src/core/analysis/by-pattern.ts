import type { Audience, Confidence, Fix, Severity } from '../finding.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Reached, RoleContext } from './catalogue-rule.ts';
import { patternWords } from './command-line.ts';
import { askInstead, removePattern, replacePattern } from './edits.ts';
import { quoted } from './words.ts';

/** What the role's own `run` patterns reach, pattern by pattern, as far as `wanted`; the plainest witness first. */
export function reachedByPattern(
  _role: ResolvedRole,
  context: RoleContext,
  wanted: (reached: Reached) => boolean,
): readonly (readonly [Reached, ...Reached[]])[] {
  const byPattern = new Map<Pattern, [Reached, ...Reached[]]>();
  for (const reached of context.reached) {
    if (!wanted(reached) || !inHand(reached)) continue;
    const known = byPattern.get(reached.pattern);
    if (known) known.push(reached);
    else byPattern.set(reached.pattern, [reached]);
  }
  return [...byPattern.values()].map((all) => [...all].sort(plainFirst) as [Reached, ...Reached[]]);
}

/** Files and settings that an entry needs are somebody else's unless the entry plants them; root, a server, a terminal may be there. */
function inHand({ entry }: Reached): boolean {
  return entry.needs === undefined || !/the role may write|of the caller|^a later /.test(entry.needs);
}

/** Proven where tests run the harmless form and nothing else has to be there. */
export function confidenceOf({ entry }: Reached): Confidence {
  return entry.verified === 'executed' && entry.needs === undefined ? 'proven' : 'modelled';
}

/** How loudly it is told: a sandbox holds what runs, tests are programs to everybody, and few agents have a terminal. */
export function loudnessOf({ entry }: Reached, context: RoleContext): { severity?: Severity; audience?: Audience } {
  if (context.held || entry.tests) return { severity: 'info', audience: 'strict' };
  return entry.needs?.includes('a terminal') ? { severity: 'warning', audience: 'strict' } : {};
}

function plainFirst(a: Reached, b: Reached): number {
  return (
    Number(a.entry.tests) - Number(b.entry.tests) ||
    Number(a.plants !== undefined) - Number(b.plants !== undefined) ||
    Number(a.entry.needs !== undefined) - Number(b.entry.needs !== undefined) ||
    Number(a.entry.verified === 'documented') - Number(b.entry.verified === 'documented')
  );
}

/** Ways to narrow a grant of commands: those that the workspace itself runs, a person's agreement, or none of it. */
export function narrowings(role: ResolvedRole, rule: Rule, pattern: Pattern): readonly Fix[] {
  const fixes: Fix[] = [];
  const seen = commandsSeen(role, pattern);
  const narrow = seen.length > 0 && seen.length <= 8 ? replacePattern(rule, pattern, seen) : undefined;
  if (narrow) {
    const title = `Narrow to ${seen.length === 1 ? `\`${seen[0]}\`` : `the ${seen.length} commands`} seen in scripts`;
    fixes.push({
      title,
      kind: 'offer',
      edits: narrow,
      loses: [`every other command that ${quoted(rule, pattern)} covers`],
    });
  }
  const ask = askInstead(role.role, rule, pattern);
  if (ask)
    fixes.push({
      title: `Ask before ${quoted(rule, pattern)}`,
      kind: 'offer',
      edits: ask,
      loses: ['running it with nobody asked'],
    });
  const remove = removePattern(role.role, rule, pattern);
  if (remove)
    fixes.push({
      title: `Remove ${quoted(rule, pattern)}`,
      kind: 'offer',
      edits: remove,
      loses: [`${quoted(rule, pattern)}`],
    });
  return fixes;
}

/** Commands that the workspace's own scripts run and that this pattern is likely to have been written for. */
function commandsSeen(role: ResolvedRole, pattern: Pattern): readonly string[] {
  const [program, second] = patternWords(pattern.text);
  if (program === undefined || program.includes('*')) return [];
  const seen = role.facts.commands.filter(({ command }) => {
    const words = patternWords(command);
    return (
      words[0] === program &&
      !/[|&;<>$`*]/.test(command) &&
      (second === undefined || second.includes('*') || words[1] === second)
    );
  });
  return [...new Set(seen.map(({ command }) => command))];
}

/** How many more ways there are: ", and 14 more ways". */
export function moreWords(all: readonly unknown[]): string {
  return all.length > 1 ? ` (${all.length - 1} more ${all.length === 2 ? 'way' : 'ways'})` : '';
}
