import type { Finding } from '../../finding.ts';
import type { Effect } from '../../model/manifest.ts';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { MapNode, Node, ScalarNode } from '../../syntax/node.ts';
import type { Layer } from '../dialect.ts';
import { reported, textOf } from '../findings.ts';
import { frontmatterOf } from '../frontmatter.ts';
import { isMap } from '../json/tree.ts';
import { DOCS, VERSION } from './docs.ts';
import { type Mode, modeOf } from './keys.ts';
import { readRule } from './read-rule.ts';
import type { ClaudeRule } from './rule.ts';
import { lastOf } from './settings.ts';
import { canonicalTool, mcpName, NOT_FOR_AGENTS, TOOLS } from './tools.ts';

/** An agent of `.claude/agents`: which tools it has, and in which mode it runs. */
export interface AgentFile {
  readonly source: Source;
  readonly name: string;
  readonly head: Span;
  readonly mode?: { readonly value: Mode; readonly span: Span };
  /** Whether it has a tool. */
  readonly has: (tool: string) => boolean;
  /** The lists that say it. */
  readonly toolList: string;
  readonly servers: MapNode | undefined;
}

interface Item {
  readonly text: string;
  readonly span: Span;
}

/** A list as people write it: of YAML, or one text with commas or blanks between; brackets hold together what they hold. */
export function itemsOf(node: Node | undefined): readonly Item[] {
  if (node?.kind === 'seq') {
    return node.items.flatMap((item) => (item?.kind === 'scalar' && textOf(item) !== undefined ? [whole(item)] : []));
  }
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return [];
  const { value, span, plain } = node;
  const items: Item[] = [];
  let depth = 0;
  let start = -1;
  for (let at = 0; at <= value.length; at++) {
    const char = value[at] ?? ',';
    if (char === '(') depth++;
    if (char === ')' && depth > 0) depth--;
    const ends = at === value.length || (depth === 0 && /[\s,]/.test(char));
    if (ends && start >= 0) {
      const text = value.slice(start, at);
      items.push({ text, span: plain ? { start: span.start + start, end: span.start + at } : span });
      start = -1;
    } else if (!ends && start < 0) start = at;
  }
  return items;
}

function whole({ text, span }: ScalarNode): Item {
  return { text, span };
}

/** Reads an agent's file; undefined where Claude Code does not load it. What it would skip is said in `findings`. */
export function readAgent(source: Source, findings: Finding[]): AgentFile | undefined {
  const front = frontmatterOf(source);
  const start = { start: 0, end: firstLine(source) };
  // A file without a name is documentation that stands beside the agents.
  if (!front) return undefined;
  const skipped = (span: Span, why: string) => {
    findings.push(
      reported(
        'file-without-effect',
        'warning',
        source,
        span,
        `Claude Code skips this agent and says nothing: ${why}`,
        {
          reference: DOCS.agentSkipped,
        },
      ),
    );
    return undefined;
  };
  if (front.problem) return skipped(front.problem.span, 'its frontmatter cannot be read as YAML');
  const map = isMap(front.node) ? front.node : undefined;
  const named = map && lastOf(map, 'name')?.value;
  if (!map || !named) return undefined;
  const name = named.kind === 'scalar' ? named.text : '';
  if (/^-|:/.test(name)) return skipped(named.span, 'a name does not begin with `-` and has no `:`');
  if (!lastOf(map, 'description')?.value) return skipped(named.span, 'it has a name and no description');
  const tools = itemsOf(lastOf(map, 'tools')?.value);
  const listed = lastOf(map, 'tools')?.value !== undefined;
  const removed = itemsOf(lastOf(map, 'disallowedTools')?.value);
  const usable = tools.filter((item) => isUsable(source, item, findings));
  for (const item of removed) isUsable(source, item, findings, true);
  if (tools.length > 0 && usable.length === 0) {
    findings.push(
      reported(
        'file-without-effect',
        'warning',
        source,
        named.span,
        `Claude Code refuses to start \`${name}\`: no entry of its \`tools\` is a tool that it could have`,
        {
          reference: DOCS.agentTools,
        },
      ),
    );
  }
  const written = lastOf(map, 'permissionMode')?.value;
  const value = modeOf(textOf(written));
  if (written && !value) {
    findings.push(
      reported(
        'setting-without-effect',
        'warning',
        source,
        written.span,
        `\`${textOf(written) ?? '…'}\` is no mode of Claude Code`,
        {
          reference: DOCS.agentModes,
        },
      ),
    );
  }
  const servers = lastOf(map, 'mcpServers')?.value;
  return {
    source,
    name,
    head: named.span.end > named.span.start ? named.span : start,
    ...(written && value ? { mode: { value, span: written.span } } : {}),
    has: (tool) => {
      if (removed.some((item) => covers(item.text, tool))) return false;
      if (NOT_FOR_AGENTS.has(tool)) return false;
      return !listed || usable.some((item) => covers(item.text, tool));
    },
    toolList: JSON.stringify([listed && usable.map(({ text }) => text), removed.map(({ text }) => text)]),
    servers: isMap(servers) ? servers : undefined,
  };
}

function covers(written: string, tool: string): boolean {
  const name = canonicalTool(written.replace(/\(.*$/s, ''));
  if (name === tool) return true;
  const own = mcpName(name);
  if (name === 'mcp__*') return tool.startsWith('mcp__');
  return own !== undefined && (own.tool === undefined || own.tool === '*') && mcpName(tool)?.server === own.server;
}

/** Whether an entry of a list of tools names one that an agent can have; says so where it does not. */
function isUsable(source: Source, { text, span }: Item, findings: Finding[], removes = false): boolean {
  const name = canonicalTool(text.replace(/\(.*$/s, ''));
  if (name === '*' || mcpName(name) || name === 'mcp__*') return true;
  const say = (why: string, severity: 'warning' | 'info' = 'warning') => {
    findings.push(
      reported(
        'setting-without-effect',
        severity,
        source,
        span,
        `\`${text}\` ${removes ? 'takes away' : 'gives'} nothing: ${why}`,
        {
          reference: DOCS.agentTools,
          tags: ['unnecessary'],
        },
      ),
    );
    return false;
  };
  if (!TOOLS.has(name)) {
    const meant = [...TOOLS.keys()].find((each) => each.toLowerCase() === name.toLowerCase());
    return say(
      `Claude Code ${VERSION} has no tool of that name${meant === undefined ? '' : `; there is \`${meant}\``}`,
    );
  }
  if (NOT_FOR_AGENTS.has(name)) return say('no agent has that tool, whatever its list says', 'info');
  return true;
}

/** A skill or a command: what it may do unasked while it is at work. */
export interface SkillFile {
  readonly source: Source;
  readonly name: string;
  readonly head: Span;
  readonly rules: readonly ClaudeRule[];
  /** Where its list stands: a text, or a list of YAML. */
  readonly list: Node | undefined;
}

/** Reads what a skill or command is allowed and refused; undefined where it says neither. */
export function readSkill(source: Source, path: string, layer: Layer, project: string): SkillFile | undefined {
  const front = frontmatterOf(source);
  const map = front && !front.problem && isMap(front.node) ? front.node : undefined;
  if (!map) return undefined;
  const rulesIn = (key: string, effect: Effect) =>
    itemsOf(lastOf(map, key)?.value).map(({ text, span }) => readRule({ source, span, text, effect, layer, project }));
  const rules = [...rulesIn('allowed-tools', 'allow'), ...rulesIn('disallowed-tools', 'deny')];
  if (rules.length === 0) return undefined;
  const named = lastOf(map, 'name')?.value;
  const name = named?.kind === 'scalar' && named.text !== '' ? named.text : nameOfPath(path);
  const entry = lastOf(map, 'allowed-tools') ?? lastOf(map, 'disallowed-tools')!;
  return { source, name, head: named?.span ?? entry.key.span, rules, list: lastOf(map, 'allowed-tools')?.value };
}

function nameOfPath(path: string): string {
  const skill = /([^/]+)\/SKILL\.md$/i.exec(path);
  return skill ? skill[1]! : path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/, '');
}

function firstLine({ text }: Source): number {
  const end = text.search(/[\r\n]/);
  return end < 0 ? text.length : end;
}
