import type { Decision, PartDecision } from '../decide/decision.ts';
import type { Scenario } from '../model/manifest.ts';
import { simulate } from '../simulate/simulate.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { code, dayInWords, durationInWords, plain } from './words.ts';

/** What a scenario's step comes to, with all that happened before it. */
export function hoverStep(snapshot: Snapshot, scenario: Scenario, index: number): string | undefined {
  const run = simulate(snapshot, scenario);
  const result = run.steps[index];
  if (!result) return undefined;
  if (result.kind === 'wait') return `${durationInWords(result.duration ?? 0)} pass.`;
  if (result.kind === 'revoke') return `From here on ${code(result.target ?? '')} is revoked: what needs it is denied.`;
  const { decision } = result;
  if (!decision) return undefined;
  const failed = result.failed && result.expected ? `\n\nThe step expects **${result.expected}**.` : '';
  const asked = result.approval && result.approval !== 'none' ? `, and ${result.approval} by a person` : '';
  return [
    `**${decision.decision}**${asked}: ${plain(decision.words)} *(${decision.reason})*${failed}`,
    partsInWords(decision.parts ?? []),
    nearest(decision),
    `decided for ${plain(result.role)} as of ${dayInWords(result.at, snapshot.now)}`,
  ]
    .filter((line) => line !== '')
    .join('\n\n');
}

function partsInWords(parts: readonly PartDecision[]): string {
  if (parts.length < 2) return '';
  return parts
    .map(({ text, decision }) => `- ${code(text)} **${decision.decision}** ${plain(decision.words)}`)
    .join('\n');
}

function nearest({ nearest }: Decision): string {
  if (!nearest) return '';
  return `nearest: ${nearest.rule.effect} ${nearest.rule.verb} ${code(nearest.pattern)}, but ${plain(nearest.words)}`;
}
