import type { Effect, Verb } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { exportRules } from './export-rules.ts';
import type { Approximation, Target, Writer, Written } from './exported.ts';
import { commandShapes } from './shapes.ts';
import { TOO_MANY } from './words.ts';

interface Entry {
  readonly decision: 'allow' | 'prompt' | 'forbidden';
  readonly words: readonly string[];
  readonly because: string | undefined;
}

const DECISIONS = { allow: 'allow', ask: 'prompt', deny: 'forbidden' } as const;

/**
 * `.codex/rules/*.rules` and the sandbox of `.codex/config.toml`. A rule is a prefix of words, without wildcards; the
 * strictest match wins; an allow also takes the command out of the sandbox (execpolicy README; binary 0.169).
 */
export const CODEX: Target = {
  id: 'codex',
  title: 'Codex',
  export(role, options) {
    const { placed, rows } = exportRules(role, WRITER, options);
    const texts = [...new Set(placed.map(({ entry }) => ruleText(entry)))];
    const head = `# What ${role.name} may run. Nothing here is about files, hosts or tools.\n`;
    const name = role.name.replaceAll(/[^A-Za-z0-9._-]/g, '-') || 'role';
    return {
      target: CODEX.id,
      files: [
        { path: `.codex/rules/${name}.rules`, text: `${head}\n${texts.join('\n')}${texts.length > 0 ? '\n' : ''}` },
        { path: '.codex/config.toml', text: configuration(role) },
      ],
      rows,
      notes: [
        'Rules and settings of a project count only where the project is trusted.',
        'An allowed command runs outside of the sandbox; files and hosts are held for all others.',
      ],
    };
  },
};

function ruleText({ decision, words, because }: Entry): string {
  const pattern = words.map((word) => JSON.stringify(word)).join(', ');
  const why = because === undefined ? '' : `, justification = ${JSON.stringify(because)}`;
  const example = words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : undefined));
  const match = example.includes(undefined) ? '' : `, match = [${JSON.stringify(words.join(' '))}]`;
  return `prefix_rule(pattern = [${pattern}], decision = ${JSON.stringify(decision)}${why}${match})`;
}

const WRITER: Writer<Entry> = {
  effects: new Set<Effect>(['allow', 'ask', 'deny']),
  denies: true,
  conditions: false,
  text: (entry) => `${entry.decision} ${JSON.stringify(entry.words)}`,
  fallback(verb) {
    if (verb === 'read') return { effect: 'allow', why: 'its sandbox lets every file be read' };
    if (verb === 'run')
      return {
        effect: 'ask',
        why: 'with `approval_policy = "on-request"` only commands that are known to read run by themselves',
      };
    if (verb === 'call') return { effect: 'ask', why: 'tools of servers are asked for unless they only read' };
    return { effect: 'ask', why: 'what leaves the sandbox is asked for' };
  },
  write(verb: Verb, pattern, effect, rule): Written<Entry> {
    if (verb !== 'run') return { unwritable: `its rules are about commands, and not about ${NOUNS[verb]}` };
    const shapes = commandShapes(pattern);
    if (shapes === undefined) return { unwritable: TOO_MANY };
    const approximations: Approximation<Entry>[] = [];
    for (const shape of shapes) {
      const open = shape.findIndex((part) => part.kind !== 'literal');
      const words = (open < 0 ? shape : shape.slice(0, open)).flatMap((part) =>
        part.kind === 'literal' ? [part.text] : [],
      );
      if (words.length === 0) return { unwritable: 'a rule has to begin with the name of a program' };
      const exact = open === shape.length - 1 && shape[open]!.kind === 'rest';
      const why =
        open < 0 ? 'a rule is a prefix, so that more words may follow' : 'a rule is a prefix without wildcards';
      const entry = { decision: DECISIONS[effect], words, because: rule.because?.value };
      approximations.push({ entry, covers: exact ? 'exact' : 'more', ...(exact ? {} : { why }) });
    }
    return { approximations };
  },
};

const NOUNS: Readonly<Record<Verb, string>> = {
  read: 'reading files',
  write: 'writing files',
  delete: 'deleting files',
  run: 'commands',
  fetch: 'URLs',
  call: 'tools',
  delegate: 'other agents',
  use: 'credentials',
  remember: 'memory',
};

function configuration({ role, rules }: ResolvedRole): string {
  const writes = rules.some(({ effect, verb }) => verb === 'write' && effect !== 'deny');
  const network = role.sandbox?.network;
  const lines = [
    '# What no rule allows stays in the sandbox; to leave it, a person is asked.',
    'approval_policy = "on-request"',
    `sandbox_mode = "${writes ? 'workspace-write' : 'read-only'}"`,
    ...(writes
      ? [
          '',
          '[sandbox_workspace_write]',
          `network_access = ${network !== undefined && network.length > 0 ? 'true' : 'false'}`,
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}
