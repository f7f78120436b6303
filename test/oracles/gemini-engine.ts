import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importOracle, oracle } from './oracle.ts';

const NAME = '@google/gemini-cli-core';

/** Gemini CLI's own policy engine. */
export const gemini = oracle(NAME, 'dist/src/policy/policy-engine.js');

/** What is used of its modules, in its own words. */
export interface PolicyEngine {
  check(
    call: { name: string; args: object },
    serverName: string | undefined,
    toolAnnotations?: object,
    subagent?: string,
  ): Promise<{ decision: 'allow' | 'deny' | 'ask_user'; rule?: { priority?: number } }>;
}

interface EngineModule {
  readonly PolicyEngine: new (config: object) => PolicyEngine;
}

interface LoaderModule {
  loadPoliciesFromToml(
    directories: readonly string[],
    tierOf: (directory: string) => number,
  ): Promise<{
    rules: object[];
    checkers: object[];
    errors: { errorType: string; message: string; details?: string }[];
  }>;
}

/** An engine over policy files of one tier, and what its loader has to say about them. */
export async function geminiEngine(
  files: Readonly<Record<string, string>>,
  { tier = 4, ...config }: { readonly tier?: number; readonly [key: string]: unknown } = {},
): Promise<{ engine: PolicyEngine; rules: object[]; errors: { errorType: string; message: string }[] }> {
  const { PolicyEngine } = await importOracle<EngineModule>(gemini.path ?? '');
  const loader = oracle(NAME, 'dist/src/policy/toml-loader.js');
  const { loadPoliciesFromToml } = await importOracle<LoaderModule>(loader.path ?? '');
  const directory = mkdtempSync(path.join(tmpdir(), 'bailiwick-gemini-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
  const { rules, checkers, errors } = await loadPoliciesFromToml([directory], () => tier);
  rmSync(directory, { recursive: true, force: true });
  return { engine: new PolicyEngine({ rules, checkers, ...config }), rules, errors };
}

/** Where Gemini CLI is started: some of its paths are taken from there, and some from the workspace. */
const WORKSPACE = process.cwd();

/** The engine logs every step of every decision, and every line that it cannot take apart. */
function quietly(): void {
  const say = console.log;
  console.debug = () => {};
  console.log = (...words) => {
    if (!String(words[0]).startsWith('Bash command parsing error')) say(...words);
  };
}
quietly();

interface SandboxModule {
  readonly NoopSandboxManager: new (options: { readonly workspace: string }) => object;
}

interface ConfigModule {
  createPolicyEngineConfig(
    settings: object,
    mode: string,
    defaultDirectory: string | undefined,
    interactive: boolean,
  ): Promise<{ rules: object[]; checkers: object[] } & object>;
}

/**
 * An engine as Gemini CLI starts it: its own policies, the files of a user, and settings.
 */
export async function startedEngine(
  files: Readonly<Record<string, string>>,
  settings: object,
  mode: string,
  interactive: boolean,
): Promise<PolicyEngine> {
  const { PolicyEngine } = await importOracle<EngineModule>(gemini.path ?? '');
  const modules = (file: string) => oracle(NAME, file).path ?? '';
  const { createPolicyEngineConfig } = await importOracle<ConfigModule>(modules('dist/src/policy/config.js'));
  const { NoopSandboxManager } = await importOracle<SandboxModule>(modules('dist/src/services/sandboxManager.js'));
  const directory = mkdtempSync(path.join(tmpdir(), 'bailiwick-gemini-'));
  const policies = path.join(directory, 'policies');
  mkdirSync(policies);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(policies, name), text);
  const config = await createPolicyEngineConfig({ ...settings, policyPaths: [policies] }, mode, undefined, interactive);
  rmSync(directory, { recursive: true, force: true });
  return new PolicyEngine({ ...config, sandboxManager: new NoopSandboxManager({ workspace: WORKSPACE }) });
}
