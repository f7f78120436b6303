import { CEDAR } from './cedar.ts';
import { CLAUDE_CODE } from './claude-code.ts';
import { CODEX } from './codex.ts';
import { CURSOR } from './cursor.ts';
import type { Target } from './exported.ts';
import { GEMINI } from './gemini.ts';
import { OPA } from './opa.ts';
import { OPENCODE } from './opencode.ts';
import { VSCODE } from './vscode.ts';

/** Every tool that a role can be written for. */
export const TARGETS: readonly Target[] = [CLAUDE_CODE, CODEX, OPENCODE, GEMINI, CURSOR, VSCODE, CEDAR, OPA];
