import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rulesForCommand, rulesForHost, rulesForName, rulesForPath } from '../../server/src/core/decide/rule-index.ts';
import { lineParts } from '../../server/src/core/decide/shell-walk.ts';
import { matchesCommand, type Word } from '../../server/src/core/scope/command.ts';
import { matchesName } from '../../server/src/core/scope/name.ts';
import { matchesPath, normalisePath } from '../../server/src/core/scope/path.ts';
import type { Scope } from '../../server/src/core/scope/question.ts';
import { matchesUrl, readUrl } from '../../server/src/core/scope/url.ts';
import type { ResolvedRole } from '../../server/src/core/workspace/workspace.ts';
import { workspaceOf } from '../support/workspace.ts';

/** A role with a rule for each of these patterns, and how often a rule that matches is, and is not, among those asked. */
function checkAsked(
  verb: string,
  patterns: readonly string[],
  values: readonly string[],
  asked: (role: ResolvedRole, value: string) => { readonly allow: readonly { readonly scope: Scope }[] },
  matches: (scope: Scope, value: string) => boolean,
): void {
  const text = `kind: AgentRole\nversion: 1\nname: r\nallow:\n${patterns.map((each) => `  - ${verb}: [${JSON.stringify(each)}]\n`).join('')}`;
  const role = workspaceOf({ 'r.agent-role.yaml': text }).snapshot.role('r')!;
  assert.equal(role.rules.length, patterns.length);
  let matching = 0;
  let spared = 0;
  for (const value of values) {
    const among = new Set(asked(role, value).allow.map(({ scope }) => scope));
    for (const { patterns: scope } of role.rules) {
      if (matches(scope, value)) {
        assert(among.has(scope), `\`${scope[0]!.text}\` matches ${value} and is not asked`);
        matching++;
      } else if (!among.has(scope)) spared++;
    }
  }
  assert(matching >= values.length, `${matching} matches`);
  assert(spared > matching, `${spared} questions were spared`);
}

test('every path rule that matches is asked, and most others are not', () => {
  const patterns = ['**', 'a', 'a/**', 'a/*', './a/b', 'a/./b', 'a/../b', 'a/b.c', 'a/{b,c}/d', '{a,b}/**', 'a*/b'];
  const outside = [
    '.env',
    '.git/**',
    '~/x',
    '~',
    '/a/**',
    '/**',
    '../a',
    '..',
    'a\\b/c',
    'a[b]/c',
    'ä/**',
    '@a/b-c',
    '-a/**',
  ];
  const paths = [
    'a',
    'a/b',
    'a/b/d',
    'a/b.c',
    'b',
    'b/x/y',
    '.env',
    '.git/hooks/x',
    '~/x',
    '~',
    '/a/b',
    '../a',
    '..',
    'ä/b',
  ];
  checkAsked(
    'read',
    [...patterns, ...outside],
    paths.map((path) => normalisePath(path)),
    (role, path) => rulesForPath(role, 'read', path),
    matchesPath,
  );
});

test('every command rule that matches is asked, and most others are not', () => {
  const plain = [
    'git **',
    'git',
    'git push',
    'git-lfs **',
    './x.sh *',
    '/usr/bin/git **',
    'npm run *',
    'node --x=1 **',
  ];
  const open = [
    '**',
    '* status',
    '{git,npm} test',
    '"git" push',
    "'git' status",
    'g* push',
    'A=1 git push',
    'A=* **',
    '\\git push',
  ];
  const lines = [
    'git push',
    'git status',
    'git',
    "'git' push",
    'git-lfs pull',
    './x.sh a',
    '/usr/bin/git push',
    'npm test',
    'npm run x',
    'A=1 git push',
    '$TOOL push',
  ];
  const wordsOf = (line: string): { readonly all: readonly Word[]; readonly program: string | undefined } => {
    const [part] = lineParts(line, '').parts;
    assert(part?.kind === 'command');
    const words = part.words.map(({ word }) => word);
    const before = part.assignments.map(
      ({ name, value }): Word => ({ kind: 'literal', text: `${name}=${value.kind === 'literal' ? value.text : ''}` }),
    );
    return { all: [...before, ...words], program: words[0]?.kind === 'literal' ? words[0].text : undefined };
  };
  checkAsked(
    'run',
    [...plain, ...open],
    lines,
    (role, line) => rulesForCommand(role, wordsOf(line).program),
    (scope, line) => matchesCommand(scope, wordsOf(line).all) !== 'no',
  );
});

test('every address rule that matches is asked, and most others are not', () => {
  const plain = [
    'example.com',
    'https://example.com/**',
    'https://example.com:8443/x',
    'api.example.com?q=*',
    'http://example.com',
    'https://a.b.example.com/a/*',
  ];
  const open = [
    '*.example.com',
    '**.example.com',
    'https://EXAMPLE.com/**',
    'https://*/**',
    '127.0.0.1',
    'https://10.0.0.0/8',
    'http://0x7f.1/',
    'bücher.example',
    'xn--bcher-kva.example',
    '{a,b}.example.com',
    'localhost',
    'http://localhost:3000/**',
    '[::1]',
  ];
  const urls = [
    'https://example.com/',
    'https://EXAMPLE.com./x',
    'https://example.com:8443/x',
    'https://api.example.com/?q=1',
    'http://example.com/',
    'https://a.example.com/',
    'https://a.b.example.com/a/b',
    'https://127.0.0.1/',
    'https://10.1.2.3/x',
    'http://127.1/',
    'https://bücher.example/',
    'http://localhost:3000/x',
  ];
  checkAsked(
    'fetch',
    [...plain, ...open],
    urls,
    (role, text) => {
      const url = readUrl(text);
      assert(!('problem' in url), text);
      return rulesForHost(role, url.host);
    },
    (scope, text) => {
      const url = readUrl(text);
      return !('problem' in url) && matchesUrl(scope, url);
    },
  );
});

test('every rule about operations that matches is asked, and most others are not', () => {
  const patterns = [
    'github/get_*',
    'github/**',
    'git*/x',
    '{github,jira}/x',
    '**',
    '*/x',
    'jira/x',
    'jira.cloud/x',
    'a-b/c',
    'slack/post/x',
    'ä/x',
    'tool\\-x/y',
  ];
  const names = [
    'github/get_a',
    'github/x',
    'gitlab/x',
    'jira/x',
    'jira.cloud/x',
    'a-b/c',
    'slack/post/x',
    'ä/x',
    'tool-x/y',
  ];
  checkAsked('call', patterns, names, (role, name) => rulesForName(role, 'call', name), matchesName);
});
