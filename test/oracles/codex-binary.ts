import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { oracle } from './oracle.ts';

/** Codex, as its makers build it. One platform's binary is enough to compare with. */
export const codex = oracle('@openai/codex-linux-x64', 'vendor/x86_64-unknown-linux-musl/bin/codex');

/** What `codex execpolicy check` says: its answer, or its words where the rules do not load. */
export type CheckResult =
  | { readonly decision?: string; readonly matched: readonly Matched[] }
  | { readonly error: string };

export interface Matched {
  readonly prefix: readonly string[];
  readonly decision: string;
  readonly resolvedProgram?: string;
}

interface Printed {
  readonly decision?: string;
  readonly matchedRules: readonly {
    readonly prefixRuleMatch: { matchedPrefix: string[]; decision: string; resolvedProgram?: string };
  }[];
}

/** A directory with nothing of the user's in it, in which rules files are written and judged. */
export class CodexChecker {
  readonly #home = mkdtempSync(path.join(tmpdir(), 'bailiwick-codex-'));
  #files = 0;

  /** Judges one argument vector by one rules file. */
  async check(rules: string, argv: readonly string[], { resolve = false } = {}): Promise<CheckResult> {
    const file = path.join(this.#home, `${this.#files++}.rules`);
    writeFileSync(file, rules);
    const options = resolve ? ['--resolve-host-executables'] : [];
    const { code, out, error } = await this.#run(['execpolicy', 'check', ...options, '--rules', file, '--', ...argv]);
    rmSync(file);
    if (code !== 0)
      return {
        error: error
          .replaceAll(file, 'FILE')
          .replace(/^WARNING: .*\n/gm, '')
          .trim(),
      };
    const { decision, matchedRules } = JSON.parse(out) as Printed;
    const matched = matchedRules.map(({ prefixRuleMatch: { matchedPrefix, decision, resolvedProgram } }) => ({
      prefix: matchedPrefix,
      decision,
      ...(resolvedProgram === undefined ? {} : { resolvedProgram }),
    }));
    return decision === undefined ? { matched } : { decision, matched };
  }

  /** A path as the binary resolves it. */
  resolve(file: string): string {
    return path.resolve(this.#home, file);
  }

  close(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  #run(args: readonly string[]): Promise<{ code: number; out: string; error: string }> {
    const home = path.join(this.#home, 'home');
    mkdirSync(home, { recursive: true });
    return new Promise((resolve, reject) => {
      const child = spawn(codex.path ?? '', args, {
        cwd: this.#home,
        env: { CODEX_HOME: home, HOME: home, PATH: '' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let out = '';
      let error = '';
      child.stdout.on('data', (data) => {
        out += data;
      });
      child.stderr.on('data', (data) => {
        error += data;
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code: code ?? 1, out, error }));
    });
  }
}
