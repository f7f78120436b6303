import { memory } from '../remembered.ts';
import { normalisePath } from '../scope/path.ts';
import type { ForeignDecision, ToolCall } from './dialect.ts';

/** What calls of every tool are made of, and how answers about them are kept. */

/** The first of these inputs that is a text; empty where none is. */
export function textIn(input: ToolCall['input'], ...keys: readonly string[]): string {
  for (const key of keys) {
    const value = input[key];
    if (typeof value === 'string') return value;
  }
  return '';
}

/** A path from the workspace's root as it is from the directory of a project in it. */
export function fromProject(path: string, project: string): string {
  const normal = normalisePath(path);
  if (project === '' || /^[~/]/.test(normal)) return path;
  if (normal === project) return '.';
  if (normal.startsWith(`${project}/`)) return normal.slice(project.length + 1);
  return `${'../'.repeat(project.split('/').length)}${normal}`;
}

/** The files that a patch in the format of `apply_patch` names. https://github.com/openai/codex, `apply_patch_tool_instructions.md` */
export function patchedFiles(patch: string): readonly string[] {
  const named = patch.matchAll(/^\*\*\* (?:(?:Add|Update|Delete) File|Move to): (.+)$/gm);
  return [...named].map(([, file]) => file!.trim());
}

/** A patch that touches one file. */
export function patchOf(kind: 'Update' | 'Delete', file: string): string {
  return `*** Begin Patch\n*** ${kind} File: ${file}\n*** End Patch`;
}

/** The tables of the analysis come to about eight thousand, in two modes. */
const MOST_ANSWERS = 40_000;

/** The same decisions, of which the latest are kept: short calls are asked about over and over. */
export function remembering<Mode extends string>(
  decide: (call: ToolCall, mode: Mode) => ForeignDecision,
): (call: ToolCall, mode: Mode) => ForeignDecision {
  const answers = memory<ForeignDecision>(MOST_ANSWERS);
  return (call, mode) => answers(JSON.stringify([mode, call.tool, call.input]), () => decide(call, mode));
}
