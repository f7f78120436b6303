import type { JSONPath } from 'jsonc-parser';
import type { Finding } from '../../finding.ts';
import type { Source } from '../../source.ts';
import type { MapEntry, MapNode, Node } from '../../syntax/node.ts';
import type { ForeignFile, Layer } from '../dialect.ts';
import { reported } from '../findings.ts';
import { isMap, parseJson } from '../json/tree.ts';
import { DOCS, VERSION } from './docs.ts';

/** The settings of one file, as far as they are about agents. */
export interface SettingsFile {
  readonly source: Source;
  readonly layer: Layer;
  readonly root: MapNode;
  /** Where `root` stands in the file: `settings` in a `.code-workspace`. */
  readonly at: JSONPath;
  readonly findings: readonly Finding[];
}

/** Settings that say what agents may do, or that people take for such. */
const ABOUT_AGENTS =
  /^(?:chat\.(?:tools|agent|permissions|mcp|subagents|autopilot)\.|chat\.(?:defaultConfiguration|autoReply|agentFilesLocations|modeFilesLocations)$|github\.copilot\.chat\.agent\.)/;

const known = new WeakMap<Source, { readonly file: SettingsFile | undefined }>();

/** Undefined where the file says nothing about agents; then it was not even parsed, in most cases. Memoised by source. */
export function readSettings(file: ForeignFile): SettingsFile | undefined {
  let found = known.get(file.source);
  if (!found || (found.file && found.file.layer !== file.layer)) {
    found = { file: read(file) };
    known.set(file.source, found);
  }
  return found.file;
}

function read({ path, source, layer }: ForeignFile): SettingsFile | undefined {
  if (!/"(?:chat|github\.copilot\.chat)\./.test(source.text)) return undefined;
  const { node, problems } = parseJson(source);
  if (!isMap(node)) return undefined;
  const isWorkspace = path.endsWith('.code-workspace');
  const settings = isWorkspace ? lastOf(node, 'settings')?.value : node;
  if (!isMap(settings)) return undefined;
  const about = settings.entries.filter(({ key }) => ABOUT_AGENTS.test(key.text));
  if (about.length === 0) return undefined;
  const findings: Finding[] = [];
  const broken = problems.find(({ kind }) => kind === 'syntax');
  if (broken) {
    const message = `VS Code reads of this file what it can, and what it cannot is left out: ${broken.message.charAt(0).toLowerCase()}${broken.message.slice(1)}`;
    findings.push(reported('file-not-understood', 'warning', source, broken.span, message));
  }
  for (const [index, entry] of about.entries()) {
    const later = about.slice(index + 1).find(({ key }) => key.text === entry.key.text);
    if (!later) continue;
    const message = `\`${entry.key.text}\` comes again below, and VS Code takes the last one as a whole: nothing of this one counts`;
    findings.push(
      reported('setting-without-effect', 'warning', source, entry.key.span, message, {
        reference: DOCS.settings,
        related: [{ source, span: later.key.span, message: 'this one counts' }],
      }),
    );
  }
  return { source, layer, root: settings, at: isWorkspace ? ['settings'] : [], findings };
}

/** The entry that counts of those with a key: VS Code takes the last. */
export function lastOf(map: MapNode, key: string): MapEntry | undefined {
  return map.entries.findLast((entry) => entry.key.text === key);
}

/** Entries as they count: of those with one key the last, at the place of the first. */
export function entriesOf(node: Node | undefined): readonly MapEntry[] {
  if (!isMap(node)) return [];
  const found = new Map<string, MapEntry>();
  for (const entry of node.entries) found.set(entry.key.text, entry);
  return [...found.values()];
}

export function scalarOf(node: Node | undefined): string | number | boolean | null | undefined {
  return node?.kind === 'scalar' ? node.value : undefined;
}

export interface Setting {
  readonly file: SettingsFile;
  readonly entry: MapEntry;
}

/** A setting of the strongest file that has it. Files come with the weakest first. */
export function settingOf(files: readonly SettingsFile[], key: string): Setting | undefined {
  for (const file of [...files].reverse()) {
    if (isOutOfScope(file, key)) continue;
    const entry = lastOf(file.root, key);
    if (entry) return { file, entry };
  }
  return undefined;
}

/** The entries of a setting that is an object: what a stronger file says of a key counts, at the place where it came first. */
export function mergedEntries(
  files: readonly SettingsFile[],
  key: string,
): ReadonlyMap<string, { readonly file: SettingsFile; readonly entry: MapEntry }> {
  const found = new Map<string, { file: SettingsFile; entry: MapEntry }>();
  for (const file of files) {
    if (isOutOfScope(file, key)) continue;
    for (const entry of entriesOf(lastOf(file.root, key)?.value)) found.set(entry.key.text, { file, entry });
  }
  return found;
}

/**
 * Settings of the application: VS Code reads them from a person's own settings, and not from a workspace's. Source: the
 * scopes with which they are registered in 1.139.1.
 */
const OF_APPLICATION = new Set(
  'chat.agent.allowedNetworkDomains chat.agent.deniedNetworkDomains chat.agent.networkFilter chat.autoReply chat.mcp.allowManagedServersOnly chat.mcp.allowedServers chat.mcp.deniedServers chat.mcp.gallery.serviceUrl chat.tools.edits.autoApprove chat.tools.global.autoApprove'.split(
    ' ',
  ),
);

export function isOutOfScope({ layer }: SettingsFile, key: string): boolean {
  return OF_APPLICATION.has(key) && (layer === 'project' || layer === 'local');
}

/** Names that VS Code has given up, and what it reads in their place. */
export const GIVEN_UP: Readonly<Record<string, string>> = {
  'chat.agent.terminal.allowList': 'chat.tools.terminal.autoApprove',
  'chat.agent.terminal.denyList': 'chat.tools.terminal.autoApprove',
  'github.copilot.chat.agent.terminal.allowList': 'chat.tools.terminal.autoApprove',
  'github.copilot.chat.agent.terminal.denyList': 'chat.tools.terminal.autoApprove',
  'chat.tools.autoApprove': 'chat.tools.global.autoApprove',
};

export function outOfScope(file: SettingsFile, entry: MapEntry, more: string): string {
  const where = file.at.length > 0 ? 'a workspace file' : "a workspace's settings";
  return `VS Code ${VERSION} takes \`${entry.key.text}\` from a person's own settings only, and nothing of it from ${where}${more}`;
}
