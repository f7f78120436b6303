import type { CatalogueRule } from '../catalogue-rule.ts';
import { patternWords } from '../command-line.ts';
import { knownPrograms } from '../data/commands/index.ts';
import { replacePattern } from '../edits.ts';
import { ASI02 } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

/** Programs whose names begin like others', beside those of the command tables. */
const MORE_PROGRAMS = [
  'gitk',
  'lsof',
  'lsblk',
  'catdoc',
  'npmrc',
  'nodemon',
  'grepcidr',
  'finger',
  'pstree',
  'makepkg',
  'gofmt',
  'pipenv',
  'curlftpfs',
  'rmmod',
  'killall',
];

export const missingWordBoundary: CatalogueRule = {
  id: 'missing-word-boundary',
  family: 'shell',
  summary: "A pattern ends inside a program's name, so it covers other programs as well.",
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [ASI02],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    const programs = [...knownPrograms(), ...MORE_PROGRAMS];
    for (const rule of context.grants('run')) {
      for (const pattern of rule.patterns) {
        const words = patternWords(pattern.text);
        const name = /^([\w.-]+)\*+$/.exec(words[0] ?? '')?.[1];
        if (pattern.negated || name === undefined) continue;
        const other = [...programs.filter((each) => each.startsWith(name) && each !== name), `${name}x`];
        const rest = words.slice(1).map((word) => (word === '**' ? '' : word.replaceAll('*', 'x')));
        const line = other
          .map((program) => [program, ...rest].filter((word) => word !== '').join(' '))
          .find((value) => context.allows({ verb: 'run', value }));
        if (line === undefined) continue;
        const narrow = replacePattern(rule, pattern, [[name, ...(words.length > 1 ? words.slice(1) : [])].join(' ')]);
        report({
          source: rule.source,
          span: pattern.span,
          message: `${quoted(rule, pattern)} ends inside a word, so ${nameIn(role)} may also run \`${line}\`, which is another program`,
          witness: witnessOf(role, [step({ verb: 'run', value: line }, 'runs another program')]),
          fixes: narrow
            ? [
                {
                  title: `Allow \`${[name, ...words.slice(1)].join(' ')}\` only`,
                  kind: 'offer',
                  edits: narrow,
                  loses: [`programs that begin with ${name}`],
                },
              ]
            : [],
        });
      }
    }
  },
};
