import type { Finding, Reference } from '../../finding.ts';
import type { Effect } from '../../model/manifest.ts';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { MapEntry, MapNode, Node } from '../../syntax/node.ts';
import type { ForeignFile, Layer } from '../dialect.ts';
import { reported, textOf } from '../findings.ts';
import { isMap, parseJson } from '../json/tree.ts';
import { DOCS } from './docs.ts';
import { type CursorRule, type Entry, readCliEntry, readMcpEntry, readTerminalEntry } from './rule.ts';

/** What a file of Cursor's is: each has a schema of its own, and keys of one are ignored in another. */
export type Kind = 'cli' | 'permissions' | 'sandbox';

export interface Document {
  readonly kind: Kind;
  readonly path: string;
  readonly source: Source;
  readonly layer: Layer;
  /** Undefined where nothing of it is read. */
  readonly root: MapNode | undefined;
  readonly rules: readonly CursorRule[];
  /** Whether it has a list of what is allowed, be it empty. */
  readonly hasAllow: boolean;
  readonly lists: ReadonlySet<'terminal' | 'mcp'>;
  readonly findings: readonly Finding[];
  /** Lists of rules that Cursor does not look at, where they stand, with what their denies were written to block. */
  readonly misplaced: readonly Misplaced[];
}

/** A list, or a whole schema, in a file whose reader does not know it. */
export interface Misplaced {
  readonly source: Source;
  readonly span: Span;
  /** Where it belongs, as a sentence without a full stop. */
  readonly words: string;
  readonly reference: Reference;
  readonly rules: readonly CursorRule[];
}

const known = new WeakMap<Source, Document>();

/** One file, read by itself. Total; memoised by source. */
export function readDocument(file: ForeignFile, kind: Kind): Document {
  let document = known.get(file.source);
  if (!document || document.path !== file.path || document.layer !== file.layer) {
    document = documentOf(file, kind);
    known.set(file.source, document);
  }
  return document;
}

function documentOf({ path, source, layer }: ForeignFile, kind: Kind): Document {
  const { node, problems } = parseJson(source);
  const root = isMap(node) ? node : undefined;
  const base = { kind, path, source, layer };
  const empty = { rules: [], hasAllow: false, lists: new Set<never>(), misplaced: [] };
  if (source.text.trim() === '') return { ...base, ...empty, root: undefined, findings: [] };
  const broken = problems.find((problem) => problem.kind === 'syntax' || kind === 'cli');
  if (broken || !root) {
    const span = broken?.span ?? { start: 0, end: Math.min(1, source.text.length) };
    const what = broken ? lower(broken.message) : 'it is no object';
    const misplaced = root ? lost(root, source, kind, span, what) : [];
    return {
      ...base,
      ...empty,
      root: undefined,
      findings: misplaced.length > 0 ? [] : [cannotRead(source, span, kind, what)],
      misplaced,
    };
  }
  switch (kind) {
    case 'cli': {
      const part = readCli(root, source, layer);
      return { ...base, root, ...part, findings: [...homeOnly(path, source, root), ...part.findings] };
    }
    case 'permissions':
      return { ...base, root, ...readEditor(root, source) };
    case 'sandbox':
      return { ...base, root, ...empty, ...readSandbox(root, source) };
  }
}

function cannotRead(source: Source, span: Span, kind: Kind, what: string): Finding {
  return reported('file-without-effect', 'warning', source, span, brokenWords(kind, what), {
    reference: READER[kind].reference,
  });
}

function brokenWords(kind: Kind, what: string): string {
  return `${READER[kind].title} cannot read this file, so nothing in it holds: ${what}`;
}

/** A file that cannot be read at all, with the rules that it would have had. */
function lost(root: MapNode, source: Source, kind: Kind, span: Span, what: string): readonly Misplaced[] {
  const rules = kind === 'cli' ? permissionRules(at(root, 'permissions')?.value, source) : [];
  return [{ source, span, words: brokenWords(kind, what), reference: READER[kind].reference, rules }];
}

function lower(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

const READER: Readonly<Record<Kind, { readonly title: string; readonly file: string; readonly reference: Reference }>> =
  {
    cli: { title: 'the Cursor command line', file: '.cursor/cli.json', reference: DOCS.configNotes },
    permissions: { title: 'the Cursor editor', file: '.cursor/permissions.json', reference: DOCS.permissions },
    sandbox: { title: 'Cursor’s sandbox', file: '.cursor/sandbox.json', reference: DOCS.sandbox },
  };

/** The keys that mean something in each of the three files. */
const KEYS: Readonly<Record<Kind, readonly string[]>> = {
  cli: ['permissions'],
  permissions: ['terminalAllowlist', 'mcpAllowlist', 'autoRun'],
  sandbox: [
    'type',
    'additionalReadwritePaths',
    'additionalReadonlyPaths',
    'readBoundary',
    'additionalReadPaths',
    'disableTmpWrite',
    'enableSharedBuildCache',
    'networkPolicy',
    'networkPolicyStrict',
  ],
};

/** Settings of the command line that bear on what is allowed, by their names: only the file in the home directory may have any. */
const GLOBAL_ONLY = /^(?:approvalMode|sandbox|autoRun|yolo|force)$|allow_?list|deny_?list|block_?list/i;

/** Lists of rules at the top of a file, as people write them who leave the object around them out or come from elsewhere. */
const LOOSE_LISTS: Readonly<Record<string, Effect>> = {
  allow: 'allow',
  deny: 'deny',
  ask: 'ask',
  allowlist: 'allow',
  denylist: 'deny',
  blocklist: 'deny',
  terminalDenylist: 'deny',
  mcpDenylist: 'deny',
  commandAllowlist: 'allow',
  commandDenylist: 'deny',
};

function isGlobalOnly(name: string): boolean {
  return GLOBAL_ONLY.test(name) && !Object.hasOwn(LOOSE_LISTS, name) && !KEYS.permissions.includes(name);
}

/** The last entry of a key, which is the one that counts. */
function at(map: MapNode | undefined, key: string): MapEntry | undefined {
  return map?.entries.findLast((entry) => entry.key.text === key);
}

/** Keys that belong to another of the three files, or to none: the first thing that there is to say of a file. */
function misplacedIn(root: MapNode, source: Source, kind: Kind): { misplaced: Misplaced[]; findings: Finding[] } {
  const misplaced: Misplaced[] = [];
  const findings: Finding[] = [];
  const { title, reference } = READER[kind];
  const own = KEYS[kind];
  for (const { key, value } of root.entries) {
    const name = key.text;
    if (own.includes(name)) continue;
    const other = (['cli', 'permissions', 'sandbox'] as const).find(
      (each) => each !== kind && KEYS[each].includes(name),
    );
    if (other && !(name === 'type' && typeof textOf(value) !== 'string')) {
      const words = `${title} reads ${own.slice(0, 3).map(quoted).join(', ')}${own.length > 3 ? ' and the like' : ''} here and ignores \`${name}\`, which belongs in \`${READER[other].file}\``;
      const rules = name === 'permissions' ? permissionRules(value, source) : [];
      misplaced.push({ source, span: key.span, words, reference, rules });
      continue;
    }
    if (kind !== 'sandbox' && Object.hasOwn(LOOSE_LISTS, name) && value?.kind === 'seq') {
      const effect = LOOSE_LISTS[name]!;
      const words =
        kind === 'cli'
          ? `${title} looks for rules in \`permissions\`, and ignores \`${name}\` beside it`
          : effect === 'allow'
            ? `${title} reads \`terminalAllowlist\` and \`mcpAllowlist\`, and ignores \`${name}\``
            : `${title} has lists of what is allowed and none of what is not: \`${name}\` is ignored`;
      misplaced.push({ source, span: key.span, words, reference, rules: listRules(value, source, effect) });
      continue;
    }
    const near = own.find((each) => each !== name && each.toLowerCase() === name.toLowerCase().replace(/[-_]/g, ''));
    if (near) {
      findings.push(
        reported(
          'setting-without-effect',
          'warning',
          source,
          key.span,
          `${title} ignores \`${name}\`: the key is \`${near}\``,
          {
            reference,
            fixes: [{ title: `Write \`${near}\``, kind: 'offer', edits: [{ source, span: key.span, newText: near }] }],
          },
        ),
      );
    }
  }
  if (
    misplaced.length === 0 &&
    findings.length === 0 &&
    root.entries.length > 0 &&
    kind !== 'cli' &&
    !root.entries.some(({ key }) => own.includes(key.text))
  ) {
    const message = `${title} knows none of these keys, and goes by its defaults: it reads ${own.slice(0, 3).map(quoted).join(', ')}${own.length > 3 ? ' and the like' : ''}`;
    findings.push(reported('file-without-effect', 'info', source, root.entries[0]!.key.span, message, { reference }));
  }
  return { misplaced, findings };
}

function quoted(key: string): string {
  return `\`${key}\``;
}

function entriesIn(node: Node | undefined, source: Source, effect: Effect): readonly Entry[] {
  if (node?.kind !== 'seq') return [];
  return node.items.flatMap((item) => {
    const text = textOf(item);
    return text === undefined || !item ? [] : [{ source, span: item.span, text, effect }];
  });
}

function listRules(node: Node | undefined, source: Source, effect: Effect): readonly CursorRule[] {
  return entriesIn(node, source, effect).map(readCliEntry);
}

function permissionRules(node: Node | undefined, source: Source): readonly CursorRule[] {
  if (!isMap(node)) return [];
  return (['allow', 'deny'] as const).flatMap((effect) => listRules(at(node, effect)?.value, source, effect));
}

/** A file in a repository that Cursor reads in the home directory: right where the repository is one's home. */
function homeOnly(path: string, source: Source, root: MapNode): readonly Finding[] {
  if (!/(^|\/)cli-config\.json$/.test(path) || /^(?:\/|\.\.)/.test(path)) return [];
  const permissions = at(root, 'permissions');
  if (!permissions) return [];
  const message =
    'Cursor reads `cli-config.json` in the home directory alone; if this is a project, nothing in it holds, and its file is `.cursor/cli.json`';
  return [reported('file-without-effect', 'info', source, permissions.key.span, message, { reference: DOCS.config })];
}

type Part = Pick<Document, 'rules' | 'hasAllow' | 'lists' | 'findings' | 'misplaced'>;

function readCli(root: MapNode, source: Source, layer: Layer): Part {
  const { misplaced, findings } = misplacedIn(root, source, 'cli');
  const permissions = at(root, 'permissions')?.value;
  const map = isMap(permissions) ? permissions : undefined;
  if (layer !== 'user') {
    for (const { key } of root.entries.filter((entry) => isGlobalOnly(entry.key.text))) {
      const message = `only \`permissions\` counts in a project: \`${key.text}\` is read from \`~/.cursor/cli-config.json\` alone`;
      findings.push(
        reported('setting-without-effect', 'warning', source, key.span, message, { reference: DOCS.config }),
      );
    }
  }
  for (const { key, value } of map?.entries ?? []) {
    if (key.text === 'allow' || key.text === 'deny') continue;
    const effect = key.text === 'ask' ? 'ask' : LOOSE_LISTS[key.text];
    if (effect === undefined || value?.kind !== 'seq') continue;
    const words = `\`permissions\` has the lists \`allow\` and \`deny\`, and \`${key.text}\` is none of them${effect === 'ask' ? ': what no rule is about is asked' : ''}`;
    misplaced.push({ source, span: key.span, words, reference: DOCS.config, rules: listRules(value, source, effect) });
  }
  if (permissions && !map) {
    const message = '`permissions` is an object with the lists `allow` and `deny`';
    findings.push(
      reported('setting-without-effect', 'warning', source, permissions.span, message, { reference: DOCS.config }),
    );
  }
  const rules = permissionRules(permissions, source);
  return { rules, hasAllow: at(map, 'allow')?.value?.kind === 'seq', lists: new Set(), findings, misplaced };
}

function readEditor(root: MapNode, source: Source): Part {
  const { misplaced, findings } = misplacedIn(root, source, 'permissions');
  const lists = new Set<'terminal' | 'mcp'>();
  const terminal = at(root, 'terminalAllowlist')?.value;
  const mcp = at(root, 'mcpAllowlist')?.value;
  if (terminal?.kind === 'seq') lists.add('terminal');
  if (mcp?.kind === 'seq') lists.add('mcp');
  const autoRun = at(root, 'autoRun')?.value;
  for (const { key, value } of isMap(autoRun) ? autoRun.entries : []) {
    if (key.text === 'allow_instructions' || key.text === 'block_instructions' || !value) continue;
    if (value.kind !== 'seq' && textOf(value) === undefined) continue;
    const message = `\`autoRun\` has \`allow_instructions\` and \`block_instructions\`, and \`${key.text}\` is neither`;
    findings.push(
      reported('setting-without-effect', 'warning', source, key.span, message, { reference: DOCS.autoRun }),
    );
  }
  const steering = (key: string, effect: Effect): CursorRule[] =>
    entriesIn(isMap(autoRun) ? at(autoRun, key)?.value : undefined, source, effect).map((entry) => ({
      ...entry,
      enforcer: 'steering',
      liveness: { state: 'live' },
      matcher: { kind: 'none' },
      outlines: [],
    }));
  return {
    rules: [
      ...entriesIn(terminal, source, 'allow').map(readTerminalEntry),
      ...entriesIn(mcp, source, 'allow').map(readMcpEntry),
      ...steering('allow_instructions', 'allow'),
      ...steering('block_instructions', 'ask'),
    ],
    hasAllow: false,
    lists,
    findings,
    misplaced,
  };
}

const SANDBOX_TYPES = ['workspace_readwrite', 'workspace_readonly', 'insecure_none'];

function readSandbox(root: MapNode, source: Source): Pick<Document, 'rules' | 'findings' | 'misplaced'> {
  const { misplaced, findings } = misplacedIn(root, source, 'sandbox');
  const report = (span: Span, message: string, reference: Reference = DOCS.sandbox) =>
    findings.push(reported('setting-without-effect', 'warning', source, span, message, { reference }));
  const type = at(root, 'type')?.value;
  const kind = textOf(type) ?? 'workspace_readwrite';
  if (type && !SANDBOX_TYPES.includes(kind)) {
    report(
      type.span,
      `\`${source.text.slice(type.span.start, type.span.end).slice(0, 40)}\` is no kind of sandbox: ${SANDBOX_TYPES.map(quoted).join(', ')} are`,
    );
  }
  if (kind === 'insecure_none') {
    const off =
      'the sandbox is switched off for everybody who opens this repository: commands are held by nothing but questions';
    findings.push(reported('sandbox-switched-off', 'warning', source, type!.span, off, { reference: DOCS.sandbox }));
    for (const key of ['networkPolicy', 'readBoundary', 'disableTmpWrite']) {
      const entry = at(root, key);
      if (entry) report(entry.key.span, `with \`insecure_none\` there is no sandbox that \`${key}\` could be held by`);
    }
  }
  const readwrite = at(root, 'additionalReadwritePaths');
  if (readwrite && kind === 'workspace_readonly') {
    report(readwrite.key.span, '`additionalReadwritePaths` counts with `workspace_readwrite` only');
  }
  const readable = at(root, 'additionalReadPaths');
  if (readable && textOf(at(root, 'readBoundary')?.value) !== 'workspace') {
    report(
      readable.key.span,
      '`additionalReadPaths` counts only where `readBoundary` is `workspace`; everything may be read as it is',
    );
  }
  const network = at(root, 'networkPolicy')?.value;
  const policy = isMap(network) ? network : undefined;
  for (const { key, value } of root.entries) {
    if (key.text === 'network' || key.text === 'filesystem') {
      report(
        key.span,
        `Cursor’s sandbox has no \`${key.text}\`: ${key.text === 'network' ? 'hosts stand under `networkPolicy`' : 'paths stand at the top'}`,
      );
    }
    if (/^(?:allow|deny|default)$/.test(key.text) && value && !policy) {
      report(key.span, `\`${key.text}\` stands under \`networkPolicy\`, and is ignored here`, DOCS.network);
    }
  }
  const rules: CursorRule[] = [];
  for (const effect of ['allow', 'deny'] as const) {
    for (const entry of entriesIn(policy && at(policy, effect)?.value, source, effect)) {
      rules.push({
        ...entry,
        enforcer: 'os',
        liveness: hostLiveness(entry.text),
        matcher: { kind: 'none' },
        outlines: [],
      });
    }
  }
  const answer = at(policy, 'default')?.value;
  if (answer && textOf(answer) !== 'allow' && textOf(answer) !== 'deny') {
    report(answer.span, '`default` is `allow` or `deny`', DOCS.network);
  }
  if (textOf(answer) === 'allow' && kind !== 'insecure_none') {
    const message =
      'commands in the sandbox may reach every host that `deny` does not name, and what runs in it is asked about less; name the hosts in `allow` and let `default` be `deny`';
    findings.push(
      reported('sandbox-reaches-any-host', 'info', source, answer!.span, message, { reference: DOCS.network }),
    );
  }
  return { rules, findings, misplaced };
}

/** Hosts are compared alone: https://cursor.com/docs/reference/sandbox#network-pattern-syntax */
function hostLiveness(text: string): CursorRule['liveness'] {
  const bare = text.trim().replace(/^[a-z]+:\/\//i, '');
  const host = bare.replace(/[/:].*$/, '');
  const isRange = /^[\d.]+\/\d+$|^[\da-f:]+\/\d+$/i.test(bare);
  if (isRange || /^[\da-f:]+$/i.test(bare) || host === text.trim()) {
    return /\*/.test(host.replace(/^\*\./, ''))
      ? { state: 'unknown', why: 'a star is documented before a first dot only', reference: DOCS.hosts }
      : { state: 'live' };
  }
  const why = 'a host or a range of addresses is compared, without scheme, port and path';
  return { state: 'cannot-match', why, reference: DOCS.hosts, ...(host === '' ? {} : { instead: host }) };
}
