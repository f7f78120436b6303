import type { Action } from '../decide/action.ts';
import type { Fix } from '../finding.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { RoleContext } from './catalogue-rule.ts';
import { type Candidate, candidateNamed, type PathClass } from './data/sensitive-paths.ts';
import { addPatterns } from './edits.ts';

/** A pattern of the role's own that lets it read or write a path that matters. */
export interface PathReach {
  readonly rule: Rule;
  readonly pattern: Pattern;
  readonly action: Action;
  /** The path that proves it: one that exists, else the most usual one. */
  readonly first: Candidate;
  readonly all: readonly Candidate[];
}

/** Which of these paths the role's own grants reach with nobody asked, pattern by pattern. */
export function pathsReached(
  context: RoleContext,
  verbs: readonly ('read' | 'write' | 'delete')[],
  candidates: readonly Candidate[],
  kind?: PathClass,
): readonly PathReach[] {
  const byPattern = new Map<Pattern, { rule: Rule; action: Action; all: Candidate[] }>();
  for (const verb of verbs) {
    const grants = context.grants(verb);
    if (grants.length === 0) continue;
    for (const candidate of [...candidates, ...(kind === undefined ? [] : named(kind, grants))]) {
      const action: Action = { verb, value: candidate.path };
      const decision = context.decide(action);
      if (decision.decision !== 'allow') continue;
      for (const rule of grants) {
        const pattern = decision.rules.includes(rule) ? context.patternFor(rule, action) : undefined;
        if (!pattern) continue;
        const known = byPattern.get(pattern);
        if (known) known.all.push(candidate);
        else byPattern.set(pattern, { rule, action, all: [candidate] });
        break;
      }
    }
  }
  return [...byPattern].map(([pattern, { rule, action, all }]) => ({ rule, pattern, action, first: all[0]!, all }));
}

/** Denies that take these paths away from a verb, each as the pattern that people write for it. */
export function denyPaths(role: ResolvedRole, verb: 'read' | 'write', patterns: readonly string[]): readonly Fix[] {
  const edits = addPatterns(role.role, 'deny', verb, patterns);
  if (!edits) return [];
  const named = patterns.map((pattern) => `\`${pattern}\``);
  return [
    {
      title: `Deny ${verb === 'read' ? 'reading' : 'writing'} ${named.length > 3 ? `${named.slice(0, 2).join(', ')} and ${named.length - 2} more` : named.join(', ')}`,
      kind: 'safe',
      edits,
    },
  ];
}

/** Paths that the patterns themselves name, and whose names say what they are. */
function named(kind: PathClass, grants: readonly Rule[]): readonly Candidate[] {
  return grants.flatMap(({ patterns }) =>
    patterns.flatMap(({ text, negated }) => {
      const candidate = negated ? undefined : candidateNamed(kind, text.replace(/\*\*/g, 'x').replaceAll('*', 'x'));
      return candidate ? [candidate] : [];
    }),
  );
}
