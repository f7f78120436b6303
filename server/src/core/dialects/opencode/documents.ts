import type { JSONPath } from 'jsonc-parser';
import { type Finding, finding } from '../../finding.ts';
import type { Place, Source } from '../../source.ts';
import type { MapNode, Node } from '../../syntax/node.ts';
import { entryOf } from '../../syntax/node-json.ts';
import type { ForeignFile } from '../dialect.ts';
import { frontmatterOf } from '../frontmatter.ts';
import { isMap, parseJson } from '../json/tree.ts';
import type { Draft, DraftMap, DraftReading, Refusal } from './draft.ts';
import { merged, readList, readPermission, readTools } from './draft.ts';

/** One file, or one agent's file, as opencode loads it. */
export interface OpenDocument extends DraftReading {
  readonly source: Source;
  /** Where a rule for everything would be added; the start of the file where there is none yet. */
  readonly head: Place;
  /** Rules for every agent: the switches of `tools`, `permission`, and V2's list. */
  readonly tools: DraftMap;
  readonly permission: DraftMap;
  readonly list: readonly Draft[];
  readonly agents: readonly AgentPart[];
  /** Where V2's list of permissions stands: V1 does not start with it. */
  readonly secondGeneration: Place | undefined;
  readonly servers: readonly string[];
  readonly findings: readonly Finding[];
  /** True where opencode does not start with this file, for it is no JSON. */
  readonly isBroken: boolean;
}

/** What one document says about one agent. */
export interface AgentPart {
  readonly name: string;
  readonly head: Place;
  readonly rules: DraftMap;
  readonly list: readonly Draft[];
  readonly disabled: boolean;
  /** For people, where the file says it. */
  readonly mode: string | undefined;
}

const known = new WeakMap<Source, OpenDocument>();

/** A file as one document; `undefined` where opencode takes nothing from it. Memoised by source. */
export function readDocument(file: ForeignFile, kind: 'config' | 'agent' | 'mode'): OpenDocument {
  let document = known.get(file.source);
  if (!document) {
    document = kind === 'config' ? configOf(file.source) : agentFileOf(file, kind);
    known.set(file.source, document);
  }
  return document;
}

function configOf(source: Source): OpenDocument {
  const { node, problems } = parseJson(source);
  const reading: DraftReading = { drafts: [], refusals: [] };
  const findings: Finding[] = [];
  for (const { kind, message, span } of problems) {
    if (kind !== 'syntax') continue;
    findings.push(
      finding({
        rule: 'syntax-error',
        severity: 'error',
        message: `opencode does not start with this file: ${message[0]?.toLowerCase()}${message.slice(1)}`,
        source,
        span,
      }),
    );
  }
  const root = isMap(node) ? node : undefined;
  const at = (map: MapNode | undefined, key: string) => map?.entries.findLast((entry) => entry.key.text === key);
  const permission = at(root, 'permission');
  const permissions = at(root, 'permissions');
  const tools = at(root, 'tools');
  const anchor = permission ?? permissions ?? tools;
  const agents: AgentPart[] = [];
  for (const key of ['agent', 'agents', 'mode']) {
    const map = at(root, key)?.value;
    if (!isMap(map)) continue;
    for (const entry of map.entries) {
      if (!isMap(entry.value)) continue;
      agents.push(agentPart(reading, source, entry.key.text, entry.value, entry.key.span, [key, entry.key.text], key));
    }
  }
  const mcp = at(root, 'mcp')?.value;
  const nested = isMap(mcp) ? at(mcp, 'servers')?.value : undefined;
  const document = {
    source,
    head: { source, span: anchor?.key.span ?? { start: 0, end: Math.min(1, source.text.length) } },
    ...reading,
    tools: readTools(reading, source, tools?.value, ['tools']),
    permission: permission ? readPermission(reading, source, permission, ['permission']) : new Map(),
    list: readList(reading, source, permissions?.value, ['permissions']),
    agents,
    secondGeneration: permissions
      ? { source, span: permissions.key.span }
      : secondGenerationIn(root, source, ['agents', 'agent', 'mode']),
    servers: [mcp, nested].flatMap((map) => (isMap(map) ? map.entries.map((entry) => entry.key.text) : [])),
    findings,
    isBroken: findings.length > 0,
  };
  return document;
}

function secondGenerationIn(root: MapNode | undefined, source: Source, keys: readonly string[]): Place | undefined {
  for (const key of keys) {
    const map = entryOf(root, key)?.value;
    if (!isMap(map)) continue;
    for (const { value } of map.entries) {
      const found = isMap(value) ? entryOf(value, 'permissions') : undefined;
      if (found) return { source, span: found.key.span };
    }
  }
  return undefined;
}

function agentPart(
  reading: DraftReading,
  source: Source,
  name: string,
  node: MapNode,
  span: Place['span'],
  path: JSONPath | undefined,
  key: string,
): AgentPart {
  const at = (wanted: string) => node.entries.findLast((entry) => entry.key.text === wanted);
  const permission = at('permission');
  const tools = readTools(reading, source, at('tools')?.value, path && [...path, 'tools']);
  const rules = permission
    ? merged(tools, readPermission(reading, source, permission, path && [...path, 'permission']))
    : tools;
  return {
    name,
    head: { source, span },
    rules,
    list: readList(reading, source, at('permissions')?.value, path && [...path, 'permissions']),
    disabled: isTrue(at('disable')?.value) || isTrue(at('disabled')?.value),
    mode: key === 'mode' ? 'primary' : textOf(at('mode')?.value),
  };
}

function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** The name of an agent is the path of its file below `agents/`, unless the file says another. */
function agentFileOf({ path, source }: ForeignFile, kind: 'agent' | 'mode'): OpenDocument {
  const reading: DraftReading = { drafts: [], refusals: [] };
  const front = frontmatterOf(source);
  const broken = front?.problem;
  const node = !broken && isMap(front?.node) ? front.node : undefined;
  const name = /(?:^|\/)(?:agents?|modes?)\/(.+)\.md$/.exec(path)?.[1] ?? path;
  const findings = broken
    ? [
        finding({
          rule: 'syntax-error',
          severity: 'warning',
          message: `opencode leaves this agent out without a word: ${broken.message[0]?.toLowerCase()}${broken.message.slice(1)}`,
          source,
          span: broken.span,
        }),
      ]
    : [];
  const span = {
    start: 0,
    end: Math.min(front?.span.end ?? 1, source.text.indexOf('\n') < 0 ? 1 : source.text.indexOf('\n')),
  };
  const own = node ?? { kind: 'map' as const, span, entries: [] };
  const part = agentPart(reading, source, textOf(entryOf(own, 'name')?.value) ?? name, own, span, undefined, kind);
  const permissions = entryOf(own, 'permissions');
  return {
    source,
    head: { source, span },
    ...reading,
    tools: new Map(),
    permission: new Map(),
    list: [],
    agents: broken ? [] : [part],
    secondGeneration: permissions ? { source, span: permissions.key.span } : undefined,
    servers: [],
    findings,
    isBroken: false,
  };
}

export type { Refusal };
