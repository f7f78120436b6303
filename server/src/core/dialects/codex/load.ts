import type { Finding } from '../../finding.ts';
import type { Source } from '../../source.ts';
import type { ForeignFile } from '../dialect.ts';
import { reported } from '../findings.ts';
import { DOCS } from './docs.ts';
import { failingExample, type RuleSet, ruleSet } from './match.ts';
import { type PrefixRule, type RulesFile, readRulesFile } from './rules-file.ts';

/** A file of rules with what it says. */
export interface LoadedFile {
  readonly source: Source;
  readonly file: RulesFile;
}

export interface Loaded {
  /** In the order in which Codex loads them. Empty where it drops them all. */
  readonly files: readonly LoadedFile[];
  readonly set: RuleSet;
  /** Why we cannot tell what the rules are, where we cannot. */
  readonly unknown?: string;
  readonly findings: readonly Finding[];
}

const known = new WeakMap<Source, RulesFile>();

function readOnce(source: Source): RulesFile {
  let file = known.get(source);
  if (!file) {
    file = readRulesFile(source.text);
    known.set(source, file);
  }
  return file;
}

/**
 * Loads files of rules, the weakest layer first. One that Codex refuses takes all the others with it: it goes on without any
 * rule, and only an administrator's requirements are left (`load_exec_policy_with_warning` in `codex-rs/core/src/exec_policy.rs`).
 */
export function loadRules(given: readonly ForeignFile[]): Loaded {
  const files = given.map(({ source }) => ({ source, file: readOnce(source) }));
  const findings: Finding[] = [];
  let unknown: string | undefined;
  for (const [i, { source, file }] of files.entries()) {
    const { hosts } = ruleSet(files.slice(0, i + 1).map((each) => each.file));
    const problem = file.problem ?? failingExample(file, hosts);
    if (!problem) continue;
    if (file.problem?.kind === 'unknown') {
      unknown = `a file of rules is beyond what is read here: ${problem.message}`;
      findings.push(
        reported(
          'file-not-understood',
          'info',
          source,
          problem.span,
          `What this file comes to is not known here: ${problem.message}`,
        ),
      );
      continue;
    }
    findings.push(refusedFile(files, source, problem.message, problem.span));
    // The others are not asked any more; a second mistake is told when the first is mended.
    return { files: [], set: ruleSet([]), findings };
  }
  return { files, set: ruleSet(files.map((each) => each.file)), findings, ...(unknown !== undefined && { unknown }) };
}

function refusedFile(
  files: readonly LoadedFile[],
  source: Source,
  why: string,
  span: { start: number; end: number },
): Finding {
  const rules = files.flatMap(({ file }) => file.entries.filter((entry) => entry.kind === 'prefix'));
  const holding = rules.filter(({ decision }) => decision !== 'allow');
  const others = files.length > 1 ? `, and with it the other ${files.length - 1}` : '';
  const lost =
    holding.length > 0
      ? `; ${holding.length === 1 ? 'a rule that prompts or forbids does' : `${holding.length} rules that prompt or forbid do`} nothing`
      : '';
  const message = `Codex refuses this file${others}, and goes on without any rule${lost}: ${why}`;
  return reported('file-without-effect', 'error', source, span, message, { reference: DOCS.loading });
}

/** A rule as a person would write it. */
export function ruleText(rule: PrefixRule): string {
  return `prefix_rule(pattern=${patternText(rule)}, decision="${rule.decision}")`;
}

/** What a rule is about: `["git", ["push", "pull"]]`. */
export function patternText({ pattern }: PrefixRule): string {
  const words = pattern.map((word) => {
    const texts = word.map(({ value }) => JSON.stringify(value));
    return texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  });
  return `[${words.join(', ')}]`;
}
