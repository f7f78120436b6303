import type { Effect, Verb } from '../model/manifest.ts';
import { quoteWord } from '../scope/command-pattern.ts';
import { exportRules } from './export-rules.ts';
import { type Approximation, one, type Target, type Writer, type Written } from './exported.ts';
import { commandRegex } from './pattern-regex.ts';
import { commandShapes } from './shapes.ts';
import { domainOf, globPaths, serverAndOperation, TOO_MANY } from './words.ts';

interface Entry {
  readonly setting: 'terminal' | 'edits' | 'urls' | 'tool';
  readonly key: string;
}

/**
 * `.vscode/settings.json` and an agent file. A `false` there means that a person is asked: no setting stops the agent
 * (code.visualstudio.com/docs/copilot, terminal auto approval). Which tools it has at all, the agent file says.
 */
export const VSCODE: Target = {
  id: 'vscode',
  title: 'VS Code',
  export(role, options) {
    const { placed, rows } = exportRules(role, WRITER, options);
    const keys = (setting: Entry['setting'], first: Readonly<Record<string, boolean>>) => {
      const map: Record<string, boolean> = { ...first };
      for (const effect of ['allow', 'ask', 'deny'] as const) {
        for (const each of placed) {
          if (each.effect !== effect || each.entry.setting !== setting) continue;
          delete map[each.entry.key];
          map[each.entry.key] = effect === 'allow';
        }
      }
      return map;
    };
    const settings = {
      'chat.tools.global.autoApprove': false,
      'chat.tools.terminal.ignoreDefaultAutoApproveRules': true,
      'chat.tools.terminal.autoApprove': keys('terminal', {}),
      'chat.tools.edits.autoApprove': keys('edits', { '**/*': false }),
      'chat.tools.urls.autoApprove': keys('urls', {}),
    };
    const grants = (verb: Verb) => role.rules.some((rule) => rule.verb === verb && rule.effect !== 'deny');
    const calls = placed
      .filter(({ entry, effect }) => entry.setting === 'tool' && effect !== 'deny')
      .map(({ entry }) => entry.key);
    const tools = [
      ...(grants('read') ? ['read', 'search'] : []),
      ...(grants('write') ? ['edit'] : []),
      ...(grants('run') ? ['execute'] : []),
      ...(grants('fetch') ? ['web'] : []),
      ...(grants('delegate') ? ['agent'] : []),
      ...new Set(calls),
    ];
    const name = role.name.replaceAll(/[^A-Za-z0-9._-]/g, '-') || 'role';
    const purpose = role.role.purpose?.value ?? `What ${role.name} may do`;
    return {
      target: VSCODE.id,
      files: [
        { path: '.vscode/settings.json', text: `${JSON.stringify(settings, undefined, 2)}\n` },
        {
          path: `.github/agents/${name}.agent.md`,
          text: `---\nname: ${JSON.stringify(name)}\ndescription: ${JSON.stringify(purpose)}\ntools: ${JSON.stringify(tools)}\n---\n`,
        },
      ],
      rows,
      notes: [
        'Terminal, edit and URL settings are those of the window, whichever agent is chosen; the agent file only chooses tools.',
        'Where everything is approved (Bypass, Autopilot), these settings are not asked.',
      ],
    };
  },
};

const WRITER: Writer<Entry> = {
  effects: new Set<Effect>(['allow', 'ask', 'deny']),
  denies: false,
  conditions: false,
  text: ({ setting, key }) => `${setting}: ${key}`,
  fallback(verb) {
    if (verb === 'read') return { effect: 'allow', why: 'reading the workspace is never asked for' };
    if (verb === 'call' || verb === 'delegate') return { effect: 'deny', why: 'the agent file names its tools' };
    return { effect: 'ask', why: 'what no setting approves is asked for' };
  },
  write,
};

function write(verb: Verb, pattern: string, effect: Effect): Written<Entry> {
  switch (verb) {
    case 'run': {
      const shapes = commandShapes(pattern);
      if (shapes === undefined) return { unwritable: TOO_MANY };
      return {
        approximations: shapes.map((shape): Approximation<Entry> => {
          const inexact = shape.some((part) => part.kind === 'open' && !part.exact);
          const respelt = shape.some((part) => part.kind === 'literal' && quoteWord(part.text) !== part.text);
          const key = `/^${commandRegex(shape, { spell: quoteWord, character: '[^\\s]' })}$/`;
          const covers = inexact ? 'more' : respelt ? 'less' : 'exact';
          return {
            entry: { setting: 'terminal', key },
            covers,
            ...(respelt ? { why: 'only with the quotes that are written' } : {}),
          };
        }),
      };
    }
    case 'read':
      return { unwritable: 'there is no setting for reading' };
    case 'write':
      return anywhere(
        globPaths(pattern, { workspace: '', absolute: '/' }, { underDirectories: false, escape: (text) => text }),
        pattern,
      );
    case 'delete':
      return { unwritable: 'files are deleted by commands there' };
    case 'fetch': {
      const domain = domainOf(pattern);
      if (domain === undefined) return { unwritable: 'the pattern is no host' };
      const exact = !domain.bounded && domain.depth === 'exact';
      const key = `https://${domain.depth === 'exact' ? '' : '*.'}${domain.host}`;
      return {
        approximations: [
          {
            entry: { setting: 'urls', key },
            covers: exact ? 'exact' : 'more',
            ...(exact ? {} : { why: 'only the host is written' }),
          },
        ],
      };
    }
    case 'call': {
      const named = serverAndOperation(pattern);
      if (named === undefined) return { unwritable: 'the pattern is no server and tool' };
      if (effect === 'deny') return { unwritable: 'an agent file takes no tool away that it names' };
      if (named.operation !== '*' && named.operation.includes('*'))
        return { unwritable: 'an agent file names tools one by one' };
      return one({ setting: 'tool', key: `${named.server}/${named.operation}` });
    }
    default:
      return { unwritable: `it has no setting for ${verb}` };
  }
}

/** Globs are put to whole paths there, so that what is meant of the workspace's root is so of every directory. */
function anywhere(written: Written<string>, pattern: string): Written<Entry> {
  if ('unwritable' in written) return written;
  return {
    approximations: written.approximations.map(({ entry, covers, why }) => {
      const rooted = !pattern.startsWith('**/') && !entry.startsWith('/');
      const key = entry.startsWith('/') || entry.startsWith('**/') ? entry : `**/${entry}`;
      const reason = rooted ? 'it holds in every directory, and not only at the root' : why;
      return {
        entry: { setting: 'edits', key },
        covers: rooted ? 'more' : covers,
        ...(reason === undefined ? {} : { why: reason }),
      };
    }),
  };
}
