import type { AgentRole, Boundary, Rule } from '../model/manifest.ts';
import type { ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import { commandsMatched, filesMatched, type Matched, operationsMatched } from './alone.ts';
import { usesOf } from './navigate.ts';
import { code, counted, dayInWords, durationInWords, listed, plain, quantityInWords } from './words.ts';

/** How much of the workspace a rule is about, and the most sensitive of it. */
export function matchesInWords(role: ResolvedRole, rule: Rule, now: number): string[] {
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

/** What bounds a rule: how often, until when, on which evidence; then its reason. */
export function limitsInWords(snapshot: Snapshot, manifest: AgentRole | Boundary, rule: Rule): string[] {
  const { limit, until, approval, because } = rule;
  const parts = [
    ...(limit?.calls ? [`at most ${quantityInWords(limit.calls.value)}`] : []),
    ...(approval?.within ? [`an answer within ${durationInWords(approval.within.value)}`] : []),
    ...(approval && approval.evidence.length > 0
      ? [`on evidence: ${listed(approval.evidence.map(({ value }) => plain(value)))}`]
      : []),
    ...(approval?.otherwise?.value === 'allow' ? ['goes ahead when nobody answers'] : []),
    ...(until ? [`until ${dayInWords(until.value, snapshot.now)}`] : []),
    ...(manifest.kind === 'AgentRole' && manifest.expires
      ? [`the role lapses after ${dayInWords(manifest.expires.value, snapshot.now)}`]
      : []),
  ];
  return [...(parts.length > 0 ? [parts.join(' · ')] : []), ...(because ? [`because ${plain(because.value)}`] : [])];
}

/** Who else has a role's rules, and who puts the role to use. */
export function usersInWords(snapshot: Snapshot, role: ResolvedRole): string {
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
