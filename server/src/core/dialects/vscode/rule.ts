import type { JSONPath } from 'jsonc-parser';
import type { Effect } from '../../model/manifest.ts';
import type { MapEntry } from '../../syntax/node.ts';
import type { ForeignRule, Liveness, Outline } from '../dialect.ts';
import type { SettingsFile } from './settings.ts';

/** A rule of a settings file, with what it takes to change it. */
export interface VscodeRule extends ForeignRule {
  readonly path: JSONPath;
  readonly setting: string;
  readonly key: string;
  /** Of an approval of commands: about the whole line, and not about each command in it. */
  readonly isAboutLines?: boolean;
}

export interface RuleParts {
  readonly file: SettingsFile;
  readonly entry: MapEntry;
  readonly setting: string;
  readonly effect: Effect;
  readonly outlines: readonly Outline[];
  readonly liveness?: Liveness;
  readonly isAboutLines?: boolean;
}

const LONGEST_TEXT = 120;

/** `false` makes VS Code ask, and a person may say yes: no rule of a settings file stops the agent. */
export function ruleOf({ file, entry, setting, effect, outlines, liveness, isAboutLines }: RuleParts): VscodeRule {
  const { source } = file;
  const written = source.text.slice(entry.span.start, entry.span.end).replace(/\s+/g, ' ');
  return {
    source,
    span: entry.span,
    text: written.length > LONGEST_TEXT ? `${written.slice(0, LONGEST_TEXT - 1)}…` : written,
    effect,
    enforcer: effect === 'allow' ? 'engine' : 'prompt-only',
    liveness: liveness ?? { state: 'live' },
    outlines,
    path: [...file.at, setting, entry.key.text],
    setting,
    key: entry.key.text,
    ...(isAboutLines ? { isAboutLines } : {}),
  };
}
