import { analyzeSource } from '../analysis/analyze.ts';
import { actionToWords } from '../decide/action-json.ts';
import type { Finding } from '../finding.ts';
import type { AgentRole, Boundary, Rule } from '../model/manifest.ts';
import type { ReadSource, ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import { commandsMatched, filesMatched, type Matched, operationsMatched } from './alone.ts';
import type { HoverOptions } from './hover.ts';
import { sinceBase } from './hover-since.ts';
import { usesOf } from './navigate.ts';
import {
  askedInWords,
  code,
  counted,
  dayInWords,
  durationInWords,
  listed,
  plain,
  quantityInWords,
  ruleInWords,
} from './words.ts';

/**
 * What a rule comes to: first in one line what that is, then where it comes from and what of the workspace it is about,
 * then for whom, until when, and since when.
 */
export function hoverGrant(
  snapshot: Snapshot,
  read: ReadSource,
  rule: Rule,
  offset: number,
  options: HoverOptions,
): string {
  const { manifest } = read;
  const owner = manifest.kind === 'AgentRole' ? snapshot.resolve(manifest) : undefined;
  const findings = findingsOn(snapshot, read, rule, offset, options);
  const lines = [
    headline(manifest as AgentRole | Boundary, rule, findings),
    [...reasons(findings), ...(owner ? matches(owner, rule, snapshot.now) : [])].join('  \n'),
    [...limits(snapshot, manifest as AgentRole | Boundary, rule), ...(owner ? [users(snapshot, owner)] : [])]
      .filter((line) => line !== '')
      .join('  \n'),
    options.base ? sinceBase(snapshot, read, rule, options.base) : '',
  ];
  return lines.filter((line) => line !== '').join('\n\n');
}

/** The findings about the pattern that is pointed at come first, then those about the rest of the rule. */
function findingsOn(
  snapshot: Snapshot,
  { source }: ReadSource,
  rule: Rule,
  offset: number,
  { options }: HoverOptions,
): readonly Finding[] {
  const within = analyzeSource(snapshot, source, options).findings.filter(
    (each) => each.span.start >= rule.span.start && each.span.end <= rule.span.end && each.severity !== 'info',
  );
  const here = (each: Finding) => (each.span.start <= offset && offset <= each.span.end ? 0 : 1);
  return [...within].sort((a, b) => here(a) - here(b) || SEVERITY[a.severity] - SEVERITY[b.severity]);
}

const SEVERITY = { error: 0, warning: 1, info: 2 };

function headline(manifest: AgentRole | Boundary, rule: Rule, findings: readonly Finding[]): string {
  const name = manifest.name?.value;
  const who = manifest.kind === 'Boundary' ? 'A role under this boundary' : plain(name ?? 'This role');
  const risk = findings.find((each) => each.witness?.steps.some((step) => step.achieves));
  if (manifest.kind !== 'AgentRole' || rule.effect === 'deny' || !risk) return `**${who} ${ruleInWords(rule)}.**`;
  // Of several steps the last is what the risk comes to; what the first did was to make it possible.
  const achieves = risk.witness!.steps.findLast((step) => step.achieves)!.achieves!;
  const alone = manifest.attended?.value === false ? ', unattended' : '';
  const trigger = manifest.triggers.find(({ by }) => by?.value === 'anyone');
  const after = trigger ? `, after anyone${trigger.on ? ` sets off ${plain(trigger.on.value)}` : ' asks'}` : '';
  const asked = rule.effect === 'ask' ? `, once ${askedInWords(rule.approval)}` : '';
  return `**${who} may ${plain(infinitive(achieves))}${asked}${alone}${after}.**`;
}

/** "runs any program" as it stands after "may". */
function infinitive(achieves: string): string {
  return achieves.replace(/^[a-z]+/, (verb) => {
    if (/ies$/.test(verb)) return `${verb.slice(0, -3)}y`;
    return /(ch|sh|ss|x|z)es$/.test(verb) ? verb.slice(0, -2) : verb.replace(/s$/, '');
  });
}

/** Each risk with the run that proves it, where its message does not show that already. */
function reasons(findings: readonly Finding[]): string[] {
  return findings.slice(0, 3).map((finding) => {
    const shown = finding.witness?.steps.every(({ action }) => finding.message.includes(action.value)) ?? true;
    const run = finding.witness?.steps.map(({ action }) => code(actionToWords(action))).join(', then ');
    const proof = shown ? '' : `: ${run}`;
    return `${finding.severity === 'error' ? '**risk**' : 'risk'}: ${finding.message}${proof} *(${finding.rule}, ${finding.confidence})*`;
  });
}

/** How much of the workspace the rule is about. */
function matches(role: ResolvedRole, rule: Rule, now: number): string[] {
  switch (rule.verb) {
    case 'read':
    case 'write':
    case 'delete': {
      const files = filesMatched(role, rule);
      if (files.of === 0) return [];
      const most = files.sensitive.map(({ path, what }) => `${code(path)} (${what})`);
      const examples = most.length > 0 ? `, the most sensitive: ${listed(most)}` : examplesOf(files);
      return [`matches ${files.count} of ${counted(files.of, 'file')} here${examples}`];
    }
    case 'run': {
      const commands = commandsMatched(role, rule, now);
      if (commands.of === 0) return [];
      return [`matches ${commands.count} of ${counted(commands.of, 'command')} seen in scripts${examplesOf(commands)}`];
    }
    case 'call': {
      const operations = operationsMatched(role, rule);
      if (operations.length === 0) return ['matches no operation of a known tool'];
      const words = operations.map(({ name, operation }) => {
        const does = operation.does.map(({ value }) => value).join(', ');
        const undone = operation.reversible?.value === false ? ', cannot be undone' : '';
        return `${code(name)}${does ? ` (${does}${undone})` : ''}`;
      });
      return [`matches ${counted(operations.length, 'operation')}: ${listed(words)}`];
    }
    case 'fetch': {
      const methods = rule.methods.map(({ value }) => value);
      return [methods.length > 0 ? `with ${listed(methods)}` : 'with any method, so that it can send too'];
    }
    default:
      return [];
  }
}

function examplesOf({ count, examples }: Matched): string {
  if (count === 0) return '';
  return `: ${examples.map(code).join(', ')}${count > examples.length ? ', …' : ''}`;
}

function limits(snapshot: Snapshot, manifest: AgentRole | Boundary, rule: Rule): string[] {
  const { limit, until, approval, because } = rule;
  const parts = [
    ...(limit?.calls ? [`at most ${quantityInWords(limit.calls.value)}`] : []),
    ...(approval?.within ? [`an answer within ${durationInWords(approval.within.value)}`] : []),
    ...(approval && approval.evidence.length > 0
      ? [`on evidence: ${listed(approval.evidence.map(({ value }) => plain(value)))}`]
      : []),
    ...(until ? [`until ${dayInWords(until.value, snapshot.now)}`] : []),
    ...(manifest.kind === 'AgentRole' && manifest.expires
      ? [`the role lapses after ${dayInWords(manifest.expires.value, snapshot.now)}`]
      : []),
  ];
  return [...(parts.length > 0 ? [parts.join(' · ')] : []), ...(because ? [`because ${plain(because.value)}`] : [])];
}

/** Who else has this rule, and who puts it to use. */
function users(snapshot: Snapshot, role: ResolvedRole): string {
  const uses = usesOf(snapshot, 'role', role.name);
  const through = (as: 'extends' | 'delegate') => {
    const names = new Set(
      uses.flatMap((use) => (use.as === as ? [plain(use.manifest.name?.value ?? 'a role without a name')] : [])),
    );
    return names.size > 0 ? [`${listed([...names])} through \`${as}\``] : [];
  };
  const count = (kind: 'Scenario' | 'Boundary', noun: string, plural: string) => {
    const manifests = new Set(uses.flatMap(({ manifest }) => (manifest.kind === kind ? [manifest] : [])));
    return manifests.size > 0 ? [counted(manifests.size, noun, plural)] : [];
  };
  const words = [
    ...through('extends'),
    ...through('delegate'),
    ...count('Scenario', 'scenario', 'scenarios'),
    ...count('Boundary', 'boundary', 'boundaries'),
  ];
  return words.length > 0 ? `used by ${listed(words)}` : '';
}
