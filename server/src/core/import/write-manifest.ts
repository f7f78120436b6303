import type { ForeignPolicy } from '../dialects/dialect.ts';
import type { ToolScope, Verb } from '../model/manifest.ts';
import { VERBS } from '../model/manifest.ts';
import { questionLine } from '../syntax/questions.ts';
import { UNKNOWN_WORD } from './fit.ts';
import type { Draft } from './imported.ts';

/** Rules one by one, each with an id by its place, for finding which of them decides. */
export function plainRole(drafts: readonly Draft[]): string {
  const lines = ['kind: AgentRole', 'version: 1', 'name: imported'];
  for (const effect of ['allow', 'ask', 'deny'] as const) {
    const own = drafts.map((draft, at) => ({ draft, at })).filter(({ draft }) => draft.effect === effect);
    if (own.length > 0) lines.push(`${effect}:`);
    for (const { draft, at } of own) {
      lines.push(`  - id: r${at}`, `    ${draft.verb}: ${JSON.stringify(patternsOf(draft))}`);
      if (draft.methods.length > 0) lines.push(`    methods: [${draft.methods.join(', ')}]`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function patternsOf({ patterns, exceptions }: Draft): readonly string[] {
  return [...patterns, ...exceptions.map((each) => `!${each}`)];
}

export interface RoleText {
  readonly name: string;
  readonly policy: ForeignPolicy;
  /** Where it is from, as a person would say it. */
  readonly from: string;
  readonly drafts: readonly Draft[];
  /** Rules that are not in the role, each with why. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
}

/** The role with its sources beside its patterns, and as questions what the other tool's file does not say. */
export function roleText({ name, policy, from, drafts, left }: RoleText): string {
  return [
    comment(`From ${from}: what ${policy.title} may do there, and nothing more.`),
    'kind: AgentRole',
    'version: 1',
    `name: ${name}`,
    questionLine('purpose', 'what is it for, in a sentence?'),
    questionLine('owner', 'which team answers for it?'),
    questionLine('stage', 'observe, supervised, bounded or autonomous?'),
    questionLine('expires', 'on which day does this authority lapse unless somebody renews it?'),
    questionLine('identity', 'which account does it act as, and how long does its credential live?'),
    questionLine('triggers', 'what sets it going, and who can cause that?'),
    policy.attended
      ? `attended: ${policy.attended.value ? 'yes' : 'no'}`
      : questionLine('attended', 'is a person there to answer when it asks?'),
    ...sandboxLines(policy),
    ...(['allow', 'ask', 'deny'] as const).flatMap((effect) => {
      const own = drafts.filter((draft) => draft.effect === effect);
      if (own.length === 0) return [];
      return [
        '',
        `${effect}:`,
        ...(effect === 'ask'
          ? [questionLine('approval', 'who approves, on what evidence, and within which time?', '  ')]
          : []),
        ...ruleLines(own),
      ];
    }),
    '',
    ...(left.length > 0
      ? [comment('Not in this role:'), ...left.map((each) => comment(`- ${each.name}: ${each.why}`))]
      : []),
    questionLine('budget', 'how many calls and how much money may a run take?'),
    questionLine('trace', 'what is recorded of a run, and for how long is it kept?'),
    questionLine('revoke', 'who can take this authority away, how fast, and how?'),
    '',
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

/** A tool's scope with what is known of it: how its server is started or reached, and the operations that rules name. */
export function scopeText(
  name: string,
  tool: ToolScope | undefined,
  operations: readonly string[],
  from: string,
): string {
  const server = tool?.server;
  const parts = [
    ...(server?.command ? [`command: ${JSON.stringify(server.command.value)}`] : []),
    ...(server && server.args.length > 0 ? [`args: ${JSON.stringify(server.args.map(({ value }) => value))}`] : []),
    ...(server?.url ? [`url: ${JSON.stringify(server.url.value)}`] : []),
  ];
  // Values of the environment may be credentials, and those belong in no manifest.
  const variables = (server?.env ?? []).map(({ key }) => key.value).filter((key) => /^\w+$/.test(key));
  return [
    comment(`From ${from}.`),
    'kind: ToolScope',
    'version: 1',
    `name: ${yamlName(name)}`,
    questionLine('purpose', 'what is this tool for, in a sentence?'),
    questionLine('owner', 'which team answers for it?'),
    ...(parts.length > 0
      ? [`server: { mcp: { ${parts.join(', ')} } }`]
      : [questionLine('server', 'how is it started or reached?')]),
    ...(variables.length > 0 ? [questionLine('credentials', `which of ${variables.join(', ')} are credentials?`)] : []),
    questionLine('log', 'what is logged of its calls, and for how long?'),
    ...(operations.length > 0
      ? [
          questionLine('operations', 'what does each do to the world (does), and what does it return?'),
          'operations:',
          ...operations.map((each) => `  ${JSON.stringify(each)}: {}`),
        ]
      : [
          questionLine('operations', 'which are there, and what does each do? A saved tools/list reply says.'),
          'operations: {}',
        ]),
    '',
  ].join('\n');
}

function comment(text: string): string {
  return `# ${oneLine(text)}`;
}

/** Text of the other tool's file as part of a comment: on one line, and without signs that nobody sees. */
function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

function yamlName(name: string): string {
  return /^[A-Za-z][\w-]*$/.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(name);
}

function sandboxLines({ sandbox }: ForeignPolicy): readonly string[] {
  if (!sandbox) return [questionLine('sandbox', 'what does the operating system hold, whatever a command does?')];
  const sides = (['read', 'write', 'network'] as const).flatMap((side) =>
    sandbox[side] ? [`${side}: ${JSON.stringify(sandbox[side])}`] : [],
  );
  return sides.length > 0 ? [`sandbox: { ${sides.join(', ')} }`] : [];
}

/** Patterns of one verb in one list, each with what it is from; what has exceptions or methods stands alone. */
function ruleLines(drafts: readonly Draft[]): readonly string[] {
  return VERBS.flatMap((verb) => {
    const own = drafts.filter((draft) => draft.verb === verb);
    const plain = own.filter(({ exceptions, methods }) => exceptions.length === 0 && methods.length === 0);
    const byMethods = new Map<string, Draft[]>();
    for (const draft of own) {
      if (draft.exceptions.length > 0 || draft.methods.length === 0) continue;
      const key = draft.methods.join(', ');
      byMethods.set(key, [...(byMethods.get(key) ?? []), draft]);
    }
    return [
      ...listLines(verb, plain),
      ...[...byMethods].flatMap(([methods, list]) => [...listLines(verb, list), `    methods: [${methods}]`]),
      ...own
        .filter(({ exceptions }) => exceptions.length > 0)
        .flatMap((draft) => [
          ...listLines(verb, [draft]),
          ...(draft.methods.length > 0 ? [`    methods: [${draft.methods.join(', ')}]`] : []),
        ]),
    ];
  });
}

/** Where a pattern is from, and why it is not what the tool says where it is not. */
function aboutOf({ from, why, patterns, effect }: Draft): string {
  if (patterns[0] === UNKNOWN_WORD) return `a variable or a substitution: the tool would ${effect} then`;
  if (from) return [from.text, ...(why === undefined ? [] : [why])].join('; ');
  return why ?? 'where no rule matches';
}

function listLines(verb: Verb, drafts: readonly Draft[]): readonly string[] {
  if (drafts.length === 0) return [];
  const lines = [`  - ${verb}:`];
  const seen = new Set<string>();
  for (const draft of drafts) {
    const about = `  # ${oneLine(aboutOf(draft))}`;
    let isFirst = true;
    for (const pattern of patternsOf(draft)) {
      if (seen.has(pattern)) continue;
      seen.add(pattern);
      lines.push(`      - ${JSON.stringify(pattern)}${isFirst ? about : ''}`);
      isFirst = false;
    }
  }
  return lines;
}
