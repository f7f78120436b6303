import { URL_DEFAULTS } from '../dialects/vscode/defaults.ts';
import type { Effect, Verb } from '../model/manifest.ts';
import { quoteWord } from '../scope/command-pattern.ts';
import { exportRules } from './export-rules.ts';
import { type Approximation, mapped, one, type Target, type Writer, type Written } from './exported.ts';
import { commandRegex } from './pattern-regex.ts';
import { commandShapes } from './shapes.ts';
import { domainOf, globPaths, serverAndOperation, TOO_MANY } from './words.ts';

interface Entry {
  readonly setting: 'terminal' | 'edits' | 'urls' | 'tool';
  readonly key: string;
}

/**
 * `.vscode/settings.json`, an agent file, and what VS Code takes from a person's own settings only. A `false` there means
 * that a person is asked: no setting stops the agent (code.visualstudio.com/docs/agents/run/approvals). Which tools it has
 * at all, the agent file says.
 */
export const VSCODE: Target = {
  id: 'vscode',
  title: 'VS Code',
  export(role, options) {
    const { placed, rows } = exportRules(role, WRITER, options);
    const keys = (
      setting: Entry['setting'],
      first: Readonly<Record<string, boolean>>,
      order: readonly Effect[] = ['allow', 'ask', 'deny'],
    ) => {
      const map: Record<string, boolean> = { ...first };
      const seen = new Set<string>();
      for (const effect of order) {
        for (const each of placed) {
          const { key } = each.entry;
          if (each.effect !== effect || each.entry.setting !== setting) continue;
          // Of one key that is both approved and asked about, the stricter counts.
          const approve = effect === 'allow' && !(seen.has(key) && map[key] === false);
          if (setting === 'edits') delete map[key];
          map[key] = approve;
          seen.add(key);
        }
      }
      return map;
    };
    const settings = {
      'chat.permissions.default': 'default',
      'chat.tools.terminal.ignoreDefaultAutoApproveRules': true,
      'chat.tools.terminal.autoApproveWorkspaceNpmScripts': false,
      'chat.tools.terminal.blockDetectedFileWrites': 'all',
      'chat.tools.terminal.autoApprove': keys('terminal', {}),
      // The first that matches counts: what is asked about comes first, after what VS Code brings along.
      'chat.tools.urls.autoApprove': keys('urls', UNAPPROVED_URLS, ['deny', 'ask', 'allow']),
    };
    const personal = {
      'chat.tools.global.autoApprove': false,
      'chat.tools.edits.autoApprove': keys('edits', { '**/*': false }),
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
      principal: `vscode/${name}`,
      files: [
        { path: '.vscode/settings.json', text: `${JSON.stringify(settings, undefined, 2)}\n` },
        { path: 'Code/User/settings.json', text: `${JSON.stringify(personal, undefined, 2)}\n` },
        {
          path: `.github/agents/${name}.agent.md`,
          text: `---\nname: ${JSON.stringify(name)}\ndescription: ${JSON.stringify(purpose)}\ntools: ${JSON.stringify(tools)}\n---\n`,
        },
      ],
      rows,
      notes: [
        "VS Code takes what is in `Code/User/settings.json` from a person's own settings only: until it is merged into them, every file of the workspace is edited with nobody asked.",
        'Terminal, edit and URL settings are those of the window, whichever agent is chosen; the agent file only chooses tools.',
        'Where everything is approved (Bypass, Autopilot), these settings are not asked.',
      ],
    };
  },
};

const UNAPPROVED_URLS = Object.fromEntries([...URL_DEFAULTS.keys()].map((pattern) => [pattern, false]));

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
      return inWorkspace(
        globPaths(pattern, { workspace: '', absolute: '/' }, { underDirectories: false, escape: (text) => text }),
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

/** Globs are put to paths from the workspace folder; what is outside of it is always asked about. */
function inWorkspace(written: Written<string>): Written<Entry> {
  if ('unwritable' in written) return written;
  if (written.approximations.some(({ entry }) => /^[/~]|^\.\.\//.test(entry))) {
    return { unwritable: 'what is outside of the workspace is always asked about' };
  }
  return mapped(written, (key): Entry => ({ setting: 'edits', key }));
}
