import { BUILT_IN, functionName } from '../dialects/gemini/tools.ts';
import type { Effect, Verb } from '../model/manifest.ts';
import { exportRules } from './export-rules.ts';
import { type Approximation, one, type Placed, type Target, type Writer, type Written } from './exported.ts';
import { escaped } from './pattern-regex.ts';
import { commandShapes, type Part, pathShapes } from './shapes.ts';
import { serverAndOperation, TOO_MANY } from './words.ts';

interface Entry {
  /** Lines of a `[[rule]]` besides its decision and priority. */
  readonly lines: readonly string[];
  /** Where it is not that of the decision. */
  readonly priority?: number;
}

const DECISIONS = { allow: 'allow', ask: 'ask_user', deny: 'deny' } as const;
/** The highest priority decides, whatever the order: deny over ask over allow. */
const PRIORITIES = { allow: 300, ask: 600, deny: 900 } as const;

/** Tools that do what a role grants or does not, and are denied where nothing grants it. Reading lists of names is not. */
const LAST = [
  'run_shell_command',
  'read_file',
  'read_many_files',
  'grep_search',
  'write_file',
  'replace',
  'web_fetch',
  'invoke_agent',
];

/**
 * A policy file for `~/.gemini/policies`: those of a workspace are read by nobody at present (gemini-cli issue 18186).
 * Commands are matched in the JSON text of the call's arguments (policy engine; 0.61).
 */
export const GEMINI: Target = {
  id: 'gemini',
  title: 'Gemini CLI',
  export(role, options) {
    const { placed, rows } = exportRules(role, WRITER, options);
    const guards = guardsFor(placed);
    const blocks = [...guards, ...placed].map(({ effect, entry }) =>
      [
        '[[rule]]',
        ...entry.lines,
        `decision = "${DECISIONS[effect]}"`,
        `priority = ${entry.priority ?? PRIORITIES[effect]}`,
      ].join('\n'),
    );
    const name = role.name.replaceAll(/[^A-Za-z0-9._-]/g, '-') || 'role';
    const rest = [...LAST.map((tool) => [`toolName = "${tool}"`]), ['toolName = "*"', 'mcpName = "*"']].map((lines) =>
      ['[[rule]]', ...lines, 'decision = "deny"', 'priority = 100'].join('\n'),
    );
    const text = [
      `# What ${role.name} may do. For ~/.gemini/policies.`,
      ...new Set(blocks),
      '# What nothing above grants.',
      ...rest,
    ].join('\n\n');
    return {
      target: GEMINI.id,
      files: [
        {
          path: `policies/${name}.toml`,
          text: `${text}\n`,
          reads: { path: `.gemini/policies/${name}.toml`, layer: 'user' },
        },
      ],
      rows,
      notes: ['Copy the file to ~/.gemini/policies: policy files of a workspace have no effect at present.'],
    };
  },
};

/** The argument of the tools for files, before its value. */
const FILE = '"(?:file_path|absolute_path|path)":"';

/**
 * Rules compare the text of a command or a path, and the shell and the file system read what is written otherwise in the same
 * way: what could be so is held back before anything is allowed.
 */
function guardsFor(placed: readonly Placed<Entry>[]): readonly Placed<Entry>[] {
  const guards: Placed<Entry>[] = [];
  const has = (verb: Verb, effect: Effect) => placed.some((each) => each.verb === verb && each.effect === effect);
  const isHeld = has('run', 'deny')
    ? has('run', 'allow') || has('run', 'ask')
    : has('run', 'ask') && has('run', 'allow');
  if (isHeld) {
    // Quotes, escapes, expansions, and blanks where one is enough.
    const lines = ['toolName = "run_shell_command"', `commandRegex = ${toml('[^"]*(?:\\\\|[\\\'$`*?{[~]|  )')}`];
    guards.push({ effect: 'deny', verb: 'run', entry: { lines, priority: 890 } });
  }
  for (const verb of ['read', 'write'] as const) {
    if (!has(verb, 'allow') && !has(verb, 'ask')) continue;
    const pattern = `${FILE}(?:@|\\./|[^"]*\\\\|[^"]*//|(?:[^"]*/|)\\.\\.(?:/|")|[^"]*/\\./)`;
    for (const tool of TOOLS[verb]) {
      const lines = [`toolName = "${tool}"`, `argsPattern = ${toml(pattern)}`];
      guards.push({ effect: 'deny', verb, entry: { lines, priority: 890 } });
    }
  }
  return guards;
}

const TOOLS = { read: ['read_file'], write: ['write_file', 'replace'] } as const;

const WRITER: Writer<Entry> = {
  effects: new Set<Effect>(['allow', 'ask', 'deny']),
  denies: true,
  conditions: false,
  text: ({ lines }) => lines.join(', '),
  fallback: () => ({ effect: 'deny', why: 'a last rule denies it' }),
  write,
};

function write(verb: Verb, pattern: string, effect: Effect): Written<Entry> {
  switch (verb) {
    case 'run': {
      const shapes = commandShapes(pattern);
      if (shapes === undefined) return { unwritable: TOO_MANY };
      return { approximations: shapes.map(command) };
    }
    case 'read':
    case 'write': {
      const shapes = pathShapes(pattern);
      if (shapes === undefined) return { unwritable: 'the pattern stands for too many, or leads out of the workspace' };
      return {
        approximations: shapes.flatMap(({ root, parts }): Approximation<Entry>[] => {
          const path = pathRegex(parts);
          // A path may be given from the root of the file system; where the workspace is, nobody says. A deny holds for both.
          const start = root === 'absolute' ? '/' : root === 'home' ? '[^"]*/' : effect === 'deny' ? '(?:[^"]*/|)' : '';
          // One character, or one of a class, is said as any text.
          const isOpen = parts.some((part) => part.kind === 'open' && !part.exact);
          const covers = effect === 'deny' || isOpen ? 'more' : 'less';
          const why =
            effect === 'deny'
              ? 'it holds in every directory of that name'
              : isOpen
                ? 'one character is any text there'
                : 'only for paths that are given from the workspace root';
          const argument = `${FILE}${start}${path}"`;
          return TOOLS[verb].map((tool) => ({
            entry: { lines: [`toolName = "${tool}"`, `argsPattern = ${toml(argument)}`] },
            covers,
            why,
          }));
        }),
      };
    }
    case 'delete':
      return { unwritable: 'files are deleted by commands there' };
    case 'fetch':
      return { unwritable: 'its fetches are told as a text for a model, not as a URL' };
    case 'call': {
      const named = serverAndOperation(pattern);
      if (named === undefined) return { unwritable: 'the pattern names no server' };
      const { server, operation } = named;
      const isAny = server === '*';
      if (!isAny && (server.includes('*') || !/^[\w.:-]{1,24}$/.test(server)))
        return { unwritable: 'the pattern names no server, or one that is called otherwise there' };
      const all = { lines: ['toolName = "*"', `mcpName = ${JSON.stringify(server)}`] };
      if (operation === '*') return one(all);
      if (isAny || operation.includes('*')) {
        return { approximations: [{ entry: all, covers: 'more', why: 'a rule names one tool of a server, or all' }] };
      }
      if (functionName(server, operation) !== `mcp_${server}_${operation}`)
        return { unwritable: 'the tool is called otherwise there, as its name is too long or has other signs' };
      return one({
        lines: [`mcpName = ${JSON.stringify(server)}`, `toolName = ${JSON.stringify(operation)}`],
      });
    }
    case 'delegate':
      if (!/^[a-z0-9_-]+$/.test(pattern) || BUILT_IN.includes(pattern) || pattern.startsWith('mcp_'))
        return { unwritable: 'its rules name agents one by one' };
      return one({ lines: [`toolName = ${JSON.stringify(pattern)}`] });
    default:
      return { unwritable: `it has no rules for ${verb}` };
  }
}

/** The text of a command stands in JSON, between `"command":"` and `"`. */
function command(shape: Parameters<typeof commandRegex>[0]): Approximation<Entry> {
  const literals = shape.flatMap((part) => (part.kind === 'literal' ? [part.text] : []));
  const plain = literals.every((text) => /^[\w@%+=:,./-]+$/.test(text));
  if (plain && literals.length === shape.length - 1 && shape.at(-1)!.kind === 'rest') {
    return {
      entry: { lines: ['toolName = "run_shell_command"', `commandPrefix = ${JSON.stringify(literals.join(' '))}`] },
      covers: 'exact',
    };
  }
  const inexact = shape.some((part) => part.kind === 'open' && !part.exact);
  const regex = commandRegex(shape);
  return {
    entry: { lines: ['toolName = "run_shell_command"', `commandRegex = ${toml(`${regex}"`)}`] },
    covers: inexact ? 'more' : plain ? 'exact' : 'less',
    ...(plain ? {} : { why: 'only without quotes' }),
  };
}

/** One character of a word or a segment. */
const OF_WORD = '[^ "\\\\]';
const OF_SEGMENT = '[^"/]';

/*
 * Gemini CLI drops a rule whose expression has a group and, anywhere after it, a group with a quantifier: of what may be absent,
 * the empty text is the other alternative.
 */

function commandRegex(shape: readonly Part[]): string {
  const spell = (word: string) => escaped(JSON.stringify(word).slice(1, -1));
  let text = '';
  for (const [index, part] of shape.entries()) {
    if (part.kind === 'rest') text += index === 0 ? '[^"\\\\]+' : '(?: [^"\\\\]*|)';
    else text += (index === 0 ? '' : ' ') + partRegex(part, spell, OF_WORD);
  }
  return text;
}

function pathRegex(parts: readonly Part[]): string {
  let text = '';
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (part.kind === 'rest') text += last ? '[^"]+' : '(?:[^"]*\\/|)';
    else text += partRegex(part, escaped, OF_SEGMENT) + (last ? '' : '\\/');
  }
  return text;
}

function partRegex(
  part: Exclude<Part, { readonly kind: 'rest' }>,
  spell: (text: string) => string,
  character: string,
): string {
  if (part.kind === 'literal') return spell(part.text);
  return part.kind === 'any' ? `${character}+` : part.texts.map(spell).join(`${character}*`);
}

/** A literal string of TOML, in which a backslash is one. */
function toml(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}
