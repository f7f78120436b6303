import { SENSITIVE_PATHS } from '../analysis/data/sensitive-paths.ts';
import type { Action } from '../decide/action.ts';
import { filesMatching } from '../workspace/matching-files.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { mayMeet, outlineOf } from './meeting.ts';
import { type ActionAnswer, asCover, type Cover, type Region, regionWitness } from './region.ts';
import { contentOf, contentOfTools } from './rule-content.ts';

/*
 * Small questions about regions that rules of the catalogue ask on every key. Whether there is an action depends on
 * nothing but what the rules say, so that is remembered; a readable action is looked for only where one is shown.
 */

const known = new Map<string, ActionAnswer>();
const MOST_KNOWN = 50_000;

/** Some action in all of the first and in none of the others. Not a readable one. */
export function someAction(role: ResolvedRole, all: readonly Region[], none: readonly Cover[]): ActionAnswer {
  const verb = all[0]?.rule.verb;
  let key = verb === 'call' ? `${contentOfTools(role.tools)}@` : '';
  for (const each of all) key += `+${contentOf(each)}`;
  for (const each of none) key += `${each.as === 'grant' ? '-' : '!'}${contentOf(each)}`;
  let answer = known.get(key);
  if (answer === undefined) {
    answer = regionWitness({ all, none, tools: role.tools, plain: true });
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, answer);
  }
  return answer;
}

/** Is every action of the first region surely one of the second? */
export function isContained(role: ResolvedRole, inner: Region, outer: Region): 'yes' | 'no' | 'unknown' {
  if (inner.rule.verb !== outer.rule.verb || !mayMeet(outlineOf(inner), outlineOf(outer))) return 'no';
  return asWords(someAction(role, [inner], [asCover(outer)]));
}

/** Have the two an action in common? */
export function doMeet(role: ResolvedRole, a: Region, b: Region): 'yes' | 'no' | 'unknown' {
  if (a.rule.verb !== b.rule.verb || !mayMeet(outlineOf(a), outlineOf(b))) return 'no';
  const answer = someAction(role, [a, b], []);
  return answer.kind === 'witness' ? 'yes' : answer.kind === 'empty' ? 'no' : 'unknown';
}

function asWords({ kind }: ActionAnswer): 'yes' | 'no' | 'unknown' {
  return kind === 'empty' ? 'yes' : kind === 'witness' ? 'no' : 'unknown';
}

/** The same as `someAction`, as somebody would write it: a file of the workspace, a command that its scripts run. */
export function readableAction(role: ResolvedRole, all: readonly Region[], none: readonly Cover[]): Action | undefined {
  const answer = regionWitness({ all, none, tools: role.tools, prefer: preferredValues(role, all[0]!) });
  return answer.kind === 'witness' ? answer.action : undefined;
}

/**
 * What people know a witness by, best first: the workspace's own files, then well-known sensitive names; the commands
 * that the workspace's scripts run.
 */
export function preferredValues(role: ResolvedRole, { rule, patterns }: Region): Iterable<string> {
  const { facts } = role;
  switch (rule.verb) {
    case 'read':
    case 'write':
    case 'delete':
      return {
        *[Symbol.iterator]() {
          for (const { text, negated } of patterns) if (!negated) yield* filesMatching(facts.files, text);
          for (const { path } of SENSITIVE_PATHS) yield path;
        },
      };
    case 'run':
      return facts.commands.map(({ command }) => command);
    default:
      return [];
  }
}
