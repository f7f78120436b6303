import type { Action } from '../../decide/action.ts';
import { quoteWord } from '../../scope/command-pattern.ts';
import { normalisePath } from '../../scope/path.ts';
import { patchedFiles, textIn } from '../calls.ts';
import type { ToolCall } from '../dialect.ts';
import { type WrittenLine, writtenCommands } from '../shell/written-commands.ts';
import { HOME } from './home.ts';
import type { Generation, Request } from './ruleset.ts';

/** The tools of opencode, what each asks before it acts, and which of our actions they are. */

/** The permission that decides whether a tool is there at all. Source: `Permission.disabled` in opencode 1.18.33. */
export function permissionOf(tool: string, generation: Generation): string {
  if (['edit', 'write', 'apply_patch', 'patch'].includes(tool)) return 'edit';
  if (/^(list_mcp_resources|list_mcp_resource_templates|read_mcp_resource)$/.test(tool)) return 'read';
  if (tool === 'bash' || tool === 'shell') return generation === 1 ? 'bash' : 'shell';
  if (tool === 'task' || tool === 'subagent') return generation === 1 ? 'task' : 'subagent';
  return tool;
}

/** What a shell call asks, part by part. */
export interface ShellRequests {
  readonly line: WrittenLine;
  readonly outside: Request | undefined;
  readonly commands: readonly string[];
}

/** What a tool asks before it acts, in this order; a shell call is taken apart by {@link shellRequests}. */
export function requestsOf({ tool, input }: ToolCall, generation: Generation): readonly Request[] {
  const text = (key: string): string | undefined => (typeof input[key] === 'string' ? input[key] : undefined);
  const file = text('filePath') ?? text('path') ?? '';
  switch (tool) {
    case 'read':
      return [...outsideOf(file, 'file'), ask('read', resourceOf(file, generation))];
    case 'edit':
    case 'write':
      return [...outsideOf(file, 'file'), ask('edit', resourceOf(file, generation))];
    case 'apply_patch':
    case 'patch': {
      const files = patchedFiles(text('patchText') ?? text('patch') ?? '');
      return [
        ...files.flatMap((each) => outsideOf(each, 'file')),
        ...(files.length > 0
          ? [{ permission: 'edit', resources: files.map((each) => resourceOf(each, generation)) }]
          : []),
      ];
    }
    case 'glob':
    case 'grep':
      return [ask(tool, text('pattern') ?? ''), ...outsideOf(text('path') ?? '', 'directory')];
    case 'task':
    case 'subagent':
      return [ask(permissionOf(tool, generation), text('subagent_type') ?? text('agent') ?? '')];
    case 'webfetch':
      return [ask('webfetch', text('url') ?? '')];
    case 'websearch':
      return [ask('websearch', text('query') ?? '')];
    case 'skill':
      return [ask('skill', text('name') ?? '')];
    case 'external_directory':
    case 'doom_loop':
      return [ask(tool, text('pattern') ?? text('directory') ?? '*')];
    default:
      return [ask(permissionOf(tool, generation), '*')];
  }
}

function ask(permission: string, resource: string): Request {
  return { permission, resources: [resource] };
}

/** A path as it is asked about: relative to the worktree, in V1 even where it leads out of it. */
function resourceOf(path: string, generation: Generation): string {
  const clean = normalisePath(path);
  const absolute = generation === 2 ? absoluteOf(clean) : undefined;
  if (absolute !== undefined) return absolute;
  // How far up the root of the disk is, nobody knows here: `../` as often as it takes.
  if (clean.startsWith('/')) return `../..${clean}`;
  if (clean === '~' || clean.startsWith('~/')) return `../../${HOME}${clean.slice(1)}`;
  return clean === '.' ? '' : clean;
}

/** Paths outside of the project are asked about first, by their directory: `/etc/*` for `/etc/passwd`. */
function outsideOf(path: string, kind: 'file' | 'directory'): readonly Request[] {
  const clean = normalisePath(path === '' ? '.' : path);
  const absolute = absoluteOf(clean);
  if (absolute === undefined) return [];
  return [ask('external_directory', `${kind === 'directory' ? absolute : directoryOf(absolute)}/*`)];
}

/** The path from the root of the disk or from the home directory; undefined inside of the project. */
function absoluteOf(clean: string): string | undefined {
  if (clean === '~' || clean.startsWith('~/')) return HOME + clean.slice(1);
  if (clean.startsWith('/') || clean === '..' || clean.startsWith('../')) return clean === '/' ? '' : clean;
  return undefined;
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '..' : path.slice(0, slash);
}

/** Programs whose operands are looked at for paths outside, and those that change the directory, which are not asked about. Source: opencode 1.18.33, shell tool. */
const CHANGES_DIRECTORY = new Set(['cd', 'chdir', 'popd', 'pushd', 'push-location', 'set-location']);
const TAKES_PATHS = new Set([...CHANGES_DIRECTORY, 'rm', 'cp', 'mv', 'mkdir', 'touch', 'chmod', 'chown', 'cat']);
const CHANGES_DIRECTORY_2 = new Set(['cd', 'popd', 'pushd']);

/**
 * What a shell call asks: directories outside, then each command as it is written, its redirections with it. Nothing is
 * unwrapped; `cd` is not asked about; and a line in which there is no command asks nothing in V1, and about itself in V2.
 * Source: the shell tool of opencode 1.18.33; V2's `ShellTool` and `ShellParse.scan`.
 */
export function shellRequests({ input }: ToolCall, generation: Generation): ShellRequests {
  const text = typeof input.command === 'string' ? input.command : '';
  const line = writtenCommands(text);
  const directories = new Set<string>();
  const commands: string[] = [];
  const moving = generation === 1 ? CHANGES_DIRECTORY : CHANGES_DIRECTORY_2;
  let isGuessed = false;
  for (const { words, statement } of line.commands) {
    const name = words[0]?.text ?? '';
    const operands = words.slice(1).filter((word) => word.isText && !word.text.startsWith('-'));
    if ((generation === 1 ? TAKES_PATHS : moving).has(name)) {
      for (const word of operands) {
        const absolute = pathOperand(word.text);
        if (absolute === undefined || (name === 'chmod' && word.text.startsWith('+'))) continue;
        // Whether it is a directory, only the disk knows.
        directories.add(`${absolute}/*`);
        if (!moving.has(name)) {
          directories.add(`${directoryOf(absolute)}/*`);
          isGuessed = true;
        }
      }
    }
    if (!moving.has(name)) commands.push(statement);
  }
  const workdir = typeof input.workdir === 'string' ? absoluteOf(normalisePath(input.workdir)) : undefined;
  if (workdir !== undefined) directories.add(`${workdir}/*`);
  if (generation === 2 && commands.length === 0) commands.push(text);
  return {
    line,
    outside:
      directories.size > 0
        ? { permission: 'external_directory', resources: [...directories], guessed: isGuessed }
        : undefined,
    commands,
  };
}

/** Where an operand leads out of the project; undefined where it does not, or where opencode does not look. */
function pathOperand(written: string): string | undefined {
  const quote = written[0];
  const bare = (quote === '"' || quote === "'") && written.at(-1) === quote ? written.slice(1, -1) : written;
  const glob = bare.search(/[?*[]/);
  const path = glob < 0 ? bare : bare.slice(0, glob);
  if (path === '' || path.startsWith('(') || path.includes('$') || path.includes('`')) return undefined;
  return absoluteOf(normalisePath(path));
}

/** Files that a patch names, in the form that `apply_patch` takes. */
/** The calls by which opencode's agent would do something, the most usual first. */
export function callsFor({ verb, value, method, with: given }: Action, generation: Generation): readonly ToolCall[] {
  switch (verb) {
    case 'read':
      return [{ tool: 'read', input: { filePath: value } }];
    case 'write':
      return [
        { tool: 'edit', input: { filePath: value } },
        { tool: 'write', input: { filePath: value } },
      ];
    case 'delete':
      return [
        { tool: 'apply_patch', input: { patchText: `*** Delete File: ${value}` } },
        { tool: shellTool(generation), input: { command: `rm -- ${quoteWord(value)}` } },
      ];
    case 'run':
      return [{ tool: shellTool(generation), input: { command: value } }];
    case 'fetch':
      return (method ?? 'GET') === 'GET' ? [{ tool: 'webfetch', input: { url: value } }] : [];
    case 'call':
      return [{ tool: value.replace('/', '_').replace(/[^A-Za-z0-9_-]/g, '_'), input: given ?? {} }];
    case 'delegate':
      return [{ tool: generation === 1 ? 'task' : 'subagent', input: { subagent_type: value } }];
    default:
      return [];
  }
}

function shellTool(generation: Generation): string {
  return generation === 1 ? 'bash' : 'shell';
}

/** What a call comes to in our verbs; `servers` are the MCP servers that are known, for names with more than one `_`. */
export function actionOf({ tool, input }: ToolCall, servers: readonly string[]): Action | undefined {
  const text = (...keys: string[]): string => textIn(input, ...keys);
  switch (tool) {
    case 'bash':
    case 'shell':
      return { verb: 'run', value: text('command') };
    case 'read':
      return { verb: 'read', value: text('filePath', 'path') };
    case 'edit':
    case 'write':
      return { verb: 'write', value: text('filePath', 'path') };
    case 'apply_patch':
    case 'patch': {
      const patch = text('patchText', 'patch');
      const [file] = patchedFiles(patch);
      if (file === undefined) return undefined;
      return { verb: patch.includes('*** Delete File:') ? 'delete' : 'write', value: file };
    }
    case 'webfetch':
      return { verb: 'fetch', value: text('url') };
    case 'task':
    case 'subagent':
      return { verb: 'delegate', value: text('subagent_type', 'agent') };
  }
  if (NO_ACTION.has(tool)) return undefined;
  const server =
    servers.filter((name) => tool.startsWith(`${name}_`)).sort((a, b) => b.length - a.length)[0] ??
    /^([^_]+)_./.exec(tool)?.[1];
  if (server === undefined) return undefined;
  return { verb: 'call', value: `${server}/${tool.slice(server.length + 1)}`, with: input };
}

const NO_ACTION = new Set(
  'glob grep list skill lsp todowrite websearch question plan_enter plan_exit external_directory doom_loop'.split(' '),
);
