import { type Finding, type FindingParts, finding, type Reference, type Severity } from '../finding.ts';
import type { Source } from '../source.ts';
import type { Span } from '../span.ts';
import type { Node } from '../syntax/node.ts';

/**
 * Every rule id that reading files of other tools reports under, with one sentence for tables. What is wrong with single
 * permission rules is told by the catalogue (`rule-without-effect`, `rule-undocumented`), from their liveness.
 */
export const DIALECT_RULES = {
  'file-without-effect':
    'A file of another tool does nothing: the tool cannot read it, skips it, or looks for it elsewhere.',
  'file-not-understood':
    'What a file of another tool comes to is not known here, so that nothing is said of its rules.',
  'tool-refuses-to-start': 'Another tool does not start as long as a file of it says what it says.',
  'setting-without-effect':
    "A setting of another tool's file does nothing where it stands, or is none that the tool knows.",
  'prompts-skipped': "Another tool's file starts its agent in a mode in which nobody is asked.",
  'approval-too-wide':
    'A rule of another tool approves a whole command for a part of it, whatever else the command does.',
  'servers-approved-unseen': 'Servers of tools are approved before anybody has seen them.',
  'hook-writable': 'A hook runs a file that the agent may write with nobody asked.',
  'sandbox-escapable': 'A command may be run again outside of the sandbox that is switched on.',
  'sandbox-reads-secrets': 'The sandbox that is switched on lets every command read credentials.',
  'sandbox-switched-off': 'A file switches the sandbox off that commands would run in.',
  'stranger-starts-agent':
    'Somebody without write access starts an agent with words of their own, and it acts on them.',
  'sandbox-reaches-any-host': 'The sandbox that commands run in lets them reach any host.',
} as const satisfies Readonly<Record<string, string>>;

export type DialectRuleId = keyof typeof DIALECT_RULES;

type Reported = Partial<Omit<FindingParts, 'rule' | 'severity' | 'message' | 'source' | 'span' | 'references'>> & {
  readonly reference?: Reference;
};

/** A finding of a dialect's reader, with the documentation that it is from. */
export function reported(
  rule: DialectRuleId | 'rule-without-effect',
  severity: Severity,
  source: Source,
  span: Span,
  message: string,
  { reference, ...more }: Reported = {},
): Finding {
  return finding({
    rule,
    severity,
    message,
    source,
    span,
    confidence: 'modelled',
    references: reference ? [reference] : [],
    ...more,
  });
}

/** Each finding once: a file may count in several projects, and what is said of it is said for all of them. */
export function once(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ source, rule, message, span }) => {
    const key = JSON.stringify([source.uri, rule, message, span.start, span.end]);
    return seen.size < seen.add(key).size;
  });
}

/** A node's text, where it is one. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
