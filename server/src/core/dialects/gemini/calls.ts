import type { Action } from '../../decide/action.ts';
import { quoteWord } from '../../scope/command-pattern.ts';
import { textIn } from '../calls.ts';
import type { ToolCall } from '../dialect.ts';
import { AGENT, functionName, SHELL, serverAndTool } from './tools.ts';

/** The calls by which Gemini CLI's agent carries out an action, the most usual first. */
export function callsFor({ verb, value, method, with: input }: Action): readonly ToolCall[] {
  switch (verb) {
    case 'run':
      return [{ tool: SHELL, input: { command: value } }];
    case 'read':
      return [{ tool: 'read_file', input: { file_path: value } }];
    case 'write':
      return [
        { tool: 'write_file', input: { content: '', file_path: value } },
        { tool: 'replace', input: { file_path: value, instruction: '', new_string: '', old_string: '' } },
      ];
    case 'delete':
      return [{ tool: SHELL, input: { command: `rm -- ${quoteWord(value)}` } }];
    case 'fetch':
      return (method ?? 'GET') === 'GET' ? [{ tool: 'web_fetch', input: { prompt: `Fetch ${value}` } }] : [];
    case 'call': {
      const slash = value.indexOf('/');
      return slash < 0
        ? []
        : [{ tool: functionName(value.slice(0, slash), value.slice(slash + 1)), input: input ?? {} }];
    }
    case 'delegate':
      return [{ tool: AGENT, input: { agent_name: value, prompt: '' } }];
    default:
      return [];
  }
}

/** What a call comes to in our verbs. */
export function actionOf({ tool, input }: ToolCall, servers: readonly string[]): Action | undefined {
  const text = (key: string): string => textIn(input, key);
  switch (tool) {
    case SHELL:
      return { verb: 'run', value: text('command') };
    case 'read_file':
      return { verb: 'read', value: text('file_path') };
    case 'write_file':
    case 'replace':
      return { verb: 'write', value: text('file_path') };
    case 'web_fetch': {
      const url = /https?:\/\/[^\s"'<>]+/.exec(text('prompt'))?.[0];
      return url === undefined ? undefined : { verb: 'fetch', value: url };
    }
    case AGENT:
      return { verb: 'delegate', value: text('agent_name') };
  }
  const named = serverAndTool(tool, servers);
  return named && { verb: 'call', value: `${named.server}/${named.tool}`, with: input };
}
