/** A rule as it is written: `Tool` or `Tool(specifier)`. */
export interface RuleText {
  readonly tool: string;
  /** What stands in the brackets; undefined where there are none. */
  readonly specifier: string | undefined;
  /** Where the specifier begins in the text. */
  readonly at: number;
}

/** Takes a rule apart; undefined where the text is no rule at all. */
export function readRuleText(text: string): RuleText | undefined {
  const open = text.indexOf('(');
  if (open < 0) return /^\S+$/.test(text) ? { tool: text, specifier: undefined, at: text.length } : undefined;
  if (!text.endsWith(')')) return undefined;
  const tool = text.slice(0, open);
  if (!/^\S+$/.test(tool)) return undefined;
  return { tool, specifier: text.slice(open + 1, -1), at: open + 1 };
}
