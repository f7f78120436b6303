import { claudeCode } from './claude-code/claude-code.ts';
import { codex } from './codex/codex.ts';
import { cursor } from './cursor/cursor.ts';
import type { Dialect } from './dialect.ts';
import { gemini } from './gemini/gemini.ts';
import { ghAw } from './gh-aw/gh-aw.ts';
import { mcp } from './mcp/mcp.ts';
import { opencode } from './opencode/opencode.ts';
import { vscode } from './vscode/vscode.ts';

/** Every format of another tool that is read, in alphabetical order of their ids. */
export const DIALECTS: readonly Dialect[] = [claudeCode, codex, cursor, gemini, ghAw, mcp, opencode, vscode];

/** The dialects to which a file belongs, by its path relative to the workspace root: none, for most files. */
export function dialectsOf(path: string): readonly Dialect[] {
  const known = byPath.get(path);
  if (known) return known;
  const found = DIALECTS.filter((dialect) => dialect.kindOf(path) !== undefined);
  if (byPath.size >= MOST_REMEMBERED) byPath.clear();
  byPath.set(path, found);
  return found;
}

const byPath = new Map<string, readonly Dialect[]>();
const MOST_REMEMBERED = 10_000;

/** Whether a file is one of another tool's, by its path relative to the workspace root alone. */
export function isForeignPath(path: string): boolean {
  return dialectsOf(path).length > 0;
}

/** The dialect with this id. */
export function dialectOf(id: string): Dialect | undefined {
  return DIALECTS.find((dialect) => dialect.id === id);
}
