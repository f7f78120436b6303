import { scoreOf, vectorText } from '../authority/score.ts';
import type { AgentRole, Operation, ToolScope } from '../model/manifest.ts';
import { matchesName } from '../scope/name.ts';
import type { NameUse } from '../workspace/references.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { operationWords } from './completion-values.ts';
import { mayInWords } from './explanation-page.ts';
import { usesOf } from './navigate.ts';
import { code, counted, dayInWords, listed, plain, ruleInWords } from './words.ts';

/** What a name stands for. */
export function hoverName(snapshot: Snapshot, { kind, name }: Pick<NameUse, 'kind' | 'name'>): string | undefined {
  switch (kind) {
    case 'role': {
      const role = snapshot.roles.get(name);
      return role && hoverRole(snapshot, role);
    }
    case 'tool': {
      const tool = snapshot.tools.get(name);
      return tool && hoverTool(snapshot, name, tool);
    }
    case 'operation':
      return hoverOperation(snapshot, name);
    case 'credential': {
      const tools = [...snapshot.tools].filter(([, scope]) => scope.credentials.some(({ value }) => value === name));
      if (tools.length === 0) return undefined;
      return `Credential ${code(name)}, held by ${listed(tools.map(([tool]) => code(tool)))}. Its value stands in no manifest.`;
    }
    case 'rule': {
      const rule = [...snapshot.roles.values()].flatMap((role) => role.rules).find(({ id }) => id?.value === name);
      return (
        rule &&
        `**${plain(rule.owner)} ${ruleInWords(rule)}.**\n\nRule ${code(name)}; revoking it takes this grant away.`
      );
    }
  }
}

function hoverRole(snapshot: Snapshot, role: AgentRole): string {
  const resolved = snapshot.resolve(role);
  const count = (effect: string) => resolved.rules.filter((rule) => rule.effect === effect).length;
  const facts = [
    ...(role.owner ? [`owner ${plain(role.owner.value)}`] : []),
    ...(role.stage ? [`stage ${role.stage.value}`] : []),
    ...(resolved.expires ? [`lapses after ${dayInWords(resolved.expires.value, snapshot.now)}`] : ['never lapses']),
  ];
  const extended = resolved.lineage.slice(1).map((each) => plain(each.name?.value ?? 'a role without a name'));
  const uses = usesOf(snapshot, 'role', role.name?.value ?? '').length;
  const score = scoreOf(resolved, snapshot.now);
  const unknown = score.assumed.length;
  return [
    `**${mayInWords(resolved, score)}**`,
    `${score.band} ${score.value} · ${code(vectorText(score.vector))} · ${plainCode(score.exposure.words)}${unknown > 0 ? ` · ${counted(unknown, 'thing')} not said and taken for the worse` : ''}`,
    [...(role.purpose ? [plain(role.purpose.value)] : []), facts.join(' · ')].join('  \n'),
    `${counted(count('allow'), 'rule')} allow, ${count('ask')} ask, ${count('deny')} deny${extended.length > 0 ? `, with those of ${listed(extended)}` : ''} · named in ${counted(uses, 'place')}`,
  ].join('\n\n');
}

/** Words of ours with texts of a manifest in backticks: those stay code, and nothing else is markup. */
function plainCode(words: string): string {
  return words
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : plain(part)))
    .join('');
}

function hoverTool(snapshot: Snapshot, name: string, tool: ToolScope): string {
  const byWhat = new Map<string, string[]>();
  for (const operation of tool.operations) {
    const does = operation.does.map(({ value }) => value).join(', ') || 'not said';
    byWhat.set(does, [...(byWhat.get(does) ?? []), code(operation.name.value)]);
  }
  const uses = rolesThatCall(
    snapshot,
    tool.operations.map((each) => `${name}/${each.name.value}`),
  );
  return [
    `**${plain(name)}**${tool.purpose ? `: ${plain(tool.purpose.value)}` : ''}`,
    [...byWhat].map(([does, operations]) => `- ${does}: ${listed(operations, 6)}`).join('\n'),
    uses.length > 0 ? `called by ${listed(uses.map(plain))}` : 'no role calls it',
  ]
    .filter((line) => line !== '')
    .join('\n\n');
}

function hoverOperation(snapshot: Snapshot, name: string): string | undefined {
  const slash = name.indexOf('/');
  const tool = snapshot.tools.get(name.slice(0, slash));
  const operation: Operation | undefined = tool?.operations.find((each) => each.name.value === name.slice(slash + 1));
  if (!operation) return undefined;
  const uses = rolesThatCall(snapshot, [name]);
  return [
    `**${plain(name)}**`,
    operationWords(operation),
    uses.length > 0 ? `called by ${listed(uses.map(plain))}` : 'no role calls it',
  ].join('\n\n');
}

/** Roles with a grant whose patterns match one of the operations. */
function rolesThatCall(snapshot: Snapshot, operations: readonly string[]): string[] {
  return [...snapshot.roles].flatMap(([name, role]) =>
    role.rules.some(
      (rule) =>
        rule.verb === 'call' && rule.effect !== 'deny' && operations.some((each) => matchesName(rule.patterns, each)),
    )
      ? [name]
      : [],
  );
}
