import type { Action } from '../decide/action.ts';
import type { FileIndex } from './workspace.ts';

/** Directories that hold other people's files, or made ones: no list of a workspace's files has what is in them. */
export const UNLISTED_DIRECTORIES: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  'bower_components',
  '.venv',
  '__pycache__',
  '.tox',
]);

/** Whether a file that an action touches is there. `unknown` where the workspace's list of files cannot tell. */
export type Presence = 'there' | 'absent' | 'unknown';

/** What the list of files says of an action's file; undefined where the action names no file of the machine. */
export function presenceOf(files: FileIndex, { verb, value }: Action): Presence | undefined {
  if (verb !== 'read' && verb !== 'write' && verb !== 'delete') return undefined;
  if (files.has(value)) return 'there';
  const isOutside = /^([~/\\]|[A-Za-z]:|\.\.(\/|$)|.*\$)/.test(value);
  return isOutside || !files.wouldList(value) ? 'unknown' : 'absent';
}

export const PRESENCE_WORDS: Readonly<Record<Presence, string>> = {
  there: 'the file is there',
  absent: 'no such file here yet',
  unknown: 'not looked for',
};

/** The same in brackets after the action: ` (the file is there)`; nothing where it names no file. */
export function presenceInWords(files: FileIndex, action: Action): string {
  const presence = presenceOf(files, action);
  return presence === undefined ? '' : ` (${PRESENCE_WORDS[presence]})`;
}
