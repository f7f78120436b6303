import { createHash } from 'node:crypto';
import type { RepositoryScore } from '../../core/authority/score.ts';
import { actionToJson } from '../../core/decide/action-json.ts';
import type { Finding, Fix, Reference, Severity, Witness } from '../../core/finding.ts';
import type { Rule } from '../../core/model/manifest.ts';
import type { Place } from '../../core/source.ts';
import type { Presence } from '../../core/workspace/presence.ts';
import type { LineMap, Position } from '../lines.ts';
import { version } from '../version.ts';
import { ruleText } from './decision-json.ts';

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A place as people and other programs name it. */
export interface LocatedPlace {
  /** As shown: relative to the current directory where it is below. */
  readonly file: string;
  readonly range: Range;
}

/** A finding with every place in it resolved: what all reports are made from. */
export interface LocatedFinding extends LocatedPlace {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Finding['confidence'];
  readonly audience: Finding['audience'];
  readonly message: string;
  /** The role that it is about, where it is about one. */
  readonly role: string | undefined;
  /** Rules whose findings this one stands for. */
  readonly covers: readonly string[];
  readonly related: readonly (LocatedPlace & { readonly message: string })[];
  readonly witness: Witness | undefined;
  /** For each step of the witness, the rule that decides it. */
  readonly decidedBy: readonly (LocatedRule | undefined)[];
  /** For each step of the witness, whether the file that it touches is there; undefined for a step that touches none. */
  readonly files: readonly (Presence | undefined)[];
  readonly evidence: readonly Evidence[];
  readonly fixes: readonly LocatedFix[];
  readonly references: readonly Reference[];
  /** The same for the same finding after lines were moved or written differently. */
  readonly fingerprint: string;
  /** The file's text, for reports that quote it. */
  readonly lines: LineMap;
}

export interface LocatedRule extends LocatedPlace {
  readonly text: string;
}

/** What a claim rests on, and what that was seen with. */
export type Evidence =
  /** The decision engine confirms every step of the witness. */
  | { readonly kind: 'decision'; readonly with: string }
  /** A command's effect: `executed` by the tests of this project, or `documented` by its makers. */
  | {
      readonly kind: 'command';
      readonly entry: string;
      readonly status: 'executed' | 'documented';
      readonly source: string;
      readonly with?: string;
    };

export interface LocatedFix {
  readonly title: string;
  readonly kind: Fix['kind'];
  /** Fixes with one group are alternatives: one of them is enough. */
  readonly group: string;
  readonly edits: readonly (LocatedPlace & { readonly newText: string })[];
  readonly loses: readonly string[];
  readonly breaks: readonly string[];
  /** What is reported afterwards and was not before. */
  readonly brings: readonly string[];
}

/** A finding that a comment accepts. */
export interface LocatedSuppressed {
  readonly finding: LocatedFinding;
  readonly reason: string | undefined;
  /** In milliseconds since 1970; undefined: for good. */
  readonly until: number | undefined;
}

export interface Report {
  readonly findings: readonly LocatedFinding[];
  readonly suppressed: readonly LocatedSuppressed[];
  /** Findings that the configured audience does not hear. */
  readonly hidden: number;
  /** Manifest files that were checked. */
  readonly files: number;
  /** Of the roles in those files; absent where there is none, or where the format has no place for it. */
  readonly score?: RepositoryScore;
}

/** Where a place is: given by what holds the documents. */
export type Locate = (place: Place) => (LocatedPlace & { readonly lines: LineMap }) | undefined;

/** What is known of a finding beside itself. */
export interface Background {
  readonly identity?: {
    readonly subject: string | undefined;
    readonly role: string | undefined;
    readonly capability: string;
  };
  readonly proof?: {
    readonly decidedBy: readonly (Rule | undefined)[];
    readonly files: readonly (Presence | undefined)[];
    readonly commands: readonly {
      readonly id: string;
      readonly verified: 'executed' | 'documented';
      readonly source: string;
    }[];
  };
}

/** Makes findings that can be reported out of those of the core, one after the other. */
export function createLocator(
  locate: Locate,
  backgroundOf: (finding: Finding) => Background = () => ({}),
): (finding: Finding) => LocatedFinding | undefined {
  const seen = new Map<string, number>();
  return (finding) => {
    const place = locate(finding);
    if (!place) return undefined;
    const { identity, proof } = backgroundOf(finding);
    const marked = finding.source.text.slice(finding.span.start, finding.span.end).replace(/\s+/g, ' ');
    const print = [finding.rule, identity?.subject ?? place.file, identity?.capability ?? marked].join('\u0000');
    const count = seen.get(print) ?? 0;
    seen.set(print, count + 1);
    const fingerprint = createHash('sha256').update(`${print}\u0000${count}`).digest('hex').slice(0, 32);
    return {
      ...place,
      rule: finding.rule,
      severity: finding.severity,
      confidence: finding.confidence,
      audience: finding.audience,
      message: finding.message,
      role: identity ? identity.role : finding.witness?.role,
      covers: finding.covers,
      related: finding.related.flatMap((each) => {
        const at = locate(each);
        return at ? [{ file: at.file, range: at.range, message: each.message }] : [];
      }),
      witness: finding.witness,
      decidedBy: (proof?.decidedBy ?? []).map((rule) => rule && locatedRule(rule, locate)),
      files: proof?.files ?? [],
      evidence: [
        ...(finding.witness ? [{ kind: 'decision', with: `bailiwick ${version}` } as const] : []),
        ...(proof?.commands ?? []).map(
          ({ id, verified, source }) => ({ kind: 'command', entry: id, status: verified, source }) as const,
        ),
      ],
      fixes: finding.fixes.map((fix) => ({
        title: fix.title,
        kind: fix.kind,
        group: fingerprint,
        edits: fix.edits.flatMap((edit) => {
          const at = locate(edit);
          return at ? [{ file: at.file, range: at.range, newText: edit.newText }] : [];
        }),
        loses: fix.loses ?? [],
        breaks: fix.breaks ?? [],
        brings: fix.brings ?? [],
      })),
      references: finding.references,
      fingerprint,
    };
  };
}

function locatedRule(rule: Rule, locate: Locate): LocatedRule | undefined {
  const at = locate(rule);
  return at && { file: at.file, range: at.range, text: ruleText(rule) };
}

/** The keys that a witness has in every JSON format: actions that `decide` takes, who acts, what each step is expected to be, and how to see that. */
export function witnessToJson(finding: LocatedFinding): Record<string, unknown> {
  const { witness, decidedBy, files } = finding;
  if (!witness) return {};
  return {
    witness: witness.steps.map((step) => actionToJson(step.action)),
    expects: witness.steps.map((step) => step.expect),
    ...(witness.steps.some((step) => step.achieves)
      ? { achieves: witness.steps.map((step) => step.achieves ?? '') }
      : {}),
    ...(decidedBy.length > 0
      ? {
          decidedBy: decidedBy.map((rule) =>
            rule
              ? { file: rule.file, line: rule.range.start.line, column: rule.range.start.column, text: rule.text }
              : null,
          ),
        }
      : {}),
    ...(files.some((each) => each !== undefined) ? { files: files.map((each) => each ?? null) } : {}),
    ...(witness.harmless === undefined ? {} : { harmless: witness.harmless }),
    confirm: confirmLine(finding, witness),
  };
}

/** A shell line that asks for the decisions on a witness. It executes nothing of it. */
export function confirmLine({ file }: LocatedPlace, { role, steps }: Witness): string {
  const actions = steps.map(({ action }) => quoted(JSON.stringify(actionToJson(action))));
  const whom = `bailiwick decide ${quoted(file)} --role ${quoted(role)}`;
  return actions.length === 1
    ? `${whom} --action ${actions[0]}`
    : `printf '%s\\n' ${actions.join(' ')} | ${whom} --stdin`;
}

/** A word of a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What a fix does, and what else it comes to. */
export function fixWords({ title, loses, breaks, brings }: LocatedFix): string {
  const more = [
    ['then no longer', loses],
    ['breaks', breaks],
    ['then also', brings],
  ] as const;
  return title + more.map(([words, items]) => (items.length > 0 ? ` (${words}: ${items.join('; ')})` : '')).join('');
}
