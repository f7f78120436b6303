import type { Finding } from '../../finding.ts';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { Node } from '../../syntax/node.ts';
import type { ForeignFile, ForeignRule } from '../dialect.ts';
import { reported, textOf } from '../findings.ts';
import { frontmatterOf } from '../frontmatter.ts';
import { isMap } from '../json/tree.ts';
import { DOCS, VERSION } from './docs.ts';
import { lastOf } from './settings.ts';
import { meantTool } from './tools.ts';

/** A custom agent or a prompt: which tools it has. */
export interface AgentFile {
  readonly source: Source;
  readonly name: string;
  readonly kind: 'agent' | 'prompt';
  readonly head: Span;
  /** Undefined where it has all of them. */
  readonly tools: readonly string[] | undefined;
  /** Entries that name no tool here. */
  readonly dead: readonly ForeignRule[];
}

interface Item {
  readonly text: string;
  readonly span: Span;
}

/** Reads an agent's or a prompt's file. What of it has no effect is said in `findings`. */
export function readAgent({ path, source }: ForeignFile, kind: AgentFile['kind'], findings: Finding[]): AgentFile {
  const front = frontmatterOf(source);
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:agent|chatmode|prompt)\.md$|\.md$/, '');
  const head = { start: 0, end: Math.max(1, source.text.indexOf('\n')) };
  if (front?.problem) {
    findings.push(
      reported(
        'file-not-understood',
        'warning',
        source,
        front.problem.span,
        `what VS Code makes of this frontmatter is not known here, so that nothing is said of its tools: ${front.problem.message.charAt(0).toLowerCase()}${front.problem.message.slice(1)}`,
        { reference: DOCS.agents },
      ),
    );
  }
  const map = !front?.problem && isMap(front?.node) ? front.node : undefined;
  const name = map && textOf(lastOf(map, 'name')?.value)?.trim();
  const entry = map && lastOf(map, 'tools');
  const target = map && textOf(lastOf(map, 'target')?.value);
  const items = itemsOf(entry?.value);
  if (entry && !items) {
    findings.push(
      reported(
        'setting-without-effect',
        'warning',
        source,
        entry.key.span,
        `\`tools\` is neither a list nor a text with commas, so VS Code takes it for missing and gives ${kind === 'agent' ? 'this agent' : 'the prompt'} every tool`,
        { reference: DOCS.agentTools },
      ),
    );
  }
  const isHere = target === undefined || target === 'vscode';
  return {
    source,
    name: name === undefined || name === '' ? file : name,
    kind,
    head,
    tools: items?.map(({ text }) => text),
    dead: isHere ? (items ?? []).flatMap((item) => deadEntry(source, item)) : [],
  };
}

/** Source: `tools` of `PromptHeader` in `promptFileParser.ts`, and `parseCommaSeparatedList`. */
function itemsOf(node: Node | undefined): readonly Item[] | undefined {
  if (!node) return undefined;
  if (node.kind === 'seq') {
    return node.items.flatMap((item) =>
      item?.kind === 'scalar' && item.text !== '' ? [{ text: item.text, span: item.span }] : [],
    );
  }
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const { value, span, plain } = node;
  return [...value.matchAll(/[^,]+/g)].flatMap((match) => {
    const text = match[0].trim().replace(/^(['"])(.*)\1$/, '$2');
    if (text === '') return [];
    const start = span.start + match.index + (match[0].length - match[0].trimStart().length);
    return [{ text, span: plain ? { start, end: start + match[0].trim().length } : span }];
  });
}

function deadEntry(source: Source, { text, span }: Item): readonly ForeignRule[] {
  const meant = meantTool(text);
  if (meant === undefined) return [];
  return [
    {
      source,
      span,
      text,
      effect: 'allow',
      enforcer: 'engine',
      liveness: {
        state: 'ignored',
        why: `VS Code ${VERSION} has no tool of this name, and says nothing about it; what is meant is called \`${meant}\` there. Other hosts of agent files may know it`,
        reference: DOCS.agentTools,
      },
      outlines: [],
    },
  ];
}
