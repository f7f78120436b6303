import { scoreOf } from '../authority/score.ts';
import type { AgentRole } from '../model/manifest.ts';
import type { Place } from '../source.ts';
import type { Span } from '../span.ts';
import type { ReadSource, Snapshot } from '../workspace/workspace.ts';
import { EFFECT_WORDS } from './authority-words.ts';
import { strongestOf } from './explanation.ts';
import { usesOf } from './navigate.ts';

export type CodeLens =
  | { readonly kind: 'run'; readonly span: Span; readonly title: string }
  | { readonly kind: 'score'; readonly span: Span; readonly title: string }
  | { readonly kind: 'uses'; readonly span: Span; readonly title: string; readonly places: readonly Place[] };

/** Above a scenario: run it. Above a role: what it comes to, and who uses it. Above a tool: who uses it. */
export function codeLenses(snapshot: Snapshot, { manifest }: ReadSource): CodeLens[] {
  if (manifest.kind === 'Scenario') {
    const span = manifest.name?.span ?? manifest.node.entries[0]?.span ?? manifest.span;
    return [{ kind: 'run', span: { start: span.start, end: span.start }, title: 'Run scenario' }];
  }
  if ((manifest.kind === 'AgentRole' || manifest.kind === 'ToolScope') && manifest.name) {
    const places = usesOf(snapshot, manifest.kind === 'AgentRole' ? 'role' : 'tool', manifest.name.value);
    const title = places.length === 0 ? 'not used' : `${places.length} use${places.length === 1 ? '' : 's'}`;
    const uses: CodeLens = { kind: 'uses', span: manifest.name.span, title, places };
    if (manifest.kind !== 'AgentRole') return [uses];
    return [{ kind: 'score', span: manifest.name.span, title: scoreTitle(snapshot, manifest) }, uses];
  }
  return [];
}

function scoreTitle(snapshot: Snapshot, manifest: AgentRole): string {
  const score = scoreOf(snapshot.resolve(manifest), snapshot.now);
  const [worst] = strongestOf(score);
  return `${score.band} ${score.value}${worst ? `: may ${EFFECT_WORDS[worst.class]}` : ''}`;
}
