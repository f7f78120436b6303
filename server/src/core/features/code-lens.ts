import type { Place } from '../source.ts';
import type { Span } from '../span.ts';
import type { ReadSource, Snapshot } from '../workspace/workspace.ts';
import { usesOf } from './navigate.ts';

export type CodeLens =
  | { readonly kind: 'run'; readonly span: Span; readonly title: string }
  | { readonly kind: 'uses'; readonly span: Span; readonly title: string; readonly places: readonly Place[] };

/** Above a scenario: run it. Above a role and a tool: who uses it. */
export function codeLenses(snapshot: Snapshot, { manifest }: ReadSource): CodeLens[] {
  if (manifest.kind === 'Scenario') {
    const span = manifest.name?.span ?? manifest.node.entries[0]?.span ?? manifest.span;
    return [{ kind: 'run', span: { start: span.start, end: span.start }, title: 'Run scenario' }];
  }
  if ((manifest.kind === 'AgentRole' || manifest.kind === 'ToolScope') && manifest.name) {
    const places = usesOf(snapshot, manifest.kind === 'AgentRole' ? 'role' : 'tool', manifest.name.value);
    const title = places.length === 0 ? 'not used' : `${places.length} use${places.length === 1 ? '' : 's'}`;
    return [{ kind: 'uses', span: manifest.name.span, title, places }];
  }
  return [];
}
