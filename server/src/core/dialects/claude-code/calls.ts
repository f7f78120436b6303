import type { Action } from '../../decide/action.ts';
import { quoteWord } from '../../scope/command-pattern.ts';
import { normalisePath } from '../../scope/path.ts';
import { fromProject, textIn } from '../calls.ts';
import type { ToolCall } from '../dialect.ts';
import { canonicalTool, mcpName } from './tools.ts';

/** The calls by which Claude carries an action out. Paths of actions are the workspace's, and those of calls the project's. */
export function callsFor(action: Action, project: string): readonly ToolCall[] {
  const { verb } = action;
  const isPath = verb === 'read' || verb === 'write' || verb === 'delete';
  const value = isPath ? fromProject(action.value, project) : action.value;
  switch (verb) {
    case 'read':
      return [{ tool: 'Read', input: { file_path: value } }];
    case 'write':
      return [
        { tool: 'Edit', input: { file_path: value } },
        { tool: 'Write', input: { file_path: value } },
        ...(value.endsWith('.ipynb') ? [{ tool: 'NotebookEdit', input: { notebook_path: value } }] : []),
      ];
    case 'delete':
      return [{ tool: 'Bash', input: { command: `rm ${quoteWord(value)}` } }];
    case 'run':
      return [{ tool: 'Bash', input: { command: value } }];
    case 'fetch':
      return (action.method ?? 'GET') === 'GET' ? [{ tool: 'WebFetch', input: { url: value } }] : [];
    case 'call': {
      const cut = value.indexOf('/');
      return cut > 0
        ? [{ tool: `mcp__${value.slice(0, cut)}__${value.slice(cut + 1)}`, input: action.with ?? {} }]
        : [];
    }
    case 'delegate':
      return [{ tool: 'Agent', input: { subagent_type: value } }];
    default:
      return [];
  }
}

/** What a call comes to in our verbs. */
export function actionOf({ tool, input }: ToolCall, project: string): Action | undefined {
  const of = (verb: Action['verb'], key: string): Action | undefined => {
    const value = textIn(input, key);
    if (value === '') return undefined;
    return {
      verb,
      value: project !== '' && (verb === 'read' || verb === 'write') ? normalisePath(value, project) : value,
    };
  };
  switch (canonicalTool(tool)) {
    case 'Bash':
    case 'Monitor':
      return of('run', 'command');
    case 'Read':
      return of('read', 'file_path');
    case 'Grep':
    case 'Glob':
      return of('read', 'path');
    case 'Edit':
    case 'Write':
      return of('write', 'file_path');
    case 'NotebookEdit':
      return of('write', 'notebook_path');
    case 'WebFetch':
      return of('fetch', 'url');
    case 'Agent':
      return of('delegate', 'subagent_type');
    default: {
      const mcp = mcpName(tool);
      return mcp?.tool === undefined ? undefined : { verb: 'call', value: `${mcp.server}/${mcp.tool}`, with: input };
    }
  }
}
