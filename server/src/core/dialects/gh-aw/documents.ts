import type { Finding, Reference } from '../../finding.ts';
import type { Effect, Trigger, Verb } from '../../model/manifest.ts';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { MapEntry, MapNode, Node } from '../../syntax/node.ts';
import type { Enforcer, ForeignRule, Liveness } from '../dialect.ts';
import { reported, textOf } from '../findings.ts';
import { type Frontmatter, frontmatterOf } from '../frontmatter.ts';
import { DOCS } from './docs.ts';
import { isUnknownName } from './network.ts';

/** What a workflow's agent is given. */
export interface Workflow {
  readonly source: Source;
  readonly path: string;
  readonly root: MapNode;
  /** `on`, where findings about who starts it and about the whole stand. */
  readonly head: Span;
  readonly engine: string;
  /** `all`: whatever it likes. A list: what matches an entry. */
  readonly bash: { readonly kind: 'all' | 'none'; readonly rule?: ForeignRule } | { readonly kind: 'list' };
  readonly commands: readonly CommandEntry[];
  readonly edits: boolean;
  readonly fetches: boolean;
  readonly sandboxed: boolean;
  readonly allowed: readonly HostEntry[];
  readonly blocked: readonly HostEntry[];
  readonly calls: readonly CallEntry[];
  readonly servers: readonly MapEntry[];
  readonly rules: readonly ForeignRule[];
  /** Why `gh aw compile` refuses it, so that nothing of it runs. */
  readonly refusals: readonly { readonly span: Span; readonly why: string; readonly reference: Reference }[];
  readonly findings: readonly Finding[];
  readonly imports: boolean;
  /** What lets somebody without write access start it, in a word or two, with its place. */
  readonly triggers: readonly Trigger[];
  readonly strangers: { readonly span: Span; readonly words: string; readonly reference: Reference } | undefined;
}

export interface CommandEntry {
  readonly rule: ForeignRule;
  readonly text: string;
}

export interface HostEntry {
  readonly rule: ForeignRule;
  readonly text: string;
}

export interface CallEntry {
  readonly rule: ForeignRule;
  readonly server: string;
  /** `*`: every tool. */
  readonly tool: string;
}

/** Commands that `bash:` without a value stands for. https://github.github.com/gh-aw/reference/tools/#bash-tool-bash */
const SAFE = 'echo printf ls pwd cat head tail grep wc sort uniq date yq'.split(' ');

/** Git commands that come with an output that makes a branch. Source: `applyDefaultTools` in the compiler. */
const GIT = [
  'git checkout:*',
  'git branch:*',
  'git switch:*',
  'git add:*',
  'git rm:*',
  'git commit:*',
  'git merge:*',
  'git status',
];

const known = new WeakMap<Source, { readonly workflow: Workflow | undefined; readonly broken: Finding | undefined }>();

/** A Markdown file as a workflow; undefined where it is none: without frontmatter, or without `on` in it. Memoised by source. */
export function readWorkflow(
  source: Source,
  path: string,
): { readonly workflow: Workflow | undefined; readonly broken: Finding | undefined } {
  let read = known.get(source);
  if (!read) {
    const front = frontmatterOf(source);
    const root = front?.node?.kind === 'map' ? front.node : undefined;
    if (front?.problem) read = { workflow: undefined, broken: brokenFinding(source, front) };
    else read = { workflow: root && at(root, 'on') ? workflowOf(source, path, root) : undefined, broken: undefined };
    known.set(source, read);
  }
  return read;
}

/** Only what is plainly meant as a workflow is told about: another Markdown file may begin as it likes. */
function brokenFinding(source: Source, front: Frontmatter): Finding | undefined {
  const text = source.text.slice(front.span.start, front.span.end);
  if (!/^on\s*:/m.test(text) || !/^(?:engine|tools|safe-outputs|permissions|network|imports)\s*:/m.test(text))
    return undefined;
  const { message, span } = front.problem!;
  const words = `\`gh aw compile\` cannot read this frontmatter, so that a workflow compiled before goes on as it was: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
  return reported('tool-refuses-to-start', 'error', source, span, words, { reference: DOCS.compilation });
}

export function at(map: Node | undefined, key: string): MapEntry | undefined {
  return map?.kind === 'map' ? map.entries.findLast((entry) => entry.key.text === key) : undefined;
}

function isOff(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === false;
}

function isOn(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

function textsIn(node: Node | undefined): readonly { readonly text: string; readonly span: Span }[] {
  const items = node?.kind === 'seq' ? node.items : node ? [node] : [];
  return items.flatMap((item) =>
    item?.kind === 'scalar' && typeof item.value === 'string' ? [{ text: item.value, span: item.span }] : [],
  );
}

function workflowOf(source: Source, path: string, root: MapNode): Workflow {
  const refusals: { span: Span; why: string; reference: Reference }[] = [];
  const findings: Finding[] = [];
  const rules: ForeignRule[] = [];
  const rule = (
    span: Span,
    text: string,
    effect: Effect,
    outlines: readonly (readonly [Verb, readonly string[]])[],
    more: { readonly enforcer?: Enforcer; readonly liveness?: Liveness } = {},
  ): ForeignRule => {
    const made: ForeignRule = {
      source,
      span,
      text,
      effect,
      enforcer: more.enforcer ?? 'engine',
      liveness: more.liveness ?? { state: 'live' },
      outlines: outlines.map(([verb, patterns]) => ({
        verb,
        patterns: patterns.map((each) => ({ text: each, negated: false, span })),
      })),
    };
    rules.push(made);
    return made;
  };
  const on = at(root, 'on')!;
  const strict = !isOff(at(root, 'strict')?.value);
  const tools = at(root, 'tools')?.value;
  const engineNode = at(root, 'engine')?.value;
  const engine = textOf(engineNode) ?? textOf(at(engineNode, 'id')?.value) ?? 'copilot';

  const agent = at(at(root, 'sandbox')?.value, 'agent');
  const isDisabled = isOff(agent?.value) || isOff(at(root, 'sandbox')?.value);
  if (isDisabled) {
    const span = (agent ?? at(root, 'sandbox')!).span;
    const flag = isOn(at(at(root, 'features')?.value, 'dangerously-disable-sandbox-agent')?.value);
    const why = strict
      ? 'the sandbox is switched off, which strict mode never takes, and strict mode is on unless `strict: false` says otherwise'
      : 'the sandbox is switched off without `features.dangerously-disable-sandbox-agent: true`';
    if (strict || !flag) refusals.push({ span, why, reference: DOCS.sandbox });
    else {
      const words = 'the firewall is switched off: the agent may reach every host, whatever `network` says';
      findings.push(reported('sandbox-switched-off', 'warning', source, span, words, { reference: DOCS.firewall }));
    }
  }
  const sandboxed = !isDisabled;

  for (const { key, value } of entriesOf(at(root, 'permissions')?.value)) {
    const level = textOf(value);
    if (level === 'write' && !['id-token', 'copilot-requests', 'metadata'].includes(key.text)) {
      const why = `\`${key.text}: write\` would be the agent's own; what it writes goes through \`safe-outputs\``;
      refusals.push({ span: key.span, why, reference: DOCS.permissions });
    }
    rule(key.span, `${key.text}: ${level ?? ''}`, 'allow', []);
  }
  const everything = at(root, 'permissions')?.value;
  if (textOf(everything) === 'write-all') {
    const why = '`write-all` would be the agent’s own; what it writes goes through `safe-outputs`';
    refusals.push({ span: everything!.span, why, reference: DOCS.permissions });
  }

  const safeOutputs = at(root, 'safe-outputs')?.value;
  const calls: CallEntry[] = [];
  for (const { key, value } of entriesOf(safeOutputs)) {
    const name = key.text;
    if (name === 'jobs' || name === 'scripts') {
      for (const job of entriesOf(value)) {
        const tool = job.key.text.replaceAll('-', '_');
        const made = rule(job.key.span, job.key.text, 'allow', [['call', [`safe-outputs/${tool}`]]]);
        calls.push({ rule: made, server: 'safe-outputs', tool });
      }
    } else if (HANDLER.test(name) && !isOff(value)) {
      const tool = name.replaceAll('-', '_');
      const made = rule(key.span, name, 'allow', [['call', [`safe-outputs/${tool}`]]]);
      calls.push({ rule: made, server: 'safe-outputs', tool });
    }
  }
  const pushes = calls.some(({ tool }) => tool === 'create_pull_request' || tool === 'push_to_pull_request_branch');

  const commands: CommandEntry[] = [];
  const bashEntry = at(tools, 'bash');
  const bash = ((): Workflow['bash'] => {
    const value = bashEntry?.value;
    if (!bashEntry) {
      const span = (at(root, 'tools') ?? on).key.span;
      if (sandboxed) return { kind: 'all', rule: rule(span, 'no bash', 'allow', [['run', ['**']]]) };
      return pushes ? { kind: 'list' } : { kind: 'none' };
    }
    const { span } = bashEntry.key;
    if (isOff(value) || (value?.kind === 'seq' && value.items.length === 0)) {
      return { kind: 'none', rule: rule(span, 'bash: false', 'deny', [['run', ['**']]]) };
    }
    if (isOn(value)) return { kind: 'all', rule: rule(span, 'bash: true', 'allow', [['run', ['**']]]) };
    const items = textsIn(value);
    const everything = items.find(({ text }) => text === '*' || text === ':*');
    if (everything) {
      const made = rule(everything.span, everything.text, 'allow', [['run', ['**']]]);
      for (const item of items.filter((each) => each !== everything)) commands.push(commandRule(item.text, item.span));
      return { kind: 'all', rule: made };
    }
    for (const item of items) commands.push(commandRule(item.text, item.span));
    if (value === undefined || (value.kind === 'scalar' && value.value === null)) {
      const made = rule(
        span,
        'bash:',
        'allow',
        SAFE.map((name) => ['run', [sandboxed ? name : `${name} **`]] as const),
      );
      for (const name of SAFE) commands.push({ rule: made, text: `${name}:*` });
    }
    return { kind: 'list' };
  })();
  function commandRule(text: string, span: Span): CommandEntry {
    const bare = text.replace(/:\*$/, '');
    const isOpen = bare.includes('*') && !isWhole(bare);
    const why = 'a family of commands is written `git:*`, and what a star elsewhere does is left to the engine';
    const liveness: Liveness = isOpen ? { state: 'unknown', why, reference: DOCS.bash } : { state: 'live' };
    // What a command could do with credentials, or for longer than this run, it has no chance to in the sandbox.
    const exact = sandboxed || (engine === 'claude' && bare === text);
    return { text, rule: rule(span, text, 'allow', [['run', [exact ? bare : `${bare} **`]]], { liveness }) };
  }
  if (bash.kind === 'list' && pushes) {
    const made = calls.find(
      ({ tool }) => tool === 'create_pull_request' || tool === 'push_to_pull_request_branch',
    )!.rule;
    for (const text of GIT) commands.push({ rule: made, text });
  }

  const editEntry = at(tools, 'edit');
  const edits = editEntry ? !isOff(editEntry.value) : sandboxed || pushes;
  if (editEntry) rule(editEntry.key.span, 'edit', edits ? 'allow' : 'deny', []);
  const fetchEntry = at(tools, 'web-fetch');
  const fetches = fetchEntry !== undefined && !isOff(fetchEntry.value);

  const network = at(root, 'network');
  const hosts = (node: Node | undefined, effect: Effect): HostEntry[] =>
    textsIn(node).map(({ text, span }) => {
      // The sets that have names are GitHub's own choice.
      const list = effect === 'allow' && fetches && (text === '*' || /[.:]/.test(text)) ? [text] : [];
      const patterns = list.flatMap((host) => (host === '*' ? ['**'] : urlPatterns(host)));
      return {
        text,
        rule: rule(span, text, effect, patterns.length > 0 ? [['fetch', patterns]] : [], { enforcer: 'os' }),
      };
    });
  const allowed = hosts(network?.value?.kind === 'map' ? at(network.value, 'allowed')?.value : network?.value, 'allow');
  const blocked = hosts(at(network?.value, 'blocked')?.value, 'deny');
  if (!network) allowed.push({ text: 'defaults', rule: { ...PLACEHOLDER, source, span: on.key.span } });
  for (const { text, rule: made } of [...allowed, ...blocked]) {
    if (isUnknownName(text) && network) {
      const why = `\`${text}\` is no name of a set of hosts; a host has a dot in it`;
      refusals.push({ span: made.span, why, reference: DOCS.ecosystems });
    }
  }
  const star = allowed.find(({ text }) => text === '*');
  if (star && strict && !allowed.some(({ text }) => text === 'defaults')) {
    const why = 'strict mode takes no `*` among the hosts, and is on unless `strict: false` says otherwise';
    refusals.push({ span: star.rule.span, why, reference: DOCS.strict });
  }

  const servers = entriesOf(at(root, 'mcp-servers')?.value).filter(({ value }) => value?.kind === 'map');
  for (const { key, value } of servers) {
    const list = at(value, 'allowed');
    const named = textsIn(list?.value);
    if (named.length === 0 || named.some(({ text }) => text === '*')) {
      const made = rule(key.span, key.text, 'allow', [['call', [`${key.text}/*`]]]);
      calls.push({ rule: made, server: key.text, tool: '*' });
    } else {
      for (const { text, span } of named) {
        const made = rule(span, text, 'allow', [['call', [`${key.text}/${text}`]]]);
        calls.push({ rule: made, server: key.text, tool: text });
      }
    }
  }
  const github = at(tools, 'github');
  if (!isOff(github?.value)) {
    const list = textsOrNames(at(github?.value, 'allowed')?.value);
    if (list.length === 0)
      calls.push({ rule: { ...PLACEHOLDER, source, span: (github ?? on).key.span }, server: 'github', tool: '*' });
    for (const { text, span } of list) {
      const made = rule(span, text, 'allow', [['call', [`github/${text}`]]]);
      calls.push({ rule: made, server: 'github', tool: text });
    }
  }

  for (const { key, value } of entriesOf(at(root, 'env')?.value)) {
    if (strict && /\$\{\{\s*secrets\./.test(textOf(value) ?? '')) {
      const why = `\`${key.text}\` would hand a secret to the agent: strict mode takes none in \`env\``;
      refusals.push({ span: value!.span, why, reference: DOCS.env });
    }
  }
  const workflowRun = at(on.value, 'workflow_run');
  if (workflowRun && textsIn(at(workflowRun.value, 'workflows')?.value).length === 0) {
    const why = '`workflow_run` names no workflow in `workflows`, and would never start';
    refusals.push({ span: workflowRun.key.span, why, reference: DOCS.workflowRun });
  }
  return {
    source,
    path,
    root,
    head: on.key.span,
    engine,
    bash,
    commands,
    edits,
    fetches,
    sandboxed,
    allowed,
    blocked,
    calls,
    servers,
    rules,
    refusals,
    findings,
    imports: at(root, 'imports') !== undefined,
    strangers: strangersOf(root, on),
    triggers: triggersOf(root, on),
  };
}

/** What a default gives, at a place where nothing is written of it. */
const PLACEHOLDER = {
  text: '',
  effect: 'allow',
  enforcer: 'engine',
  liveness: { state: 'live' },
  outlines: [],
} as const;

/** Outputs that do something, among the settings that stand beside them. */
const HANDLER =
  /^(?:add|approve|assign|autofix|call|close|comment|create|dispatch|hide|link|mark|merge|minimize|post|push|remove|reply|resolve|set|submit|unassign|update|upload)-/;

function isWhole(text: string): boolean {
  return text === '*' || text === ':*';
}

function entriesOf(node: Node | undefined): readonly MapEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

function textsOrNames(node: Node | undefined): readonly { readonly text: string; readonly span: Span }[] {
  if (node?.kind !== 'seq') return textsIn(node);
  return node.items.flatMap((item) => textsIn(item?.kind === 'map' ? at(item, 'name')?.value : item));
}

function urlPatterns(host: string): string[] {
  const [, scheme, rest = ''] = /^(?:(https?):\/\/)?(.*)$/.exec(host)!;
  const domain = rest.replace(/^\*\./, '').replace(/\/.*$/, '').toLowerCase();
  if (/[*:]/.test(domain)) return [];
  const each = scheme ?? 'https';
  return [...(rest.startsWith('*.') ? [] : [`${each}://${domain}/**`]), `${each}://**.${domain}/**`];
}

/** Events that anybody can bring about who may open an issue or a pull request, or comment. */
const OPEN_EVENTS = new Set(
  'issues issue_comment discussion discussion_comment pull_request pull_request_target pull_request_review pull_request_review_comment slash_command command label_command'.split(
    ' ',
  ),
);

/** https://github.github.com/gh-aw/reference/triggers/: roles are checked unless `all` is among them, and forks are left out. */
function strangersOf(root: MapNode, on: MapEntry): Workflow['strangers'] {
  const events = entriesOf(on.value).map(({ key }) => key.text);
  if (events.length === 0) events.push(...textsIn(on.value).map(({ text }) => text));
  const open = events.find((event) => OPEN_EVENTS.has(event));
  if (open === undefined) return undefined;
  const all = everybodyIn(root, on);
  return all && { span: all.span, words: open, reference: DOCS.roles };
}

function everybodyIn(root: MapNode, on: MapEntry): { readonly span: Span } | undefined {
  return textsIn(at(on.value, 'roles')?.value ?? at(root, 'roles')?.value).find(({ text }) => text === 'all');
}

/** Keys of `on` that are no events. */
const NO_EVENT = new Set(['roles', 'skip-roles', 'bots', 'skip-bots', 'reaction', 'stop-after', 'manual-approval']);

/**
 * What starts a workflow. Who brings it about is checked against `roles`, which are people with write access unless said
 * otherwise; what they point it at may still be a stranger's issue. https://github.github.com/gh-aw/reference/triggers/
 */
function triggersOf(root: MapNode, on: MapEntry): readonly Trigger[] {
  const entries = entriesOf(on.value).map(({ key }) => key);
  const events = entries.length > 0 ? entries : textsIn(on.value);
  const everybody = everybodyIn(root, on);
  return events
    .filter(({ text }) => !NO_EVENT.has(text))
    .map(({ text, span }) => {
      const by = /^schedule$|^(?:daily|weekly|hourly|every)\b/.test(text)
        ? 'schedule'
        : everybody
          ? 'anyone'
          : 'members';
      return { span, on: { value: text, span }, by: { value: by, span: by === 'anyone' ? everybody!.span : span } };
    });
}
