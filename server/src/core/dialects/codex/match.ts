import type { Span } from '../../span.ts';
import { type CodexDecision, DECISIONS, type PrefixRule, type RulesFile } from './rules-file.ts';
import { programOf } from './words.ts';

/** A rule that a command falls under, with the words by which it does. */
export interface Match {
  readonly rule: PrefixRule;
  readonly prefix: readonly string[];
  /** The path for which the rule's bare name stood. */
  readonly resolved?: string;
}

/** The rules of several files together, ready to be asked. */
export interface RuleSet {
  readonly rules: readonly PrefixRule[];
  /** Absolute paths by the bare name that may stand for them. A name that is not here may stand for any. */
  readonly hosts: ReadonlyMap<string, readonly string[]>;
}

/**
 * The rules that an argument vector falls under, in order: those that begin with its first word as it is, and only where none
 * of them matches, those that begin with the last part of it as a path (`codex-rs/execpolicy/src/policy.rs`). So `./git` is
 * `git`, unless `host_executable` says where that lies.
 * @param resolve whether bare names stand for paths. `codex execpolicy check` does so when asked to, a session always does.
 */
export function matches({ rules, hosts }: RuleSet, argv: readonly string[], resolve = true): Match[] {
  const exact = matchesAs(rules, argv);
  const [first, ...rest] = argv;
  if (exact.length > 0 || !resolve || first === undefined) return exact;
  const program = programOf(first);
  if (program === undefined) return [];
  const allowed = hosts.get(program.name);
  // A path from the working directory is none of those listed, as far as a repository can tell.
  if (allowed && !(program.path !== undefined && allowed.includes(program.path))) return [];
  return matchesAs(rules, [program.name, ...rest]).map((match) => ({ ...match, resolved: program.path ?? first }));
}

function matchesAs(rules: readonly PrefixRule[], argv: readonly string[]): Match[] {
  // A rule whose first word has alternatives is as many rules to Codex, of which one can match.
  return rules
    .filter(({ pattern }) => pattern.length <= argv.length && pattern.every((word, i) => isOneOf(word, argv[i]!)))
    .map((rule) => ({ rule, prefix: argv.slice(0, rule.pattern.length) }));
}

const isOneOf = (word: PrefixRule['pattern'][number], text: string): boolean =>
  word.some(({ value }) => value === text);

/** What several matching rules come to: the strictest of what they say. */
export function strictest(found: readonly Match[]): CodexDecision | undefined {
  return DECISIONS.findLast((decision) => found.some(({ rule }) => rule.decision === decision));
}

/** Puts files together in the order in which they are loaded. */
export function ruleSet(files: readonly RulesFile[]): RuleSet {
  const entries = files.flatMap((file) => file.entries);
  return {
    rules: entries.filter((entry) => entry.kind === 'prefix'),
    hosts: new Map(entries.flatMap((entry) => (entry.kind === 'host' ? [[entry.name, entry.paths] as const] : []))),
  };
}

/**
 * The first example of a file that does not hold, by which Codex refuses to load it. Each rule's examples are tried on that
 * rule alone.
 * @param hosts of the files that were loaded before it, and of itself.
 */
export function failingExample(
  file: RulesFile,
  hosts: RuleSet['hosts'],
): { readonly message: string; readonly span: Span } | undefined {
  for (const rule of file.entries) {
    if (rule.kind !== 'prefix') continue;
    const alone: RuleSet = { rules: [rule], hosts };
    const matching = rule.counterexamples.find(({ argv }) => matches(alone, argv).length > 0);
    if (matching) return { message: 'the rule matches this example of what it must not match', span: matching.span };
    const unmatched = rule.examples.find(({ argv }) => matches(alone, argv).length === 0);
    if (unmatched)
      return { message: 'the rule does not match this example of what it must match', span: unmatched.span };
  }
  return undefined;
}
