import { readShell } from '../../decide/shell.ts';
import type { ShellNode } from '../../decide/shell-node.ts';
import type { Effect } from '../../model/manifest.ts';
import type { ToolCall } from '../dialect.ts';
import { DOCS } from './docs.ts';
import { domainProblem } from './domain.ts';
import { readPathRule } from './path-rule.ts';
import { dead, type Matcher, type Read, type Written } from './rule.ts';

/** `npm run test *` as a pattern of ours: a word `*` is any number of words. */
function commandOutline(pattern: string): string {
  return pattern
    .replace(/:\*$/, ' *')
    .replace(/(^|\s)\*(?=\s|$)/g, '$1**')
    .replace(/([^\s*])\*$/, '$1* **');
}

export function commandRule(tool: 'Bash' | 'Monitor' | 'PowerShell', specifier: string, effect: Effect): Read {
  const pattern = specifier;
  const live: Read = {
    matcher: { kind: 'command', tool: tool === 'PowerShell' ? tool : 'Bash', pattern },
    outlines: tool === 'Bash' ? [['run', [commandOutline(pattern)]]] : [],
  };
  if (tool === 'PowerShell') return live;
  const colon = pattern.indexOf(':*');
  if (colon >= 0 && colon < pattern.length - 2 && /^[\w./-]+:\*/.test(pattern)) {
    const instead = `${pattern.slice(0, colon)} *${pattern.slice(colon + 2)}`;
    const meant = instead.replace(/\s*\*$/, '').replaceAll('*', 'x');
    return dead(
      'cannot-match',
      '`:*` stands for words only at the end; elsewhere its colon is a character of the command',
      DOCS.wildcards,
      {
        instead: `${tool}(${instead})`,
        meant: { tool: 'Bash', input: { command: meant } },
      },
    );
  }
  if (pattern.includes('*') && severalCommands(pattern)) {
    return dead(
      'cannot-match',
      'a line is split at `&&`, `||`, `;`, `|`, `&` and newlines, and each command is compared on its own',
      DOCS.compound,
      { meant: { tool: 'Bash', input: { command: pattern.replace(/:\*$/, ' x').replaceAll('*', 'x') } } },
    );
  }
  if (effect === 'allow' && /^(watch|setsid|ionice|flock)\b/.test(pattern) && pattern.includes('*')) {
    return dead(
      'ignored',
      'a rule with `*` never approves `watch`, `setsid`, `ionice` and `flock`: they always ask',
      DOCS.wrappers,
      {
        meant: { tool: 'Bash', input: { command: sampleCommand(pattern) } },
      },
    );
  }
  if (effect === 'allow' && /^(timeout|time|nice|nohup|stdbuf|command|builtin|noglob)(\s+\*|:\*)$/.test(pattern)) {
    return {
      ...live,
      liveness: {
        state: 'unknown',
        why: 'these words are taken off before a command is compared, and it is not said whether a rule may name them',
        reference: DOCS.wrappers,
      },
    };
  }
  return live;
}

function severalCommands(pattern: string): boolean {
  const { node, unparsed } = readShell(pattern.replaceAll('*', 'x'), undefined);
  if (unparsed !== undefined) return false;
  let count = 0;
  const stack: ShellNode[] = [node];
  for (let next = stack.pop(); next && count < 2; next = stack.pop()) {
    if (next.kind === 'command') count += next.command.words.length > 0 ? 1 : 0;
    else if (next.kind === 'sequence') stack.push(...next.items);
    else if (next.kind === 'and' || next.kind === 'or') stack.push(next.left, next.right);
    else if (next.kind === 'not' || next.kind === 'apart') stack.push(next.node);
  }
  return count > 1;
}

/** A command that a pattern is meant for. */
export function sampleCommand(pattern: string): string {
  return pattern
    .replace(/(:|\s)\*$/, ' x')
    .replaceAll('*', 'x')
    .trim();
}

export function pathRule(tool: 'Read' | 'Edit', specifier: string, written: Written): Read {
  const { effect, layer, project } = written;
  if (specifier.trim().startsWith('!')) {
    return dead(
      'unknown',
      'rules are gitignore patterns, and it is not said what one that begins with `!` does',
      DOCS.paths,
    );
  }
  if (layer === 'managed' && /^\/(?!\/)/.test(specifier)) {
    return dead('unknown', 'it is not said what a single leading `/` is relative to in managed settings', DOCS.paths);
  }
  const path = readPathRule(specifier, effect, layer, project);
  const patterns = path.outline;
  return {
    matcher: { kind: 'path', tool, path },
    outlines:
      tool === 'Read'
        ? [['read', patterns]]
        : [
            ['write', patterns],
            ['read', patterns],
          ],
  };
}

export function neverConsulted(tool: string, specifier: string): Read {
  const right = tool === 'Glob' ? 'Read' : 'Edit';
  const file = samplePath(specifier);
  const meant: ToolCall =
    tool === 'Glob'
      ? { tool: 'Read', input: { file_path: file } }
      : tool === 'NotebookEdit'
        ? { tool: 'NotebookEdit', input: { notebook_path: file } }
        : { tool: 'Write', input: { file_path: file } };
  return dead(
    'never-consulted',
    `files are checked against \`Edit(path)\` and \`Read(path)\` only, never against \`${tool}(path)\``,
    DOCS.paths,
    { meant, instead: `${right}(${specifier})` },
  );
}

/** A file that a pattern is meant for. */
export function samplePath(specifier: string): string {
  const text = specifier
    .trim()
    .replace(/^\/\//, '\u0000')
    .replace(/^\//, '')
    .replace('\u0000', '/')
    .replace(/^\.\//, '')
    .replace(/\*\*\/?/g, '')
    .replaceAll('*', 'x')
    .replace(/\/+$/, '');
  const path = text === '' ? 'x' : text;
  return specifier.trim().endsWith('**') && text !== '' ? `${path}/x` : path;
}

export function domainRule(specifier: string, effect: Effect): Read {
  const text = specifier.trim();
  const url = (domain: string): ToolCall => ({
    tool: 'WebFetch',
    input: { url: `https://${domain.replace(/^\*\./, 'www.').replaceAll('*', 'example.com')}/` },
  });
  if (!/^domain:/.test(text)) {
    const domain = /^(?:[a-z]+:\/\/)?([^/\s:]+)/i.exec(text)?.[1] ?? '';
    const good = domain !== '' && domainProblem(domain) === undefined && !/^(url|prompt|host)$/.test(domain);
    return dead('cannot-match', 'a rule about `WebFetch` names a domain after `domain:`', DOCS.webFetch, {
      ...(good ? { meant: url(domain), instead: `WebFetch(domain:${domain})` } : {}),
    });
  }
  const domain = text.slice('domain:'.length);
  const problem = domainProblem(domain);
  if (problem !== undefined) {
    const host = /^\s*(?:[a-z]+:\/\/)?([^/\s:,]+)/i.exec(domain)?.[1];
    return dead('cannot-match', problem, DOCS.webFetch, {
      ...(host === undefined ? {} : { meant: url(host), instead: `WebFetch(domain:${host})` }),
    });
  }
  if (domain.trim() === '*') return { matcher: { kind: 'tool', tool: 'WebFetch' }, outlines: [['fetch', ['**']]] };
  const outline = domain.trim().toLowerCase().replace(/\.$/, '').replace(/^\*\./, '**.');
  // WebFetch turns `http:` into `https:` before it asks anybody. https://code.claude.com/docs/en/tools-reference
  const plain = effect === 'deny' ? [`http://${outline}/**`] : [];
  return { matcher: { kind: 'domain', domain }, outlines: [['fetch', [`https://${outline}/**`, ...plain]]] };
}

export function skillRule(specifier: string): Read {
  const text = specifier.trim();
  const withArguments = /\s\*$/.test(text) || text.endsWith(':*');
  return { matcher: { kind: 'skill', name: text.replace(/(\s|:)\*$/, ''), withArguments } };
}

/** A request that a rule is meant for. */
export function sampleCall(matcher: Matcher): ToolCall | undefined {
  switch (matcher.kind) {
    case 'command':
      return { tool: 'Bash', input: { command: sampleCommand(matcher.pattern) } };
    case 'path': {
      const outline = matcher.path.outline.at(-1)!;
      const file = outline
        .replace(/\*\*\//g, '')
        .replace('**', 'x')
        .replaceAll('*', 'x');
      return { tool: matcher.tool, input: { file_path: file } };
    }
    case 'domain':
      return {
        tool: 'WebFetch',
        input: { url: `https://${matcher.domain.replace(/^\*\./, 'www.').replaceAll('*', 'x')}/` },
      };
    default:
      return undefined;
  }
}
