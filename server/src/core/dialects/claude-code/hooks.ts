import type { Finding } from '../../finding.ts';
import { closest } from '../../schema/closest.ts';
import { normalisePath } from '../../scope/path.ts';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import { reported, textOf } from '../findings.ts';
import { isMap } from '../json/tree.ts';
import { DOCS } from './docs.ts';
import { HOOK_EVENTS, TOOL_EVENTS } from './keys.ts';
import { isTrue, type SettingsFile, valueAt } from './settings.ts';
import { canonicalTool, mcpName, TOOLS } from './tools.ts';

/** A command that Claude Code runs by itself. */
export interface Hook {
  readonly source: Source;
  readonly event: string;
  readonly command: string;
  readonly span: Span;
  /** Files of the workspace that the command runs, relative to its root. */
  readonly files: readonly string[];
}

/** The hooks of a settings file, and those that never run. https://code.claude.com/docs/en/hooks */
export function readHooks(file: SettingsFile, project: string, findings: Finding[]): readonly Hook[] {
  const { source, root } = file;
  const hooks = valueAt(root, 'hooks');
  if (!isMap(hooks) || isTrue(valueAt(root, 'disableAllHooks'))) return [];
  const found: Hook[] = [];
  for (const { key, value } of hooks.entries) {
    const event = key.text;
    if (!HOOK_EVENTS.has(event)) {
      const meant = closest(event, HOOK_EVENTS);
      findings.push(
        reported(
          'setting-without-effect',
          'warning',
          source,
          key.span,
          `\`${event}\` is no event, so no hook in it runs${meant === undefined ? '' : `; there is \`${meant}\``}`,
          { reference: DOCS.hooks },
        ),
      );
      continue;
    }
    for (const group of value?.kind === 'seq' ? value.items : []) {
      if (!isMap(group)) continue;
      const matcher = valueAt(group, 'matcher');
      const written = textOf(matcher);
      if (TOOL_EVENTS.has(event) && matcher && written !== undefined) {
        const why = deadMatcher(written);
        if (why !== undefined) {
          findings.push(
            reported(
              'setting-without-effect',
              event === 'PreToolUse' ? 'error' : 'warning',
              source,
              matcher.span,
              `this hook never runs: ${why}`,
              { reference: DOCS.hookMatchers },
            ),
          );
          continue;
        }
      }
      const handlers = valueAt(group, 'hooks');
      for (const handler of handlers?.kind === 'seq' ? handlers.items : []) {
        if (!isMap(handler)) continue;
        const condition = valueAt(handler, 'if');
        if (condition && !TOOL_EVENTS.has(event)) {
          findings.push(
            reported(
              'setting-without-effect',
              'warning',
              source,
              condition.span,
              `a hook with \`if\` never runs on \`${event}\``,
              {
                reference: DOCS.hooks,
              },
            ),
          );
          continue;
        }
        const command = valueAt(handler, 'command');
        const line = textOf(command);
        if (!command || line === undefined) continue;
        const args = valueAt(handler, 'args');
        const words = args?.kind === 'seq' ? args.items.flatMap((item) => textOf(item) ?? []) : [];
        found.push({
          source,
          event,
          command: [line, ...words].join(' '),
          span: command.span,
          files: filesIn([line, ...words], project),
        });
      }
    }
  }
  return found;
}

/** Why a matcher matches the name of no tool; undefined where it may. */
function deadMatcher(matcher: string): string | undefined {
  if (matcher === '' || matcher === '*') return undefined;
  const rule = /^(\w+)\([^)]*\)$/.exec(matcher.trim());
  if (rule && TOOLS.has(canonicalTool(rule[1]!))) {
    return `a matcher is the name of a tool, and no tool is called \`${matcher}\`; what follows in brackets goes into \`if\``;
  }
  if (!/^[\w\-\s,|]+$/.test(matcher)) return undefined;
  const names = matcher
    .split(/[|,]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const isKnown = (name: string) => TOOLS.has(canonicalTool(name)) || mcpName(name) !== undefined;
  if (names.length === 0 || names.some(isKnown)) return undefined;
  const meant = names
    .map((name) => [...TOOLS.keys()].find((tool) => tool.toLowerCase() === name.toLowerCase()))
    .find((tool) => tool);
  return `no tool is called \`${names.join('` or `')}\`${meant === undefined ? '' : `; there is \`${meant}\``}`;
}

const SCRIPT = /\.(?:sh|bash|zsh|py|js|mjs|cjs|ts|mts|rb|pl|php|ps1)$/;

/** Scripts of the project that stand in the words of a command. */
function filesIn(texts: readonly string[], project: string): readonly string[] {
  const files = new Set<string>();
  for (const text of texts) {
    for (const word of text.split(/[\s;&|()<>]+/)) {
      const plain = word.replace(/["']/g, '').replace(/^\$\{?CLAUDE_PROJECT_DIR\}?\//, './');
      if (!/^[\w@./-]+$/.test(plain) || plain.startsWith('/') || plain.startsWith('~')) continue;
      if (!SCRIPT.test(plain) && !/^\.{1,2}\//.test(plain)) continue;
      const path = normalisePath(plain, project);
      if (path !== '.' && !path.startsWith('..')) files.add(path);
    }
  }
  return [...files];
}
