import type { Action } from '../../decide/action.ts';
import { quoteWord } from '../../scope/command-pattern.ts';
import { normalisePath } from '../../scope/path.ts';
import { fromProject, patchedFiles, patchOf, textIn } from '../calls.ts';
import type { ToolCall } from '../dialect.ts';
import { kindOfTool } from './tools.ts';

/** The calls by which VS Code's agent carries an action out. Paths of actions are the workspace's, and those of calls the project's. */
export function callsFor({ verb, value, method, with: given }: Action, project: string): readonly ToolCall[] {
  const path = (): string => fromProject(value, project);
  switch (verb) {
    case 'read':
      return [{ tool: 'read_file', input: { filePath: path() } }];
    case 'write':
      return [
        { tool: 'replace_string_in_file', input: { filePath: path() } },
        { tool: 'create_file', input: { filePath: path() } },
        { tool: 'apply_patch', input: { input: patchOf('Update', path()) } },
      ];
    case 'delete':
      return [
        { tool: 'apply_patch', input: { input: patchOf('Delete', path()) } },
        { tool: 'run_in_terminal', input: { command: `rm -- ${quoteWord(path())}` } },
      ];
    case 'run':
      return [{ tool: 'run_in_terminal', input: { command: value } }];
    case 'fetch':
      return (method ?? 'GET') === 'GET' ? [{ tool: 'fetch_webpage', input: { urls: [value] } }] : [];
    case 'call':
      return value.includes('/') ? [{ tool: value, input: given ?? {} }] : [];
    case 'delegate':
      return [{ tool: 'runSubagent', input: { agentName: value } }];
    default:
      return [];
  }
}

/** What a call comes to in our verbs. */
export function actionOf(call: ToolCall, project: string): Action | undefined {
  const { tool, input } = call;
  switch (kindOfTool(tool)) {
    case 'terminal':
      return { verb: 'run', value: textIn(call.input, 'command') };
    case 'edit': {
      const [file] = filesOf(call);
      if (file === undefined) return undefined;
      const isRemoved = tool === 'apply_patch' && textIn(call.input, 'input').includes('*** Delete File:');
      return { verb: isRemoved ? 'delete' : 'write', value: normalisePath(file, project === '' ? '.' : project) };
    }
    case 'read': {
      const [file] = filesOf(call);
      return file === undefined
        ? undefined
        : { verb: 'read', value: normalisePath(file, project === '' ? '.' : project) };
    }
    case 'fetch': {
      const [url] = urlsOf(call);
      return url === undefined ? undefined : { verb: 'fetch', value: url };
    }
    case 'subagent':
      return { verb: 'delegate', value: textIn(call.input, 'agentName') };
    case 'server':
      return tool.includes('/') ? { verb: 'call', value: tool, with: input } : undefined;
    default:
      return undefined;
  }
}

/** The files that a call names: of a patch each one that it touches. */
export function filesOf(call: ToolCall): readonly string[] {
  if (call.tool === 'apply_patch') return patchedFiles(textIn(call.input, 'input'));
  const file = textIn(call.input, 'filePath', 'path', 'query');
  return file === '' ? [] : [file];
}

export function urlsOf({ input }: ToolCall): readonly string[] {
  if (Array.isArray(input.urls)) return input.urls.filter((url) => typeof url === 'string');
  return typeof input.url === 'string' ? [input.url] : [];
}
