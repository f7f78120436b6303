import type { JSONPath } from 'jsonc-parser';
import type { ForeignEdits, ForeignRule } from '../dialect.ts';
import { inTurn, removeJson, setJson } from '../json/edits.ts';
import { ELIGIBLE } from './edit-url-rules.ts';
import type { VscodeRule } from './rule.ts';
import type { SettingsFile } from './settings.ts';

/** Changes to settings; an agent's Markdown is left to its author. */
export function editsOf(home: SettingsFile | undefined, rules: readonly VscodeRule[]): ForeignEdits {
  const own = (rule: ForeignRule): VscodeRule | undefined => rules.find((each) => each === rule);
  return {
    remove(rule) {
      const found = own(rule);
      return found && removeJson(found.source, found.path);
    },
    replace(rule, text) {
      const found = own(rule);
      return found && text.startsWith('"') ? [{ source: found.source, span: found.span, newText: text }] : undefined;
    },
    move(rule, effect) {
      const found = own(rule);
      // Nothing that is written there stops the agent, and a tool that may be approved is not approved by that.
      if (!found || effect === 'deny' || found.setting === ELIGIBLE) return undefined;
      const path = valuePath(found);
      return path && setJson(found.source, path, effect === 'allow');
    },
    add(effect, verb, patterns) {
      if (!home || effect !== 'ask' || verb !== 'run') return undefined;
      const keys = patterns.map(wordsOf);
      if (keys.length === 0 || keys.some((key) => key === undefined)) return undefined;
      const at: JSONPath = [...home.at, 'chat.tools.terminal.autoApprove'];
      return inTurn(
        home.source,
        ...keys.map((key) => (now: SettingsFile['source']) => setJson(now, [...at, key!], false)),
      );
    },
  };
}

/** Where the `true` or `false` of a rule about commands or addresses stands. */
function valuePath({ path, setting, source, span }: VscodeRule): JSONPath | undefined {
  const value = source.text.slice(span.start, span.end);
  if (/:\s*(?:true|false)\s*$/.test(value)) return path;
  return setting.startsWith('chat.tools.terminal.') && /"approve"\s*:\s*(?:true|false)/.test(value)
    ? [...path, 'approve']
    : undefined;
}

/** First words with anything after them; a key holds for more than our pattern, which is right for what is asked. */
function wordsOf(pattern: string): string | undefined {
  const words = pattern.split(' ');
  if (words.pop() !== '**' || words.length === 0) return undefined;
  const text = words.join(' ');
  return words.every((word) => /^[\w.:@=+-]+$/.test(word)) && /\w$/.test(text) ? text : undefined;
}
