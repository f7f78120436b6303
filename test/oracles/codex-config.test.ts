import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { combineConfig } from '../../server/src/core/dialects/codex/config.ts';
import { readConfigFile } from '../../server/src/core/dialects/codex/config-file.ts';
import type { FileEntry } from '../../server/src/core/dialects/codex/filesystem.ts';
import { codex } from './codex-binary.ts';

/**
 * What `config.toml` comes to, against what Codex tells its model: `codex debug prompt-input` prints the sandbox, every entry of
 * its file system and the approval policy that a session in a directory would have, and refuses the files that Codex refuses.
 */
const RUNS = Number(process.env.BAILIWICK_ORACLE_RUNS ?? 1);

interface Effective {
  readonly mode: string;
  readonly network: string;
  readonly approval: string;
  readonly entries: readonly string[];
}

const quote = (text: string): string => JSON.stringify(text);
/** The first `good` values are taken more often than the others. */
const line = (key: string, values: readonly string[], good = 2) =>
  fc
    .constantFrom(...values, ...Array.from({ length: 4 }, () => values.slice(0, good)).flat())
    .map((value) => `${key} = ${value}`);
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 1 });

const access = fc.constantFrom(
  ...Array.from({ length: 5 }, () => ['"read"', '"write"', '"deny"']).flat(),
  '"none"',
  '"allow"',
);
const fileKey = fc.constantFrom(
  ...Array.from({ length: 4 }, () => [
    ':root',
    ':minimal',
    ':workspace_roots',
    ':tmpdir',
    ':slash_tmp',
    '/opt/x',
    '/opt/x/y',
    '~/.ssh',
    '/etc/**',
  ]).flat(),
  '/etc/*.pem',
  'src',
  ':nope',
);
const subKey = fc.constantFrom(
  ...Array.from({ length: 4 }, () => ['.', 'docs', 'docs/**', '.env', '.git', '.codex', 'a/b']).flat(),
  '**/*.pem',
  '*.key',
  '../x',
  '/abs',
  'src/*.ts',
);
const profileBody = fc
  .tuple(
    sometimes(line('extends', ['":workspace"', '":read-only"', '":danger-full-access"', '"q"', '":nope"'])),
    fc.uniqueArray(fc.tuple(fileKey, access), { maxLength: 3, selector: ([key]) => key }),
    fc.uniqueArray(fc.tuple(subKey, access), { maxLength: 3, selector: ([key]) => key }),
    sometimes(
      fc.constantFrom(
        'enabled = true',
        'enabled = true',
        'enabled = false',
        'enabled = false',
        'mode = "limited"',
        'enabled = "yes"',
      ),
    ),
  )
  .map(([parent, top, below, network]) => ({
    parent,
    top: top.filter(([key]) => key !== ':workspace_roots' || below.length === 0),
    below,
    network,
  }));
const profile = (name: string) =>
  profileBody.map(({ parent, top, below, network }) =>
    [
      `[permissions.${name}]`,
      ...(parent ? [parent] : []),
      `[permissions.${name}.filesystem]`,
      ...top.map(([key, value]) => `${quote(key)} = ${value}`),
      ...(below.length > 0
        ? [
            `[permissions.${name}.filesystem.":workspace_roots"]`,
            ...below.map(([key, value]) => `${quote(key)} = ${value}`),
          ]
        : []),
      ...(network ? [`[permissions.${name}.network]`, network] : []),
    ].join('\n'),
  );
const section = fc
  .tuple(
    sometimes(line('network_access', ['true', 'false', '"true"'])),
    sometimes(line('writable_roots', ['["/opt/x"]', '["~/y"]', '["../lib", "sub"]', '"/opt"', '[]'])),
    sometimes(line('exclude_slash_tmp', ['true', 'false'])),
    sometimes(line('exclude_tmpdir_env_var', ['true', 'false'])),
  )
  .map((lines) => ['[sandbox_workspace_write]', ...lines.filter((each) => each !== null)].join('\n'));
const server = fc
  .tuple(
    sometimes(line('command', ['"x"', '3'])),
    sometimes(line('url', ['"https://x.example/"'])),
    sometimes(line('enabled_tools', ['["a"]', '"a"'])),
    sometimes(line('default_tools_approval_mode', ['"prompt"', '"approve"', '"never"'])),
  )
  .map((lines) => ['[mcp_servers.s]', ...lines.filter((each) => each !== null)].join('\n'));
const config = fc
  .tuple(
    sometimes(
      line('approval_policy', [
        '"never"',
        '"on-request"',
        '"on-failure"',
        '"untrusted"',
        '"always"',
        '{ granular = { sandbox_approval = true, rules = false, mcp_elicitations = true } }',
        '{ granular = { rules = false } }',
      ]),
    ),
    sometimes(line('sandbox_mode', ['"read-only"', '"workspace-write"', '"danger-full-access"', '"none"', 'true'])),
    sometimes(
      line('default_permissions', [
        '":workspace"',
        '":read-only"',
        '":danger-full-access"',
        '"p"',
        '"p"',
        '":x"',
        '"missing"',
      ]),
    ),
    sometimes(
      fc.constantFrom(
        'model_provider = "x"',
        'notify = ["x"]',
        'unknown = 1',
        'web_search = "live"',
        'web_search = "on"',
        'a = 1\na = 2',
      ),
    ),
    sometimes(section),
    sometimes(profile('p')),
    sometimes(profile('q')),
    fc.option(server, { freq: 3 }),
  )
  .map((parts) => `${parts.filter((each) => each !== null).join('\n')}\n`);

describe('config.toml as Codex takes it', { skip: codex.skip, concurrency: 2 }, () => {
  // Codex puts its helpers into its own directory, and refuses to do so in one for temporary files.
  const base = path.resolve('out', `codex-${process.pid}`);
  mkdirSync(base, { recursive: true });
  const counts = { alike: 0, refused: 0 };
  after(() => {
    rmSync(base, { recursive: true, force: true });
    console.log(
      `Codex ${codex.skip === false ? codex.version : ''}: ${counts.alike} configurations alike, ${counts.refused} of them refused`,
    );
  });

  /** What a session in a trusted project would have; undefined where there would be none. */
  async function theirs(text: string, user = ''): Promise<{ effective?: Effective; said: string }> {
    const directory = mkdtempSync(path.join(base, 'run-'));
    const project = path.join(directory, 'project');
    const home = path.join(directory, 'home');
    mkdirSync(path.join(project, '.codex'), { recursive: true });
    mkdirSync(path.join(project, '.git'));
    mkdirSync(home);
    writeFileSync(path.join(project, '.codex', 'config.toml'), text);
    writeFileSync(path.join(home, 'config.toml'), `${user}\n[projects.${quote(project)}]\ntrust_level = "trusted"\n`);
    const { code, out, error } = await run(['debug', 'prompt-input'], project, home);
    rmSync(directory, { recursive: true, force: true });
    if (code !== 0) return { said: error };
    const words = (JSON.parse(out.slice(out.indexOf('['))) as { content?: { text?: string }[] }[])
      .flatMap((message) => message.content ?? [])
      .map((part) => part.text ?? '');
    const permissions = words.find((part) => part.startsWith('<permissions')) ?? '';
    const environment = words.find((part) => part.startsWith('<environment')) ?? '';
    const entries = [...environment.matchAll(/<entry access="(\w+)"[^>]*><(path|glob|special)>(.*?)<\/\2>/g)]
      .map(([, how, , where]) => `${how} ${where!.replaceAll(project, '.').replaceAll(home, '~').replace(/^\.\//, '')}`)
      .filter((entry) => !/ (:minimal|:tmpdir|:nope)$/.test(entry) && !entry.includes('tmp/arg0'));
    return {
      effective: {
        mode: /`sandbox_mode` is `([^`]*)`/.exec(permissions)?.[1] ?? '?',
        network: /Network access is (\w+)/.exec(permissions)?.[1] ?? '?',
        approval: permissions.includes('policy is currently never') ? 'never' : 'asks',
        entries: [...new Set(entries)].sort(),
      },
      said: '',
    };
  }

  function run(
    args: readonly string[],
    cwd: string,
    home: string,
  ): Promise<{ code: number; out: string; error: string }> {
    return new Promise((resolve, reject) => {
      const env = { CODEX_HOME: home, HOME: home, PATH: '/usr/bin:/bin' };
      const child = spawn(codex.path ?? '', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
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

  function ours(text: string, user = ''): Effective | undefined {
    const project = readConfigFile({ uri: 'file:///w/.codex/config.toml', text }, 'project', '.codex/config.toml');
    const own = readConfigFile({ uri: 'file:///h/config.toml', text: user }, 'user', '~/.codex/config.toml');
    const { sandbox, approval, refused } = combineConfig([own, project]);
    if (refused) return undefined;
    const seen = sandbox.entries.filter(
      ({ text: written }) => sandbox.kind !== 'profile' || !isImplied(sandbox.entries, written),
    );
    return {
      mode: modeOf(sandbox.kind, sandbox.entries),
      network: sandbox.network ? 'enabled' : 'restricted',
      approval: approval.policy === 'never' ? 'never' : 'asks',
      entries: [
        ...new Set(
          seen.map(
            ({ access, path: at, text: written }) =>
              `${access} ${written === ':slash_tmp' ? ':slash_tmp' : at === '/' ? ':root' : at}`,
          ),
        ),
      ].sort(),
    };
  }

  /** Of a profile Codex does not list what it protects by itself. */
  const isImplied = (entries: readonly FileEntry[], written: string): boolean =>
    entries.some(
      (entry) =>
        entry.text === written && entry.place === undefined && ['.git', '.agents', '.codex', '.aws'].includes(written),
    );

  function modeOf(kind: string, entries: readonly FileEntry[]): string {
    if (kind !== 'profile') return kind;
    if (entries.some(({ path: at, access: how }) => at === '/' && how === 'write')) return 'danger-full-access';
    return entries.some(({ access: how }) => how === 'write') ? 'workspace-write' : 'read-only';
  }

  test('what a session may do, and which files are refused', async () => {
    await fc.assert(
      fc.asyncProperty(config, async (text) => {
        const { effective, said } = await theirs(text);
        const mine = ours(text);
        counts.alike++;
        if (!effective) counts.refused++;
        assert.deepEqual(mine, effective, `${text}\n${said.slice(0, 500)}`);
      }),
      { numRuns: 60 * RUNS, interruptAfterTimeLimit: 90_000 * RUNS, includeErrorInReport: true },
    );
  });
});
