import type { AgentRole, Boundary, Manifest } from '../model/manifest.ts';
import type { Span } from '../span.ts';
import type { MapNode } from '../syntax/node.ts';
import { entryOf } from '../syntax/node-json.ts';
import type { ReadSource } from '../workspace/workspace.ts';

/** What the colours stand for. The order is the legend that clients are told. */
export const TOKEN_TYPES = [
  'allowEffect',
  'askEffect',
  'denyEffect',
  'verb',
  'pattern',
  'negatedPattern',
  'roleName',
  'toolName',
  'operationName',
] as const;

export type TokenType = (typeof TOKEN_TYPES)[number];

export interface SemanticToken extends Span {
  readonly type: TokenType;
}

/** The words of a manifest that mean something to us beyond YAML, in the order of the text and without overlap. */
export function semanticTokens({ source, manifest }: ReadSource): SemanticToken[] {
  if (manifest.kind === 'unknown') return [];
  const tokens: SemanticToken[] = [];
  const add = (span: Span | undefined, type: TokenType) => {
    if (span && span.end > span.start) tokens.push({ start: span.start, end: span.end, type });
  };
  collect(manifest, add);
  return tokens
    .sort((a, b) => a.start - b.start)
    .filter((token, index, all) => (all[index - 1]?.end ?? 0) <= token.start)
    .filter((token) => !source.text.slice(token.start, token.end).includes('\n'));
}

type Add = (span: Span | undefined, type: TokenType) => void;

function collect(manifest: Manifest, add: Add): void {
  switch (manifest.kind) {
    case 'AgentRole':
      add(manifest.name?.span, 'roleName');
      for (const each of manifest.extends) add(each.span, 'roleName');
      collectRules(manifest, add);
      return;
    case 'Boundary':
      for (const each of manifest.appliesTo) add(each.span, 'roleName');
      collectRules(manifest, add);
      return;
    case 'ToolScope':
      add(manifest.name?.span, 'toolName');
      for (const operation of manifest.operations) add(operation.name.span, 'operationName');
      return;
    case 'Scenario':
      add(manifest.role?.span, 'roleName');
      for (const step of manifest.steps) {
        if (step.kind !== 'action') continue;
        add(keySpan(step.node, step.verb), 'verb');
        if (step.as) add(step.as.span, 'roleName');
        if (step.expect) add(step.expect.span, `${step.expect.value}Effect`);
      }
  }
}

function collectRules(manifest: AgentRole | Boundary, add: Add): void {
  for (const effect of ['allow', 'ask', 'deny'] as const) add(keySpan(manifest.node, effect), `${effect}Effect`);
  for (const rule of manifest.rules) {
    add(rule.verbSpan, 'verb');
    for (const pattern of rule.patterns) add(pattern.span, pattern.negated ? 'negatedPattern' : 'pattern');
  }
}

function keySpan(map: MapNode, key: string): Span | undefined {
  return entryOf(map, key)?.key.span;
}
