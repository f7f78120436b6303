import type { Action } from '../../decide/action.ts';
import { quoteWord } from '../../scope/command-pattern.ts';
import { patchedFiles, patchOf } from '../calls.ts';
import type { ToolCall } from '../dialect.ts';

/** The calls by which Codex carries out an action. It reads, fetches and runs by its shell, and may ask to leave the sandbox. */
export function callsFor({ verb, value, method, with: input }: Action): readonly ToolCall[] {
  const run = (cmd: string): ToolCall[] => [
    { tool: 'exec_command', input: { cmd } },
    { tool: 'exec_command', input: { cmd, sandbox_permissions: 'require_escalated' } },
  ];
  switch (verb) {
    case 'run':
      return run(value);
    case 'read':
      return run(`cat -- ${quoteWord(value)}`);
    case 'write':
      return [{ tool: 'apply_patch', input: { input: patchOf('Update', value) } }];
    case 'delete':
      return [{ tool: 'apply_patch', input: { input: patchOf('Delete', value) } }];
    case 'fetch':
      return run(`curl ${method !== undefined && method !== 'GET' ? `-X ${method} ` : ''}${quoteWord(value)}`);
    case 'call':
      return [{ tool: `mcp__${value.replace('/', '__')}`, input: input ?? {} }];
    case 'delegate':
      return [{ tool: 'spawn_agent', input: { agent_type: value } }];
    default:
      return [];
  }
}

/** What a call comes to in our verbs. */
export function actionOf({ tool, input }: ToolCall): Action | undefined {
  const text = (key: string): string | undefined => {
    const value = input[key];
    return typeof value === 'string' ? value : undefined;
  };
  if (['exec_command', 'shell', 'shell_command', 'local_shell', 'container.exec'].includes(tool)) {
    const list = [input.command, input.cmd, input.argv].find((value) => Array.isArray(value));
    const words = Array.isArray(list) ? list.map(String) : undefined;
    const script = words?.length === 3 && /^-l?c$/.test(words[1]!) ? words[2]! : undefined;
    return {
      verb: 'run',
      value: script ?? (words ? words.map(quoteWord).join(' ') : (text('cmd') ?? text('command') ?? '')),
    };
  }
  if (tool === 'apply_patch') {
    const patch = text('input') ?? text('patch') ?? '';
    const file = patchedFiles(patch)[0];
    return file === undefined
      ? undefined
      : { verb: patch.includes('*** Delete File:') ? 'delete' : 'write', value: file };
  }
  if (tool === 'view_image') return { verb: 'read', value: text('path') ?? '' };
  if (tool === 'spawn_agent') return { verb: 'delegate', value: text('agent_type') ?? 'default' };
  const mcp = /^mcp__(.+?)__(.+)$/.exec(tool);
  return mcp ? { verb: 'call', value: `${mcp[1]}/${mcp[2]}`, with: input } : undefined;
}
