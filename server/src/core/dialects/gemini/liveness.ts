import type { Json } from '../../decide/action.ts';
import type { Span } from '../../span.ts';
import type { ForeignRule, Liveness, ToolCall } from '../dialect.ts';
import { entryIn } from '../toml/tree.ts';
import { DOCS } from './docs.ts';
import { expressionProblem } from './expressions.ts';
import { nameProblem, prefixProblem } from './names.ts';
import type { RuleDraft } from './policy-file.ts';
import type { EngineRule } from './rule.ts';
import { BUILT_IN, isMcpName, SHELL } from './tools.ts';

/** Why a rule of a policy file does nothing, and the words that are to blame. */
export interface Fate {
  readonly liveness: Exclude<Liveness, { readonly state: 'live' }>;
  readonly span: Span;
}

/** Of a rule by itself, whatever other rules there are; undefined where it may do something. */
export function fateOf(draft: RuleDraft): Fate | undefined {
  const { toolNames, mcpName, annotations, args, node } = draft;
  const spanOf = (key: string): Span => entryIn(node, key)?.span ?? draft.span;
  const extra = { ...meantBy(draft) };
  const key = ['commandPrefix', 'commandRegex', 'argsPattern'].find((each) => entryIn(node, each)) ?? 'toolName';
  const refused = args.find((each) => typeof each === 'object' && 'refused' in each);
  if (refused && typeof refused === 'object' && 'refused' in refused && args.length === 1) {
    const why = `Gemini CLI drops the rule: ${refused.refused}`;
    return { span: spanOf(key), liveness: { state: 'invalid', why, reference: DOCS.patterns, ...extra } };
  }
  if (toolNames.length === 0 || args.length === 0) {
    const empty = toolNames.length === 0 ? 'toolName' : 'commandPrefix';
    const why = `the list \`${empty}\` is empty, which makes no rule`;
    return { span: spanOf(empty), liveness: { state: 'ignored', why, reference: DOCS.loader } };
  }
  const names = toolNames.map((name) => nameProblem(name, mcpName));
  const [first] = names;
  if (first && !names.includes(undefined)) {
    const { instead } = first;
    const written = instead !== undefined && toolNames.length === 1 && isString(draft, 'toolName');
    return {
      span: spanOf('toolName'),
      liveness: {
        state: first.state,
        why: first.why,
        reference: first.reference,
        ...(meantBy({ ...draft, toolNames: instead === undefined ? [] : [instead] }) ?? {}),
        ...(written ? { instead: `toolName = ${JSON.stringify(instead)}` } : {}),
      },
    };
  }
  const isBuiltIn = toolNames.every((name) => BUILT_IN.includes(name)) && !mcpName;
  if (annotations && isBuiltIn) {
    const why = 'only tools of servers have annotations, and this is none of theirs';
    return {
      span: spanOf('toolAnnotations'),
      liveness: { state: 'cannot-match', why, reference: DOCS.engine, ...extra },
    };
  }
  if (mcpName && isBuiltIn && entryIn(node, 'commandPrefix')) return undefined;
  const prefixes = args.flatMap((each) => (typeof each === 'object' && 'prefix' in each ? [each.prefix ?? ''] : []));
  if (prefixes.length > 0 && !toolNames.some((name) => name === SHELL || name.includes('*'))) {
    const why = `only \`${SHELL}\` has a command`;
    return { span: spanOf('commandPrefix'), liveness: { state: 'cannot-match', why, reference: DOCS.shell, ...extra } };
  }
  const problems = prefixes.map(prefixProblem);
  if (prefixes.length > 0 && problems.every((each) => each !== undefined)) {
    const [one] = problems;
    const instead = one!.instead;
    return {
      span: spanOf('commandPrefix'),
      liveness: {
        state: 'cannot-match',
        why: one!.why,
        reference: DOCS.patterns,
        ...extra,
        ...(instead !== undefined && prefixes.length === 1 && isString(draft, 'commandPrefix')
          ? { instead: `commandPrefix = ${JSON.stringify(instead)}` }
          : {}),
      },
    };
  }
  const regexes = args.flatMap((each) => (typeof each === 'object' && 'regex' in each ? [each.regex ?? ''] : []));
  const why = regexes[0] === undefined ? undefined : expressionProblem(regexes[0]);
  if (why === undefined) return undefined;
  return { span: spanOf(key), liveness: { state: 'cannot-match', why, reference: DOCS.argsPattern, ...extra } };
}

function isString({ node }: RuleDraft, key: string): boolean {
  return entryIn(node, key)?.value?.kind === 'scalar';
}

/** A call that a rule was written for, as far as that can be told. */
export function meantBy({ toolNames, args, mcpName }: Pick<RuleDraft, 'toolNames' | 'args' | 'mcpName'>): {
  readonly meant?: ToolCall;
} {
  const [tool] = toolNames;
  if (tool === undefined) return {};
  const meant = (name: string, input: { readonly [key: string]: Json }) => ({ meant: { tool: name, input } });
  if (mcpName !== undefined || isMcpName(tool)) {
    const named = mcpName === undefined ? tool : `mcp_${mcpName}_${tool}`;
    return named.includes('*') ? {} : meant(named, {});
  }
  const first = args.find((each) => typeof each === 'object' && !('refused' in each));
  const test = typeof first === 'object' && !('refused' in first) ? first : undefined;
  switch (tool) {
    case SHELL: {
      const command = (test?.prefix ?? plainCommand(test?.regex ?? '')).replace(/(:\*|\s*\*+)\s*$/, '').trim();
      return command === '' ? {} : meant(SHELL, { command });
    }
    case 'write_file':
    case 'replace':
      return test ? {} : meant(tool, { content: '', file_path: 'src/a.ts' });
    case 'read_file':
      return test ? {} : meant(tool, { file_path: 'src/a.ts' });
    case 'web_fetch':
      return test ? {} : meant(tool, { prompt: 'Fetch https://example.com/' });
  }
  return {};
}

/** A command that is written out in an expression. */
function plainCommand(regex: string): string {
  const inner = /"command":\s?\\?"\^?(.*?)(?:\.\*)?\\?"?\$?$/s.exec(regex)?.[1] ?? '';
  const first = inner.replace(/\((?:\?:)?\^?([\w ./=-]+)(?:\|[\w ./=|^-]*)?\)/g, '$1');
  return /^[\w ./=-]+$/.test(first) ? first : '';
}

/** More rules than this are not compared with each other. */
const MOST_COMPARED = 2_000;

/**
 * Rules that others decide everything of: those that come before, match all that they match, and say otherwise. The list is in
 * the order in which it counts. Only what is sure is told.
 */
export function shadowsOf(rules: readonly EngineRule[]): ReadonlyMap<ForeignRule, EngineRule> {
  const shadows = new Map<ForeignRule, EngineRule>();
  const isSeen = new Set<ForeignRule>();
  if (rules.length > MOST_COMPARED) return shadows;
  for (const [index, rule] of rules.entries()) {
    const { written } = rule;
    if (!written) continue;
    const by = rules.slice(0, index).find((other) => other.effect !== rule.effect && covers(other, rule));
    // Of a list, every rule has to be shadowed.
    if (!by || (isSeen.has(written) && !shadows.has(written))) shadows.delete(written);
    else shadows.set(written, by);
    isSeen.add(written);
  }
  return shadows;
}

function covers(wide: EngineRule, narrow: EngineRule): boolean {
  if (wide.written === narrow.written || wide.annotations || wide.subagent !== undefined) {
    if (wide.written === narrow.written || wide.annotations || wide.subagent !== narrow.subagent) return false;
  }
  if (
    wide.modes.length > 0 &&
    (narrow.modes.length === 0 || !narrow.modes.every((mode) => wide.modes.includes(mode)))
  ) {
    return false;
  }
  if (wide.interactive !== undefined && wide.interactive !== narrow.interactive) return false;
  if (wide.mcpName !== undefined && wide.mcpName !== '*' && wide.mcpName !== narrow.mcpName) return false;
  if (wide.mcpName === '*' && narrow.mcpName === undefined) return false;
  const anyOf = wide.toolName === '*' || wide.toolName === narrow.toolName;
  const anyServer = wide.toolName === 'mcp_*' && narrow.mcpName !== undefined;
  const ofServer =
    wide.mcpName !== undefined && wide.toolName === `mcp_${wide.mcpName}_*` && narrow.mcpName === wide.mcpName;
  if (!anyOf && !anyServer && !ofServer) return false;
  if (!wide.args) return true;
  if (!narrow.args) return false;
  const { prefix } = wide.args;
  const own = narrow.args.prefix;
  if (prefix === undefined || own === undefined) return wide.args === narrow.args;
  return own === prefix || own.startsWith(`${prefix} `);
}
