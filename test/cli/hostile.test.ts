import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { bailiwick, inDirectory, type Outcome } from './support.ts';

/** Whatever comes in: an exit code of the contract, no stack, no hang. */
function checkCalm(outcome: Outcome): void {
  assert([0, 1, 2].includes(outcome.code));
  assert.doesNotMatch(outcome.err, /\n\s+at |internal error/, outcome.err);
}

const COMMAND = fc.constantFrom('check', 'decide', 'simulate', 'explain', 'help', 'replay', '--help', '');
const ARGUMENT = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '--stdin',
    '--role',
    '--at',
    '--format',
    'json',
    '--',
    '-',
    'r.agent-role.yaml',
    '--action',
    '{"run":1}',
  ),
);
const FRAGMENT = fc.constantFrom(
  'kind: AgentRole\n',
  'version: 1\n',
  'name: a\n',
  'allow:\n',
  '  - run: ["git **"]\n',
  '  - read: [',
  '"',
  "'",
  '\t',
  '{',
  '}',
  '&a [*a, *a]\n',
  '<<: *a\n',
  '---\n',
  '\u0000',
  '\ufeff',
  '\r\n',
  '- ',
  ': ',
  '!',
  '**',
  'deny:\n  - read: ["**/{a,b"]\n',
  'kind: Scenario\nrole: a\nsteps:\n  - run: "x $("\n',
  '<<<<<<< HEAD\n',
  '%YAML 9\n',
  'extends: [a]\n',
);
const BYTES = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.array(FRAGMENT, { maxLength: 20 }).map((parts) => new TextEncoder().encode(parts.join(''))),
);

describe('hostile input', () => {
  test('arguments', async () => {
    await inDirectory('kind: AgentRole\nversion: 1\nname: r\n', (cwd) =>
      fc.assert(
        fc.asyncProperty(COMMAND, fc.array(ARGUMENT, { maxLength: 5 }), async (command, rest) => {
          checkCalm(await bailiwick([command, ...rest], { cwd }));
        }),
        { numRuns: 300 },
      ),
    );
  });

  test('files', async () => {
    await inDirectory({ 'bailiwick.yaml': '' }, (cwd) =>
      fc.assert(
        fc.asyncProperty(BYTES, BYTES, async (role, configuration) => {
          writeFileSync(path.join(cwd, 'a.agent-role.yaml'), role);
          writeFileSync(path.join(cwd, 'a.scenario.yaml'), role);
          writeFileSync(path.join(cwd, 'bailiwick.yaml'), configuration);
          writeFileSync(path.join(cwd, 'package.json'), configuration);
          checkCalm(await bailiwick(['check', '--format', 'json'], { cwd }));
          checkCalm(await bailiwick(['check'], { cwd, terminal: true, columns: 50 }));
          checkCalm(await bailiwick(['check', '--format', 'sarif'], { cwd }));
          checkCalm(await bailiwick(['simulate', '.', '--coverage'], { cwd }));
          checkCalm(await bailiwick(['explain', 'a.agent-role.yaml:2'], { cwd }));
          checkCalm(await bailiwick(['decide', 'a.agent-role.yaml', '--action', '{"run":"git status"}'], { cwd }));
        }),
        { numRuns: 60 },
      ),
    );
  });

  test('lines of standard input', async () => {
    await inDirectory(
      { 'a.agent-role.yaml': 'kind: AgentRole\nversion: 1\nname: a\nallow:\n  - run: ["**"]\n' },
      (cwd) =>
        fc.assert(
          fc.asyncProperty(
            fc.array(fc.oneof(fc.json(), fc.string(), fc.constant('{"run":"a && $("}'))),
            async (lines) => {
              const outcome = await bailiwick(['decide', 'a.agent-role.yaml', '--stdin'], {
                cwd,
                stdin: lines.join('\n'),
              });
              checkCalm(outcome);
              const given = lines
                .join('\n')
                .split('\n')
                .filter((line) => line.trim() !== '');
              assert.equal(outcome.out.split('\n').length - 1, given.length);
            },
          ),
          { numRuns: 100 },
        ),
    );
  });

  test('links are not followed, and a directory may contain itself', async () => {
    await inDirectory({ 'd/a.agent-role.yaml': 'kind: AgentRole\nversion: 1\nname: a\n' }, async (cwd) => {
      symlinkSync(cwd, path.join(cwd, 'd', 'again'));
      symlinkSync(path.join(cwd, 'd', 'a.agent-role.yaml'), path.join(cwd, 'b.agent-role.yaml'));
      const outcome = await bailiwick(['check', '--format', 'json'], { cwd });
      assert.equal(JSON.parse(outcome.out).files, 1);
    });
  });

  test('a file that is not UTF-8 is told, and the rest of it read', async () => {
    await inDirectory(
      { 'a.agent-role.yaml': Buffer.from('kind: AgentRole\nversion: 1\nname: caf\xe9\n', 'latin1') },
      async (cwd) => {
        const { out, code } = await bailiwick(['check', '--format', 'json'], { cwd });
        assert.equal(code, 1);
        const told = JSON.parse(out).findings.filter((each: { message: string }) => /UTF-8/.test(each.message));
        assert.equal(told.length, 1);
        assert.equal(told[0].range.start.line, 3);
      },
    );
  });
});
