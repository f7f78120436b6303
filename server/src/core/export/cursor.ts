import type { Effect, Verb } from '../model/manifest.ts';
import { exportRules } from './export-rules.ts';
import { mapped, one, type Target, type Writer, type Written } from './exported.ts';
import { domainOf, globPaths, serverAndOperation, wildcardCommands } from './words.ts';

/** `.cursor/cli.json`: allow and deny, deny first, everything else is asked (cursor.com/docs/cli/reference/permissions). */
export const CURSOR: Target = {
  id: 'cursor',
  title: 'Cursor CLI',
  export(role, options) {
    const { placed, rows } = exportRules(role, WRITER, options);
    const of = (effect: Effect) => [
      ...new Set(placed.filter((each) => each.effect === effect).map(({ entry }) => entry)),
    ];
    const config = { permissions: { allow: of('allow'), deny: of('deny') } };
    return {
      target: CURSOR.id,
      files: [{ path: '.cursor/cli.json', text: `${JSON.stringify(config, undefined, 2)}\n` }],
      rows,
      notes: [
        'How it takes apart a line of several commands is not documented: a deny may be got round by a wrapper or a pipe.',
        'The editor itself reads other files; this one is for the command line.',
      ],
    };
  },
};

const WRITER: Writer<string> = {
  effects: new Set<Effect>(['allow', 'deny']),
  denies: true,
  conditions: false,
  text: (entry) => entry,
  fallback: (verb) =>
    verb === 'read'
      ? { effect: 'allow', why: 'reading needs no approval there (cursor.com/docs/agent/security)' }
      : { effect: 'ask', why: 'what no rule is about is asked for' },
  write,
};

function write(verb: Verb, pattern: string, _effect: Effect): Written<string> {
  switch (verb) {
    case 'run': {
      const written = wildcardCommands(pattern, { signs: ':()' });
      if ('unwritable' in written) return written;
      const approximations = written.approximations.flatMap((each) => {
        const [program = '', ...rest] = each.entry.split(' ');
        if (program.includes('*')) return [];
        if (rest.length === 1 && rest[0] === '*') return [{ ...each, entry: `Shell(${program})` }];
        // The bare program has no arguments to match, and its rule covers every argument.
        if (rest.length === 0)
          return [
            {
              ...each,
              entry: `Shell(${program})`,
              covers: 'more' as const,
              why: 'the name alone stands for any arguments',
            },
          ];
        const tail = rest.join(' ');
        const texts = tail.endsWith(' *') ? [tail.slice(0, -2), tail] : [tail];
        return texts.map((text) => ({ ...each, entry: `Shell(${program}:${text})` }));
      });
      return approximations.length < written.approximations.length
        ? { unwritable: 'a rule has to name its program' }
        : { approximations };
    }
    case 'read':
    case 'write':
      return uncertainHome(
        mapped(
          globPaths(
            pattern,
            { workspace: '', home: '~/', absolute: '/' },
            { underDirectories: false, escape: (text) => text },
          ),
          (text) => `${verb === 'read' ? 'Read' : 'Write'}(${text})`,
        ),
      );
    case 'delete':
      return { unwritable: 'files are deleted by commands there' };
    case 'fetch': {
      const isEveryScheme = pattern.startsWith('*://');
      const domain = domainOf(pattern.replace(/^\*:/, 'https:'));
      if (domain === undefined) return { unwritable: 'its fetches are told apart by domain only' };
      const why = domain.bounded ? 'a domain is all of its paths' : 'a domain is fetched with `http:` as well';
      const rest = !domain.bounded && isEveryScheme ? { covers: 'exact' as const } : { covers: 'more' as const, why };
      const below = domain.depth === 'one' ? { covers: 'more' as const, why: '`*.` is any depth there' } : rest;
      return {
        approximations: [
          ...(domain.depth === 'exact' ? [] : [{ entry: `WebFetch(*.${domain.host})`, ...below }]),
          ...(domain.depth === 'one' ? [] : [{ entry: `WebFetch(${domain.host})`, ...rest }]),
        ],
      };
    }
    case 'call': {
      const named = serverAndOperation(pattern);
      return named === undefined
        ? { unwritable: 'the pattern is no server and tool' }
        : one(`Mcp(${named.server}:${named.operation})`);
    }
    default:
      return { unwritable: `it has no rules for ${verb}` };
  }
}

/** What stands for the home directory is not documented, nor are braces: what is written so may hold nothing. */
function uncertainHome(written: Written<string>): Written<string> {
  if ('unwritable' in written) return written;
  return {
    approximations: written.approximations.map((each) =>
      /\(~\/|[{}[\]]/.test(each.entry)
        ? { ...each, covers: 'less', why: 'whether `~` and brackets are signs there is not documented' }
        : each,
    ),
  };
}
