import type { Action } from '../../decide/action.ts';
import { quoteWord } from '../../scope/command-pattern.ts';
import { normalisePath } from '../../scope/path.ts';
import { fromProject, textIn } from '../calls.ts';
import type { ToolCall } from '../dialect.ts';

/**
 * The calls by which Cursor's agent carries an action out, with paths relative to the directory that holds `.cursor`. The
 * tools are called as the permissions of the command line are.
 */
export function callsFor(action: Action, project: string): readonly ToolCall[] {
  const { verb, value } = action;
  switch (verb) {
    case 'read':
      return [{ tool: 'Read', input: { path: fromProject(value, project) } }];
    case 'write':
      return [{ tool: 'Write', input: { path: fromProject(value, project) } }];
    case 'delete':
      return [
        { tool: 'Shell', input: { command: `rm ${quoteWord(fromProject(value, project))}` } },
        { tool: 'Delete', input: { path: fromProject(value, project) } },
      ];
    case 'run':
      return [{ tool: 'Shell', input: { command: value } }];
    case 'fetch':
      return (action.method ?? 'GET') === 'GET' ? [{ tool: 'WebFetch', input: { url: value } }] : [];
    case 'call': {
      const cut = value.indexOf('/');
      // No tool of a server has a slash in its name: the MCP specification of 2025-11-25, "Tool Names".
      if (cut <= 0 || value.includes('/', cut + 1)) return [];
      const input = { server: value.slice(0, cut), tool: value.slice(cut + 1) };
      return [{ tool: 'Mcp', input: action.with ? { ...input, arguments: action.with } : input }];
    }
    default:
      return [];
  }
}

/** What a call comes to in our verbs. */
export function actionOf(call: ToolCall, project: string): Action | undefined {
  const path = (verb: 'read' | 'write' | 'delete'): Action | undefined => {
    const value = textIn(call.input, 'path', 'file_path', 'target_file');
    if (value === '') return undefined;
    return { verb, value: project === '' ? value : normalisePath(value, project) };
  };
  const text = (verb: 'run' | 'fetch', key: string): Action | undefined => {
    const value = textIn(call.input, key);
    return value === '' ? undefined : { verb, value };
  };
  switch (call.tool) {
    case 'Shell':
    case 'Bash':
      return text('run', 'command');
    case 'Read':
    case 'Grep':
    case 'Glob':
    case 'LS':
      return path('read');
    case 'Write':
    case 'Edit':
      return path('write');
    case 'Delete':
      return path('delete');
    case 'WebFetch':
    case 'Fetch':
      return text('fetch', 'url');
    case 'Mcp':
    case 'MCP': {
      const [server, tool] = [textIn(call.input, 'server'), textIn(call.input, 'tool')];
      return server === '' || tool === '' ? undefined : { verb: 'call', value: `${server}/${tool}` };
    }
    default: {
      const named = /^([^:()/]+):([^:()]+)$/.exec(call.tool);
      return named ? { verb: 'call', value: `${named[1]}/${named[2]}`, with: call.input } : undefined;
    }
  }
}
