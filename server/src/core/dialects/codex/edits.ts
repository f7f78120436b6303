import type { Edit } from '../../finding.ts';
import type { Effect } from '../../model/manifest.ts';
import type { Source } from '../../source.ts';
import type { ForeignEdits, ForeignRule } from '../dialect.ts';
import type { CommandRule } from './rules.ts';
import type { CodexDecision } from './rules-file.ts';

const DECISION: Readonly<Record<Effect, CodexDecision>> = { allow: 'allow', ask: 'prompt', deny: 'forbidden' };

/** Changes to rules that are written one by one, as calls with nothing computed. */
export function editsOf(rules: readonly CommandRule[], home: Source | undefined): ForeignEdits {
  const own = (rule: ForeignRule): CommandRule | undefined => {
    const found = rules.find(
      (each) => each.source === rule.source && each.span === rule.span && each.text === rule.text,
    );
    const others = rules.filter((each) => each.source === rule.source && each.span.start === rule.span.start);
    return found && others.length === 1 && isStatement(found) ? found : undefined;
  };
  return {
    remove(rule) {
      const found = own(rule);
      return found && [{ source: found.source, span: wholeLines(found), newText: '' }];
    },
    replace(rule, text) {
      const found = own(rule);
      return found && [{ source: found.source, span: found.span, newText: text }];
    },
    move(rule, effect) {
      const found = own(rule);
      return found && decisionEdit(found, DECISION[effect]);
    },
    add(effect, verb, patterns) {
      if (verb !== 'run' || !home) return undefined;
      const texts = patterns.map((pattern) => callFor(pattern, DECISION[effect]));
      if (texts.length === 0 || texts.some((text) => text === undefined)) return undefined;
      const end = home.text.length;
      const gap = home.text === '' || home.text.endsWith('\n') ? '' : '\n';
      return [{ source: home, span: { start: end, end }, newText: `${gap}${texts.join('\n')}\n` }];
    },
  };
}

/** Whether a rule is one statement on lines of its own. */
function isStatement({ source: { text }, span }: CommandRule): boolean {
  const before = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  const line = text.indexOf('\n', span.end);
  const after = text.slice(span.end, line < 0 ? text.length : line);
  return before === '' && /^[ \t]*(#.*)?\r?$/.test(after) && text.slice(span.start).startsWith('prefix_rule(');
}

function wholeLines({ source: { text }, span }: CommandRule): { start: number; end: number } {
  const line = text.indexOf('\n', span.end);
  return { start: span.start, end: line < 0 ? text.length : line + 1 };
}

function decisionEdit({ source, span, prefix }: CommandRule, decision: CodexDecision): readonly Edit[] | undefined {
  const call = source.text.slice(span.start, span.end);
  const written = [...call.matchAll(/\bdecision\s*=\s*(["'])(allow|prompt|forbidden)\1/g)];
  if (written.length > 1) return undefined;
  const [match] = written;
  if (match) {
    if (match[2] !== prefix.decision) return undefined;
    const start = span.start + match.index + match[0].length - 1 - match[2].length;
    return [{ source, span: { start, end: start + match[2].length }, newText: decision }];
  }
  if (/\bdecision\b/.test(call) || prefix.decision !== 'allow') return undefined;
  const close = /,?\s*\)$/.exec(call);
  if (!close) return undefined;
  const at = span.start + close.index;
  return [{ source, span: { start: at, end: at }, newText: `, decision="${decision}"` }];
}

/** A rule for a command pattern of ours, where it is plain words with anything after them. */
function callFor(pattern: string, decision: CodexDecision): string | undefined {
  const words = pattern.split(' ');
  if (words.pop() !== '**' || words.length === 0 || words.some((word) => !/^[\w./:=@+-]+$/.test(word)))
    return undefined;
  return `prefix_rule(pattern=[${words.map((word) => JSON.stringify(word)).join(', ')}], decision="${decision}")`;
}
