import type { Json } from '../../decide/action.ts';
import type { Effect } from '../../model/manifest.ts';
import { remembered } from '../../scope/memo.ts';
import type { ForeignRule } from '../dialect.ts';
import { regexSearch } from '../regex/search.ts';

/** A mode of approval, as policies name it. */
export type Mode = 'default' | 'autoEdit' | 'yolo' | 'plan';

/** One rule as the policy engine has it, when lists are taken apart. */
export interface EngineRule {
  /** A name; `*` for any tool, `mcp_*` for any of a server, `mcp_SERVER_*` for any of that one. Other `*` are letters. */
  readonly toolName: string;
  readonly mcpName?: string;
  readonly subagent?: string;
  /** What the tool's own annotations have to say. */
  readonly annotations?: Readonly<Record<string, Json>>;
  /** What the text of the call's arguments has to have in it; any where there is none. */
  readonly args?: ArgsTest;
  readonly effect: Effect;
  /** Tier and a thousandth of the file's number; the highest that matches decides, of equal ones the first. */
  readonly priority: number;
  /** Empty: all of them. */
  readonly modes: readonly string[];
  readonly interactive?: boolean;
  readonly allowsRedirection?: boolean;
  /** Absent for what Gemini CLI brings itself, and for what a whole list of settings brings about. */
  readonly written?: ForeignRule;
  /** How a rule that stands in no file is called: "`tools.core` allows nothing else". */
  readonly why?: string;
}

export interface ArgsTest {
  /** Undefined where it is not known. */
  finds(text: string): boolean | undefined;
  /** Of a prefix of a command. */
  readonly prefix?: string;
  /** Of an expression. */
  readonly regex?: string;
}

/** Text that begins with the prefix, ended by a blank or a quote, wherever it stands in the arguments. */
export const prefixTest: (prefix: string) => ArgsTest = remembered((prefix) => {
  const wanted = `"command":${JSON.stringify(prefix).slice(0, -1)}`;
  return {
    prefix,
    finds(text) {
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
        const end = at + wanted.length;
        if (/^(?:[\s"]|\\")/.test(text.slice(end, end + 2))) return true;
      }
      return false;
    },
  };
});

export const regexTest: (regex: string) => ArgsTest = remembered((regex) => ({
  regex,
  finds: (text) => regexSearch(regex).finds(text),
}));

/** A call's arguments as policies see them: JSON with sorted keys, each pair of the outermost between two NUL characters. */
export function argumentText(input: { readonly [key: string]: Json }): string {
  const pairs = Object.keys(input)
    .sort()
    .map((key) => `\0${JSON.stringify(key)}:${sortedJson(input[key]!)}\0`);
  return `{${pairs.join(',')}}`;
}

function sortedJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  const map = value as { readonly [key: string]: Json };
  const pairs = Object.keys(map)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${sortedJson(map[key]!)}`);
  return `{${pairs.join(',')}}`;
}
