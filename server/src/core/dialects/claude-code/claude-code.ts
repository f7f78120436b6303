import type { Action } from '../../decide/action.ts';
import { lineParts } from '../../decide/shell-walk.ts';
import { type Finding, finding } from '../../finding.ts';
import type { Effect } from '../../model/manifest.ts';
import { matchesPath, normalisePath } from '../../scope/path.ts';
import type { Source } from '../../source.ts';
import type { Node, ScalarNode } from '../../syntax/node.ts';
import { entryOf } from '../../syntax/node-json.ts';
import type {
  Dialect,
  DialectReading,
  ForeignDecision,
  ForeignEdits,
  ForeignFile,
  ForeignPolicy,
  ForeignRule,
  Outline,
  ToolCall,
} from '../dialect.ts';
import { inTurn, removeJson, setJson } from '../json/edits.ts';
import { isMap, parseJson } from '../json/tree.ts';
import { matchesBash } from './bash-match.ts';
import { VERSION } from './docs.ts';
import { readRuleText } from './rule-text.ts';

/** Claude Code's settings. https://code.claude.com/docs/en/settings */
export const claudeCode: Dialect = {
  id: 'claude-code',
  title: 'Claude Code',
  version: VERSION,
  kindOf(path) {
    return /(^|\/)\.claude\/settings(\.local)?\.json$/.test(path) ? 'settings' : undefined;
  },
  layerOf: (path) => (path.endsWith('settings.local.json') ? 'local' : 'project'),
  read(files): DialectReading {
    const byProject = new Map<string, ForeignFile[]>();
    for (const file of files) {
      const project = /^(.*?)\/?\.claude\//.exec(file.path)?.[1] ?? '';
      byProject.set(project, [...(byProject.get(project) ?? []), file]);
    }
    const findings: Finding[] = [];
    const policies = [...byProject].flatMap(([project, own]) => policyOf(project, own, findings));
    return { policies, findings, tools: [] };
  },
};

interface Written extends ForeignRule {
  readonly tool: string;
  readonly specifier: string | undefined;
}

function policyOf(project: string, files: readonly ForeignFile[], findings: Finding[]): ForeignPolicy[] {
  const rules: Written[] = [];
  for (const { source } of files) {
    const { node, problems } = parseJson(source);
    for (const { kind, message, span } of problems) {
      if (kind === 'syntax') findings.push(finding({ rule: 'syntax-error', severity: 'error', message, source, span }));
    }
    const permissions = isMap(node) ? entryOf(node, 'permissions')?.value : undefined;
    for (const effect of ['deny', 'ask', 'allow'] as const) {
      const list = isMap(permissions) ? entryOf(permissions, effect)?.value : undefined;
      for (const item of list?.kind === 'seq' ? list.items : []) {
        const rule = ruleOf(source, effect, item);
        if (rule) rules.push(rule);
      }
    }
  }
  const first = files[0];
  if (!first) return [];
  const policy: ForeignPolicy = {
    dialect: claudeCode,
    name: project === '' ? 'claude-code' : `claude-code:${project}`,
    title: project === '' ? 'Claude Code' : `Claude Code in ${project}`,
    head: { source: first.source, span: { start: 0, end: Math.min(1, first.source.text.length) } },
    rules,
    modes: ['default'],
    decide: (call) => decide(rules, call),
    callsFor,
    actionOf,
    edits: editsOf(first.source),
    isMonotone: true,
  };
  return [policy];
}

function ruleOf(source: Source, effect: Effect, node: Node | undefined): Written | undefined {
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const text = readRuleText(node.value);
  if (!text) return undefined;
  return {
    source,
    span: node.span,
    text: node.value,
    effect,
    enforcer: 'engine',
    liveness: { state: 'live' },
    outlines: outlinesOf(text.tool, text.specifier, node),
    tool: text.tool,
    specifier: text.specifier,
  };
}

function outlinesOf(tool: string, specifier: string | undefined, { span }: ScalarNode): readonly Outline[] {
  const outline = (verb: Outline['verb'], text: string): Outline => ({
    verb,
    patterns: [{ text, negated: false, span }],
  });
  if (tool === 'Bash') return [outline('run', commandOutline(specifier ?? '*'))];
  if (tool === 'Read') return [outline('read', specifier ?? '**')];
  if (tool === 'Edit') return [outline('write', specifier ?? '**'), outline('read', specifier ?? '**')];
  if (tool === 'Write') return [outline('write', '**')];
  if (tool === 'WebFetch') return [outline('fetch', `https://${specifier?.replace('domain:', '') ?? '**'}/**`)];
  const mcp = /^mcp__(.+?)(?:__(.+))?$/.exec(tool);
  if (mcp) return [outline('call', `${mcp[1]}/${mcp[2] ?? '*'}`)];
  return [];
}

/** `git *` is, in words, `git **`. */
function commandOutline(specifier: string): string {
  const text = specifier.replace(/:\*$/, ' *');
  return text.replace(/(^|\s)\*(?=\s|$)/g, '$1**').replace(/([^\s*])\*$/, '$1* **');
}

function matches(rule: Written, call: ToolCall): boolean {
  const { tool, specifier } = rule;
  if (tool === 'Edit' && (call.tool === 'Write' || call.tool === 'Edit')) return matchesFile(specifier, call);
  if (tool === 'Edit' && call.tool === 'Read' && rule.effect === 'allow') return matchesFile(specifier, call);
  if (tool !== call.tool) return false;
  if (tool === 'Read') return matchesFile(specifier, call);
  if (tool === 'Bash') return specifier === undefined || matchesBash(specifier, textOf(call, 'command'));
  if (tool === 'WebFetch') return specifier === undefined || `domain:${hostOf(textOf(call, 'url'))}` === specifier;
  return specifier === undefined;
}

function matchesFile(specifier: string | undefined, call: ToolCall): boolean {
  if (specifier === undefined) return true;
  return matchesPath([{ text: specifier, negated: false }], normalisePath(textOf(call, 'file_path')));
}

function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^/:?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? '';
}

function textOf(call: ToolCall, key: string): string {
  const value = call.input[key];
  return typeof value === 'string' ? value : '';
}

function decide(rules: readonly Written[], call: ToolCall): ForeignDecision {
  if (call.tool !== 'Bash') return decideOne(rules, call);
  const { parts, unparsed } = lineParts(textOf(call, 'command'), '');
  if (unparsed !== undefined) return byDefault('ask', `the line is not understood: ${unparsed}`);
  const decided = parts
    .filter((part) => part.kind === 'command')
    .map((part) => ({ text: part.text, ...decideOne(rules, { tool: 'Bash', input: { command: part.text } }) }));
  const strictest = (['deny', 'ask', 'allow'] as const).find((effect) =>
    decided.some((each) => each.effect === effect),
  );
  const deciding = decided.filter((each) => each.effect === strictest);
  const first = deciding[0];
  if (!first) return byDefault('ask', 'nothing is run');
  return { ...first, rules: [...new Set(deciding.flatMap((each) => each.rules))], parts: decided };
}

function decideOne(rules: readonly Written[], call: ToolCall): ForeignDecision {
  for (const effect of ['deny', 'ask', 'allow'] as const) {
    const matching = rules.filter((rule) => rule.effect === effect && matches(rule, call));
    if (matching.length === 0) continue;
    return {
      effect,
      enforcer: 'engine',
      rules: matching,
      near: [],
      documented: true,
      words: `${effect === 'deny' ? 'denied' : effect === 'ask' ? 'asked' : 'allowed'} by \`${matching[0]!.text}\``,
    };
  }
  if (call.tool === 'Read')
    return byDefault('allow', 'no rule; files of the working directory are read without asking');
  return byDefault('ask', 'no rule, and Claude Code asks');
}

function byDefault(effect: Effect, words: string): ForeignDecision {
  return {
    effect,
    enforcer: effect === 'ask' ? 'prompt-only' : 'engine',
    rules: [],
    near: [],
    documented: true,
    words,
  };
}

function callsFor(action: Action): readonly ToolCall[] {
  const { verb, value } = action;
  switch (verb) {
    case 'read':
      return [{ tool: 'Read', input: { file_path: value } }];
    case 'write':
      return [
        { tool: 'Edit', input: { file_path: value } },
        { tool: 'Write', input: { file_path: value } },
      ];
    case 'delete':
      return [{ tool: 'Bash', input: { command: `rm -- '${value.replaceAll("'", "'\\''")}'` } }];
    case 'run':
      return [{ tool: 'Bash', input: { command: value } }];
    case 'fetch':
      return (action.method ?? 'GET') === 'GET' ? [{ tool: 'WebFetch', input: { url: value } }] : [];
    case 'call':
      return [{ tool: `mcp__${value.replace('/', '__')}`, input: action.with ?? {} }];
    case 'delegate':
      return [{ tool: 'Agent', input: { subagent_type: value } }];
    default:
      return [];
  }
}

function actionOf({ tool, input }: ToolCall): Action | undefined {
  const text = (key: string): string => (typeof input[key] === 'string' ? input[key] : '');
  if (tool === 'Bash') return { verb: 'run', value: text('command') };
  if (tool === 'Read') return { verb: 'read', value: text('file_path') };
  if (tool === 'Edit' || tool === 'Write') return { verb: 'write', value: text('file_path') };
  if (tool === 'WebFetch') return { verb: 'fetch', value: text('url') };
  if (tool === 'Agent') return { verb: 'delegate', value: text('subagent_type') };
  const mcp = /^mcp__(.+?)__(.+)$/.exec(tool);
  return mcp ? { verb: 'call', value: `${mcp[1]}/${mcp[2]}`, with: input } : undefined;
}

function editsOf(home: Source): ForeignEdits {
  const listOf = (source: Source, effect: Effect): Node | undefined => {
    const { node } = parseJson(source);
    const permissions = isMap(node) ? entryOf(node, 'permissions')?.value : undefined;
    return isMap(permissions) ? entryOf(permissions, effect)?.value : undefined;
  };
  const indexOf = (rule: ForeignRule): number => {
    const list = listOf(rule.source, rule.effect);
    return list?.kind === 'seq' ? list.items.findIndex((item) => item?.span.start === rule.span.start) : -1;
  };
  const append = (source: Source, effect: Effect, text: string) => {
    const list = listOf(source, effect);
    return list?.kind === 'seq'
      ? setJson(source, ['permissions', effect, list.items.length], text, true)
      : setJson(source, ['permissions', effect], [text]);
  };
  return {
    remove: (rule) =>
      indexOf(rule) < 0 ? undefined : removeJson(rule.source, ['permissions', rule.effect, indexOf(rule)]),
    move: (rule, effect) => {
      const index = indexOf(rule);
      if (index < 0) return undefined;
      return inTurn(
        rule.source,
        (now) => removeJson(now, ['permissions', rule.effect, index]),
        (now) => append(now, effect, rule.text),
      );
    },
    add: (effect, verb, patterns) => {
      const tool = verb === 'read' ? 'Read' : verb === 'write' ? 'Edit' : undefined;
      const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
      if (!tool || wanted.length === 0) return undefined;
      return inTurn(home, ...wanted.map((pattern) => (now: Source) => append(now, effect, `${tool}(${pattern})`)));
    },
  };
}
