import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { COMMANDS } from '../../server/src/cli/commands.ts';
import { version } from '../../server/src/cli/version.ts';
import { bailiwick } from './support.ts';

/** What a person typed, the exit code, and what has to be said, on standard error where the code is 2. */
async function checkUsage(line: string, code: number, said: RegExp): Promise<void> {
  const outcome = await bailiwick(line === '' ? [] : line.split(' '));
  assert.equal(outcome.code, code, outcome.err);
  assert.match(code === 2 ? outcome.err : outcome.out, said);
  assert.doesNotMatch(outcome.err, /internal error|\n\s+at /);
}

describe('command line', () => {
  test('helps', async () => {
    await checkUsage('--help', 0, /Commands:\n {2}check/);
    await checkUsage('-h', 0, /Usage: bailiwick COMMAND/);
    await checkUsage('help decide', 0, /Usage: bailiwick decide FILE/);
    await checkUsage('check --help', 0, /--fail-on LEVEL/);
    await checkUsage('check --help --what', 0, /Usage: bailiwick check/);
    await checkUsage('', 2, /Usage/);
  });

  test('tells its version, which is that of the package', async () => {
    await checkUsage('--version', 0, new RegExp(`^bailiwick ${version.replaceAll('.', '\\.')}\n$`));
    assert.equal(JSON.parse(readFileSync('package.json', 'utf8')).version, version);
  });

  test('says what would be right', async () => {
    await checkUsage('chekc', 2, /unknown command chekc; did you mean check\?/);
    await checkUsage('--verbose', 2, /unknown option --verbose/);
    await checkUsage('check --fromat json', 2, /unknown option --fromat; did you mean --format\?/);
    await checkUsage('check -x', 2, /unknown option -x/);
    await checkUsage('check --format yaml', 2, /--format is one of text, json, sarif, github, markdown; got "yaml"/);
    await checkUsage('check --format', 2, /--format needs a value/);
    await checkUsage('check --format json --format text', 2, /--format is given twice/);
    await checkUsage('check --no-color=1', 2, /--no-color takes no value/);
    await checkUsage('check examples --at tomorrow', 2, /--at wants a time such as/);
    await checkUsage('check /no/such/place', 2, /no such file or directory: "\/no\/such\/place"/);
    await checkUsage('decide', 2, /decide needs more to work on\nUsage: bailiwick decide FILE/);
    await checkUsage('decide a b', 2, /decide takes 1 at a time, and got 2/);
    await checkUsage('decide examples', 2, /give one action with --action JSON, or many with --stdin/);
    await checkUsage('decide examples --stdin --action {}', 2, /give one action/);
    await checkUsage('simulate', 2, /simulate needs more to work on/);
    await checkUsage('simulate docs', 2, /no scenario in docs/);
    await checkUsage('explain no-such-thing-at-all', 2, /no rule and no file/);
  });

  for (const planned of ['replay', 'diff', 'learn']) {
    test(`${planned} says that it is not there`, () =>
      checkUsage(`${planned} --role x`, 2, new RegExp(`${planned} is not available in version`)));
  }

  test('is what its documentation says', async () => {
    const file = 'docs/command-line.md';
    let page = readFileSync(file, 'utf8');
    const written = page;
    for (const { name } of COMMANDS) {
      const { out } = await bailiwick([name, '--help']);
      const block = new RegExp(`(<!-- help ${name} -->\n)(?:\n\`\`\`text\n[^\`]*\`\`\`\n)?`);
      assert.match(page, block);
      page = page.replace(block, (_, marker) => `${marker}\n\`\`\`text\n${out}\`\`\`\n`);
    }
    if (process.env.UPDATE) writeFileSync(file, page);
    else assert.equal(written, page, 'UPDATE=1 writes the help into the page');
  });
});
