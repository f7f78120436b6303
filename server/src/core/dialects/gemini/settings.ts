import type { Finding, Reference } from '../../finding.ts';
import { closest } from '../../schema/closest.ts';
import type { Place, Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { MapEntry, MapNode, Node } from '../../syntax/node.ts';
import type { ForeignFile } from '../dialect.ts';
import { reported, textOf } from '../findings.ts';
import { isMap, parseJson } from '../json/tree.ts';
import { DOCS } from './docs.ts';
import type { Mode } from './rule.ts';

/** A text of a list in a settings file. */
export interface Item extends Place {
  readonly value: string;
  /** Of the list, and where in it: `tools`, `allowed`, 0. */
  readonly path: readonly (string | number)[];
  /** Written again further on, where it says nothing new. */
  readonly isRepeated?: boolean;
}

export interface Server extends Place {
  readonly name: string;
  /** The entry that says `"trust": true`. */
  readonly trust?: Place;
  readonly only?: readonly string[];
  readonly without: readonly string[];
}

/** What all settings files together come to, as far as it is about permissions. Absent lists are not set. */
export interface Settings {
  readonly core?: readonly Item[];
  readonly allowed?: readonly Item[];
  readonly confirmed: readonly Item[];
  readonly excluded: readonly Item[];
  readonly allowedServers?: readonly Item[];
  readonly excludedServers?: readonly Item[];
  /** Of a server that a list of any file leaves out, or that one excludes: it is never started. */
  readonly isBlocked: (server: string) => boolean;
  readonly servers: readonly Server[];
  readonly mode: Mode;
  readonly isYoloDisabled: boolean;
  readonly isPlanDisabled: boolean;
  /** Directories that belong to the workspace besides. */
  readonly directories: readonly string[];
  readonly policyPaths?: readonly Item[];
  /** Lists of names as they were called before, which nobody reads any more. */
  readonly former: readonly { readonly item: Item; readonly key: string; readonly now: string }[];
  /** Why Gemini CLI does not start. */
  readonly refused?: string;
  readonly findings: readonly Finding[];
}

/** The settings that were flat once, and where they went. https://github.com/google-gemini/gemini-cli/blob/main/docs/reference/configuration.md */
const FORMER: Readonly<Record<string, string>> = {
  coreTools: 'tools.core',
  excludeTools: 'tools.exclude',
  allowedTools: 'tools.allowed',
  allowMCPServers: 'mcp.allowed',
  excludeMCPServers: 'mcp.excluded',
  mcpServerCommand: 'mcp.serverCommand',
  toolDiscoveryCommand: 'tools.discoveryCommand',
  toolCallCommand: 'tools.callCommand',
  sandbox: 'tools.sandbox',
  folderTrust: 'security.folderTrust.enabled',
  disableYoloMode: 'security.disableYoloMode',
  approvalMode: 'general.defaultApprovalMode',
  defaultApprovalMode: 'general.defaultApprovalMode',
  allowedMcpServers: 'mcp.allowed',
};

/** The keys of the sections that permissions stand in. Source: `cli/src/config/settingsSchema.ts` (0.61.0). */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  tools:
    `sandbox sandboxAllowedPaths sandboxNetworkAccess shell core allowed confirmationRequired exclude discoveryCommand callCommand
useRipgrep truncateToolOutputThreshold disableLLMCorrection`.split(/\s+/),
  mcp: 'serverCommand allowed excluded autoAllowInHeadless'.split(' '),
  security:
    `toolSandboxing disableYoloMode disableAlwaysAllow enablePermanentToolApproval autoAddToPolicyByDefault blockGitExtensions
allowedExtensions folderTrust environmentVariableRedaction auth enableConseca`.split(/\s+/),
};

/** The sections that there are. What else stands there is passed over, and told where it reads like a permission. */
const SECTIONS = new Set(
  `$schema mcpServers policyPaths adminPolicyPaths general output ui ide privacy telemetry billing model modelConfigs agents context
tools mcp useWriteTodos security advanced experimental extensions skills hooksConfig hooks contextManagement admin`.split(
    /\s+/,
  ),
);
const LIKE_PERMISSION = /permission|approv|polic|allow|deny|exclude|block|trust|sandbox|yolo/i;

/** Keys of a server that other tools have, or that people expect to hold something. */
const NOT_OF_SERVERS: Readonly<Record<string, string>> = {
  autoApprove: 'no tool of it is approved by this',
  alwaysAllow: 'no tool of it is approved by this',
  allowedTools: 'it is `includeTools` that limits the tools',
  enabledTools: 'it is `includeTools` that limits the tools',
  enabled_tools: 'it is `includeTools` that limits the tools',
  disabledTools: 'it is `excludeTools` that takes tools away',
  disabled_tools: 'it is `excludeTools` that takes tools away',
  disabled: 'the server is started all the same',
  enabled: 'the server is started whatever it says',
};

/** Reads settings files together; the strongest comes last. Total. */
export function readSettings(files: readonly ForeignFile[]): Settings {
  const findings: Finding[] = [];
  let refused: string | undefined;
  const refuse = (source: Source, span: Span, why: string, reference: Reference = DOCS.load): void => {
    refused ??= why;
    findings.push(
      reported('tool-refuses-to-start', 'error', source, span, `Gemini CLI does not start with this file: ${why}`, {
        reference,
      }),
    );
  };
  const roots: { readonly file: ForeignFile; readonly root: MapNode }[] = [];
  for (const file of files) {
    const { source } = file;
    const { node, problems } = parseJson(source);
    // Comments are taken away, and commas before a bracket are not.
    const problem = problems.find(({ kind, span }) => kind === 'syntax' || source.text[span.start] !== '/');
    if (problem) {
      const why =
        problem.kind === 'comment' ? 'a comma is followed by nothing' : problem.message.replace(/^This/, 'this');
      refuse(source, problem.span, why.replace(/\.$/, ''));
    } else if (isMap(node)) roots.push({ file, root: node });
    else refuse(source, { start: 0, end: Math.min(1, source.text.length) }, 'it is no JSON object');
  }
  for (const { file, root } of roots) findings.push(...deadKeys(file, root));

  const strongest = (...path: string[]): { readonly source: Source; readonly node: Node } | undefined => {
    for (const { file, root } of [...roots].reverse()) {
      const node = at(root, ...path);
      if (node) return { source: file.source, node };
    }
    return undefined;
  };
  const list = (...path: string[]): readonly Item[] | undefined => {
    const found = strongest(...path);
    return found && itemsOf(found.source, found.node, path);
  };
  const union = (...path: string[]): readonly Item[] => {
    const all = roots.flatMap(({ file, root }) => itemsOf(file.source, at(root, ...path), path) ?? []);
    const found = new Map<string, Item>();
    for (const item of all) {
      const first = found.get(item.value);
      found.set(item.value, first ? { ...first, isRepeated: true } : item);
    }
    return [...found.values()];
  };
  const isTrue = (...path: string[]): boolean => {
    const node = strongest(...path)?.node;
    return node?.kind === 'scalar' && (node.value === true || node.text.toLowerCase() === 'true');
  };

  const written = strongest('general', 'defaultApprovalMode');
  const mode = textOf(written?.node);
  if (written && mode !== undefined && !['default', 'auto_edit', 'plan', 'yolo', ''].includes(mode)) {
    refuse(
      written.source,
      written.node.span,
      `\`defaultApprovalMode\` is \`default\`, \`auto_edit\` or \`plan\`, not \`${mode}\``,
      DOCS.start,
    );
  }
  if (written && mode === 'yolo') {
    const message =
      '`yolo` does nothing here: that mode can only be given on the command line, and the default one is taken';
    findings.push(
      reported('setting-without-effect', 'info', written.source, written.node.span, message, { reference: DOCS.start }),
    );
  }
  const isPlanDisabled = isFalse(strongest('general', 'plan', 'enabled')?.node);
  const allowLists = roots.flatMap(({ file, root }) => {
    const items = itemsOf(file.source, at(root, 'mcp', 'allowed'), []);
    return items ? [new Set(items.map(({ value }) => value.toLowerCase().trim()))] : [];
  });
  const excludedServers = union('mcp', 'excluded');
  const core = list('tools', 'core');
  const allowed = list('tools', 'allowed');
  const allowedServers = list('mcp', 'allowed');
  const excludedNow = list('mcp', 'excluded');
  const policyPaths = list('policyPaths');
  return {
    ...(core ? { core } : {}),
    ...(allowed ? { allowed } : {}),
    confirmed: union('tools', 'confirmationRequired'),
    excluded: union('tools', 'exclude'),
    ...(allowedServers ? { allowedServers } : {}),
    ...(excludedNow ? { excludedServers: excludedNow } : {}),
    isBlocked: (server) => {
      const name = server.toLowerCase().trim();
      return (
        allowLists.some((names) => !names.has(name)) ||
        excludedServers.some(({ value }) => value.toLowerCase().trim() === name)
      );
    },
    servers: serversOf(roots),
    mode: mode === 'auto_edit' ? 'autoEdit' : mode === 'plan' && !isPlanDisabled ? 'plan' : 'default',
    isYoloDisabled: isTrue('security', 'disableYoloMode'),
    isPlanDisabled,
    directories: union('context', 'includeDirectories').map(({ value }) => value),
    ...(policyPaths ? { policyPaths } : {}),
    former: roots.flatMap(({ file, root }) =>
      root.entries.flatMap(({ key }) => {
        const now = Object.hasOwn(FORMER, key.text) ? FORMER[key.text]! : undefined;
        const items = now === undefined ? undefined : itemsOf(file.source, at(root, key.text), [key.text]);
        return (items ?? []).map((item) => ({ item, key: key.text, now: now! }));
      }),
    ),
    ...(refused === undefined ? {} : { refused }),
    findings,
  };
}

/** Of a key that stands twice, the last counts. */
function entryOf(map: MapNode, key: string): MapEntry | undefined {
  return map.entries.findLast((entry) => entry.key.text === key);
}

function isFalse(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && (node.value === false || node.text.toLowerCase() === 'false');
}

function at(root: Node | undefined, ...path: readonly string[]): Node | undefined {
  let node = root;
  for (const key of path) node = isMap(node) ? entryOf(node, key)?.value : undefined;
  return node;
}

function itemsOf(source: Source, node: Node | undefined, path: readonly string[]): readonly Item[] | undefined {
  if (node?.kind !== 'seq') return undefined;
  return node.items.flatMap((item, index) => {
    const value = textOf(item);
    return item && value !== undefined ? [{ source, span: item.span, value, path: [...path, index] }] : [];
  });
}

/** A server of a stronger file takes the place of one of the same name as a whole. */
function serversOf(roots: readonly { readonly file: ForeignFile; readonly root: MapNode }[]): readonly Server[] {
  const servers = new Map<string, Server>();
  for (const { file, root } of roots) {
    const node = at(root, 'mcpServers');
    if (!isMap(node)) continue;
    for (const { key, value } of node.entries) {
      const trust = isMap(value) ? entryOf(value, 'trust') : undefined;
      const isTrusted =
        trust?.value?.kind === 'scalar' && (trust.value.value === true || trust.value.text.toLowerCase() === 'true');
      const names = (list: string) => itemsOf(file.source, at(value, list), [])?.map((item) => item.value);
      const only = names('includeTools');
      servers.set(key.text, {
        source: file.source,
        span: key.span,
        name: key.text,
        ...(trust && isTrusted ? { trust: { source: file.source, span: trust.span } } : {}),
        ...(only ? { only } : {}),
        without: names('excludeTools') ?? [],
      });
    }
  }
  return [...servers.values()];
}

/** Keys that are passed over, or that do nothing in the file that they stand in. */
function deadKeys({ source, layer }: ForeignFile, root: MapNode): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (
    key: { readonly span: Span; readonly text: string },
    why: string,
    reference: Reference,
    name = key.text,
  ) => {
    const message = `\`${name}\` does nothing here: ${why}`;
    findings.push(reported('setting-without-effect', 'warning', source, key.span, message, { reference }));
  };
  for (const { key, value, span } of root.entries) {
    if (!Object.hasOwn(FORMER, key.text) && !SECTIONS.has(key.text) && LIKE_PERMISSION.test(key.text)) {
      add(key, 'it is no setting that Gemini CLI knows', DOCS.settings);
    }
    // Of what was to be kept from happening each item is told by itself, with what comes of it.
    const isToldByItem = /exclude/i.test(key.text) && value?.kind === 'seq' && value.items.length > 0;
    if (Object.hasOwn(FORMER, key.text) && !isToldByItem) {
      const why = `it is called \`${FORMER[key.text]}\` now, and the former name is read no more`;
      add({ text: key.text, span }, why, DOCS.settings);
    }
    if (key.text === 'admin')
      add(key, 'it comes from the organisation’s own service, and is read from no file', DOCS.load);
    const known = Object.hasOwn(KEYS, key.text) ? KEYS[key.text]! : undefined;
    if (!known || !isMap(value)) continue;
    for (const each of value.entries) {
      if (known.includes(each.key.text)) continue;
      const near = closest(each.key.text, known);
      const what = near === undefined ? '' : `; there is \`${key.text}.${near}\``;
      add(each.key, `it is no setting that Gemini CLI knows${what}`, DOCS.settings, `${key.text}.${each.key.text}`);
    }
  }
  if (layer === 'project' || layer === 'local') {
    const trust = at(root, 'security');
    const entry = isMap(trust) ? entryOf(trust, 'folderTrust') : undefined;
    if (entry) {
      add(
        entry.key,
        'whether a folder has to be trusted is asked before its settings are read, of the user’s own',
        DOCS.load,
        'security.folderTrust',
      );
    }
  }
  const servers = at(root, 'mcpServers');
  for (const { value } of isMap(servers) ? servers.entries : []) {
    for (const { key } of isMap(value) ? value.entries : []) {
      if (Object.hasOwn(NOT_OF_SERVERS, key.text)) add(key, NOT_OF_SERVERS[key.text]!, DOCS.servers);
    }
  }
  return findings;
}
