import type { Edit } from '../../finding.ts';
import type { Effect } from '../../model/manifest.ts';
import type { ForeignEdits, ForeignRule } from '../dialect.ts';
import { removeJson } from '../json/edits.ts';
import { entryIn } from '../toml/tree.ts';
import type { RuleDraft } from './policy-file.ts';

const DECISIONS: Readonly<Record<Effect, string>> = { allow: 'allow', ask: 'ask_user', deny: 'deny' };

/** Changes to settings and policy files. Nothing is added: where a new rule has to stand, its priority decides. */
export function editsOf(
  drafts: ReadonlyMap<ForeignRule, RuleDraft>,
  paths: ReadonlyMap<ForeignRule, readonly (string | number)[]>,
): ForeignEdits {
  return {
    remove(rule) {
      const path = paths.get(rule);
      if (path) return removeJson(rule.source, [...path]);
      const draft = drafts.get(rule);
      return draft && [{ source: draft.source, span: wholeLines(draft), newText: '' }];
    },
    replace(rule, text) {
      const newText = paths.has(rule) ? JSON.stringify(text).slice(1, -1) : text;
      return paths.has(rule) || drafts.has(rule) ? [{ source: rule.source, span: rule.span, newText }] : undefined;
    },
    move(rule, effect) {
      const draft = drafts.get(rule);
      const value = draft && entryIn(draft.node, 'decision')?.value;
      return value && ([{ source: draft.source, span: value.span, newText: DECISIONS[effect] }] satisfies Edit[]);
    },
    add: () => undefined,
  };
}

function wholeLines({ source: { text }, table }: RuleDraft): { readonly start: number; readonly end: number } {
  const line = text.indexOf('\n', table.end);
  return { start: text.lastIndexOf('\n', table.start - 1) + 1, end: line < 0 ? text.length : line + 1 };
}
