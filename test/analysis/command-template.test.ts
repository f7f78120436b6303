import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fittedWays, patternWords, plantedEnd, SHOWN } from '../../server/src/core/analysis/command-line.ts';
import { fitWords, type OptionSyntax, readTemplate } from '../../server/src/core/analysis/command-template.ts';
import { commandEntries, entriesOf } from '../../server/src/core/analysis/data/commands/index.ts';

const SYNTAX: OptionSyntax = { globals: { '-C': 1, '--quiet': 0 }, values: new Set(['-n', '-o', '--name']) };

/** The words that a template makes of a pattern, or none. */
function checkFit(pattern: string, template: string, expected: string | undefined, syntax = SYNTAX): void {
  const words = pattern === '' ? [] : pattern.split(' ');
  assert.equal(fitWords(words, readTemplate(template), syntax)?.join(' '), expected, `${pattern} with ${template}`);
}

suite('a template in a pattern', () => {
  test('options stand wherever there is room, operands in their order', () => {
    checkFit('**', 'log --out={out} [HEAD] **', 'log --out={out} HEAD');
    checkFit('log **', 'log --out={out} **', 'log --out={out}');
    checkFit('log -p ** main', 'log --out={out} [HEAD] **', 'log -p --out={out} main');
    checkFit('log main **', 'log --out={out} [HEAD] **', 'log main --out={out}');
    checkFit('show **', 'log --out={out} **', undefined);
    checkFit('log main', 'log --out={out} **', undefined);
    checkFit('a **', '** x', 'a x');
    checkFit('a b', '** x', undefined);
    checkFit('a **', 'x **', undefined);
  });
  test('one star is one word, which may be an option', () => {
    checkFit('log *', 'log --out={out} **', 'log --out={out}');
    checkFit('log *', 'log -o {out} **', undefined);
    checkFit('log * *', 'log -o {out} **', 'log -o {out}');
    checkFit('log --out=*', 'log --out={out} **', 'log --out={out}');
    checkFit('* HEAD', 'log [x]', 'log HEAD');
  });
  test('what an option takes is no option', () => {
    checkFit('log -n *', 'log --out={out} **', undefined);
    checkFit('log -n **', 'log --out={out} **', 'log -n x --out={out}');
    checkFit('log -xn * *', 'log --out={out} **', 'log -xn x --out={out}');
    checkFit('log -v *', 'log --out={out} **', 'log -v --out={out}');
    checkFit('log --some *', 'log --out={out} **', undefined, { globals: {} });
  });
  test('what stands before a subcommand', () => {
    checkFit('-C src log **', 'log --out={out} **', '-C src log --out={out}');
    checkFit('--quiet **', "-c 'x={cmd}' log", '--quiet -c x={cmd} log');
    checkFit('log **', "-c 'x={cmd}' log", undefined);
  });
  test('behind -- nothing is an option', () => {
    checkFit('log -- **', 'log --out={out} **', undefined);
    checkFit('log ** -- src', 'log --out={out} **', 'log --out={out} -- src');
    checkFit('run -- **', 'run -- x', 'run -- x');
  });
  test('where the first operand ends the options', () => {
    const ordered = { ...SYNTAX, ordered: true, last: new Set(['-m']) };
    checkFit('app.py **', '-c {cmd} **', undefined, ordered);
    checkFit('-v **', '-c {cmd} **', '-v -c {cmd}', ordered);
    checkFit('-m tool **', '-c {cmd} **', undefined, ordered);
    checkFit('-m tool **', '', undefined, ordered);
  });
  test('what stands behind a module is read by the module', () => {
    const python = { ...SYNTAX, ordered: true, values: new Set(['-c', '-m', '-W']), last: new Set(['-c', '-m']) };
    checkFit('**', '-m base64 -e {secret}', '-m base64 -e {secret}', python);
    checkFit('-v **', '-m base64 -e {secret}', '-v -m base64 -e {secret}', python);
    checkFit('** -m base64', '-m base64 -e {secret}', undefined, python);
    checkFit('-e ** -m base64', '-m base64 -e {secret}', undefined, python);
    checkFit('-e * -m base64', '-m base64 -e {secret}', undefined, python);
    checkFit('-m base64 **', '-m base64 -e {secret}', '-m base64 -e {secret}', python);
    checkFit('-m * **', '-m base64 -e {secret}', '-m base64 -e {secret}', python);
    checkFit('-m pytest -q **', '-m pytest {file} **', '-m pytest -q {file}', python);
    checkFit('-m pytest -- **', '-m pytest -p x **', undefined, python);
    checkFit('-m pytest tests/unit **', '-m pytest -p x **', '-m pytest tests/unit -p x', python);
    checkFit('app.py **', '-m pytest -p x **', undefined, python);
    checkFit('-W * -m tool **', '-m tool -o {out}', '-W x -m tool -o {out}', python);
  });
  test('words that stay together, and samples in them', () => {
    checkFit('. **', '<-exec {cmd} ;> **', '. -exec {cmd} ;');
    checkFit('get --bucket mine **', 'get <--bucket [x]> {out}', 'get --bucket mine {out}');
  });
});

test('every entry is reached by a grant of its whole program, and by none of its help', () => {
  const missed: string[] = [];
  for (const entry of commandEntries()) {
    if (fittedWays([entry.program, '**'], entry, SHOWN).length === 0) missed.push(entry.id);
    if (fittedWays([entry.program, '--help'], entry, SHOWN).length > 0) missed.push(`${entry.id} by --help`);
  }
  assert.deepEqual(missed, []);
});

/** What a grant reaches by command knowledge alone, effect by effect; what needs files or rights of others left out. */
function effectsOf(grant: string): string[] {
  const words = patternWords(grant);
  const found = entriesOf(words[0]!).filter(
    (entry) => entry.needs === undefined && entry.assigns === undefined && fittedWays(words, entry, SHOWN).length > 0,
  );
  return [...new Set(found.map(({ effect }) => effect))].sort();
}

test('options that are shortened are options', () => {
  const [entry] = entriesOf('git').filter(({ id }) => id.includes('--op^en'));
  assert.deepEqual(fittedWays(['git', 'grep', '**'], entry!, SHOWN), [
    'git grep --open-files-in-pager=sh x',
    'git grep --op=sh x',
  ]);
});

test('what stands behind the first operand of a runner belongs to what it runs', () => {
  for (const [grant, ...effects] of [
    ['python3 scripts/report.py **'],
    ['node scripts/build.js **'],
    ['uv run scripts/report.py **'],
    ['bash scripts/ci.sh **'],
    ['xargs grep -l TODO **'],
    ['env CI=1 ls **'],
    ['env CI=1 **', 'env', 'exec'],
    ['env **', 'env', 'exec'],
    ['timeout 60 make test **'],
    ['timeout 60 **', 'exec'],
    ['nice -n 5 make test **'],
    ['sudo systemctl restart nginx **'],
    ['sudo -u deploy **', 'elevate'],
    ['strace -f ls **'],
    ['cargo run example **'],
    ['go build ./... **'],
    ['go test ./... **', 'exec', 'write'],
    ['redis-cli PING **'],
    ['terraform plan out **'],
    ['gawk 1 src/a.csv **', 'read'],
    ['watch git status **', 'exec'],
    ['parallel gzip ::: **'],
    ['aws --version* **'],
    ['gh repo sync --help* **'],
    ['git remote -v* **', 'net'],
  ] as const)
    assert.deepEqual(effectsOf(grant), effects, grant);
});

test('a program that is told what to do elsewhere reads no commands from its standard input', () => {
  for (const [grant, ...effects] of [
    ['psql -f schema.sql'],
    ['psql -c "select 1"'],
    ['mysql -e "show tables"'],
    ['mysql --execute=x app'],
    ['mysql app', 'destroy', 'exec'],
    ['sqlite3 data.db "select 1"'],
    ['sqlite3 data.db .schema'],
    ['sqlite3 data.db', 'exec'],
    ['duckdb data.db "select 1"'],
    ['mongosh --eval "db.stats()"'],
    ['mongosh report.js'],
    ['runghc report.hs'],
    ['irb report.rb'],
    ['m4 site.m4'],
    ['pwsh -NoProfile -File build.ps1'],
    ['gdb -batch -ex bt core'],
    ['at -l'],
    ['at now', 'defer'],
    ['git apply fix.patch'],
    ['git apply', 'write'],
    ['patch -p1 -i fix.patch'],
    ['bash -c "git status"'],
    ['/bin/bash -lc "git status | wc -l"'],
    ['bash -l', 'exec'],
    ['python3 -uc "print(1)"'],
    ['node -e "console.log(1)"'],
    ['node -pe 1'],
    ['node', 'exec'],
    ['ruby -e "puts 1"'],
    ['fish -c "git status"'],
  ] as const)
    assert.deepEqual(effectsOfProven(grant), effects, grant);
});

/** The same without what a file of the role's own making does. */
function effectsOfProven(grant: string): string[] {
  const words = patternWords(grant);
  const found = entriesOf(words[0]!).filter(
    (entry) =>
      plantedEnd(entry) === undefined &&
      entry.needs === undefined &&
      entry.assigns === undefined &&
      fittedWays(words, entry, SHOWN).length > 0,
  );
  return [...new Set(found.map(({ effect }) => effect))].sort();
}

test('ordinary exact grants reach nothing', () => {
  for (const grant of [
    'git log --oneline',
    'git status --short',
    'git diff --stat',
    'git fetch origin',
    'npm test',
    'npm run build',
    'npm ci --ignore-scripts',
    'cargo test --locked',
    'go test ./...',
    'pytest -q tests/unit',
    'tsc --noEmit',
    'eslint src',
    'make test',
    'docker ps',
    'kubectl get pods',
    'terraform validate',
    'sed -n 1,20p src/*',
    'find . -name *.ts -type f',
    'grep -rn TODO src',
    'ls -la *',
    'cat src/*',
    'curl https://api.example.com/health',
    'python scripts/report.py *',
    'node scripts/build.js **',
    'docker run --rm node:22 **',
  ]) {
    const found = effectsOf(grant).filter((effect) => grant !== 'docker run --rm node:22 **' || effect !== 'exec');
    assert.deepEqual(found, [], grant);
  }
});
