import type { Reference } from '../../finding.ts';
import type { Effect } from '../../model/manifest.ts';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { ForeignRule, Layer, Liveness, Outline, ToolCall } from '../dialect.ts';
import type { PathRule } from './path-rule.ts';

/** What a rule is compared with. */
export type Matcher =
  /** Every use of one tool, or of those that a pattern names. */
  | { readonly kind: 'tool'; readonly tool: string }
  | { readonly kind: 'command'; readonly tool: string; readonly pattern: string }
  | { readonly kind: 'path'; readonly tool: 'Read' | 'Edit'; readonly path: PathRule }
  | { readonly kind: 'domain'; readonly domain: string }
  | { readonly kind: 'parameter'; readonly tool: string; readonly parameter: string; readonly value: string }
  | { readonly kind: 'agent'; readonly name: string }
  | { readonly kind: 'skill'; readonly name: string; readonly withArguments: boolean }
  /** Compared with nothing that an agent does. */
  | { readonly kind: 'none' };

/** A rule of Claude Code as it stands in a file. */
export interface ClaudeRule extends ForeignRule {
  readonly layer: Layer;
  readonly matcher: Matcher;
}

export interface Written {
  readonly source: Source;
  readonly span: Span;
  readonly text: string;
  readonly effect: Effect;
  readonly layer: Layer;
  /** The directory of the project, relative to the workspace's root. */
  readonly project: string;
}

export type Outlines = readonly (readonly [Outline['verb'], readonly string[]])[];

/** A rule as it was read. */
export interface Read {
  readonly matcher: Matcher;
  readonly outlines?: Outlines;
  readonly liveness?: Liveness;
}

export const NOTHING: Matcher = { kind: 'none' };

/** A rule that does nothing, and why. */
export function dead(
  state: Exclude<Liveness['state'], 'live'>,
  why: string,
  reference: Reference,
  more: { readonly meant?: ToolCall; readonly instead?: string } = {},
): Read {
  return { matcher: NOTHING, liveness: { state, why, reference, ...more } };
}
