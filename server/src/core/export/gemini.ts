import type { Effect, Verb } from '../model/manifest.ts';
import { exportRules } from './export-rules.ts';
import { type Approximation, one, type Target, type Writer, type Written } from './exported.ts';
import { commandRegex, pathRegex } from './pattern-regex.ts';
import { commandShapes, pathShapes } from './shapes.ts';
import { serverAndOperation, TOO_MANY } from './words.ts';

interface Entry {
  /** Lines of a `[[rule]]` besides its decision and priority. */
  readonly lines: readonly string[];
}

const DECISIONS = { allow: 'allow', ask: 'ask_user', deny: 'deny' } as const;
/** The highest priority decides, whatever the order: deny over ask over allow. */
const PRIORITIES = { allow: 300, ask: 600, deny: 900 } as const;

/**
 * A policy file for `~/.gemini/policies`: those of a workspace are read by nobody at present (gemini-cli issue 18186).
 * Commands are matched in the JSON text of the call's arguments (policy engine; 0.61).
 */
export const GEMINI: Target = {
  id: 'gemini',
  title: 'Gemini CLI',
  export(role, options) {
    const { placed, rows } = exportRules(role, WRITER, options);
    const blocks = placed.map(({ effect, entry }) =>
      ['[[rule]]', ...entry.lines, `decision = "${DECISIONS[effect]}"`, `priority = ${PRIORITIES[effect]}`].join('\n'),
    );
    const name = role.name.replaceAll(/[^A-Za-z0-9._-]/g, '-') || 'role';
    const rest = ['run_shell_command', 'write_file', 'replace', 'web_fetch'].map((tool) =>
      ['[[rule]]', `toolName = "${tool}"`, 'decision = "deny"', 'priority = 100'].join('\n'),
    );
    const text = [
      `# What ${role.name} may do. For ~/.gemini/policies.`,
      ...new Set(blocks),
      '# What nothing above grants.',
      ...rest,
    ].join('\n\n');
    return {
      target: GEMINI.id,
      files: [{ path: `policies/${name}.toml`, text: `${text}\n` }],
      rows,
      notes: ['Copy the file to ~/.gemini/policies: policy files of a workspace have no effect at present.'],
    };
  },
};

const WRITER: Writer<Entry> = {
  effects: new Set<Effect>(['allow', 'ask', 'deny']),
  denies: true,
  conditions: false,
  text: ({ lines }) => lines.join(', '),
  fallback(verb) {
    if (verb === 'read') return { effect: 'allow', why: 'its own policies let the workspace be read' };
    if (verb === 'run' || verb === 'write' || verb === 'fetch') return { effect: 'deny', why: 'a last rule denies it' };
    return { effect: 'ask', why: 'what no rule is about is asked for' };
  },
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
          const path = pathRegex(parts, '[^"/]');
          // A path may be given from the root of the file system; where the workspace is, nobody says. A deny holds for both.
          const start = root === 'absolute' ? '/' : root === 'home' ? '[^"]*/' : effect === 'deny' ? '(?:[^"]*/)?' : '';
          const covers = effect === 'deny' ? 'more' : 'less';
          const why =
            effect === 'deny'
              ? 'it holds in every directory of that name'
              : 'only for paths that are given from the workspace root';
          const argument = `"(?:file_path|absolute_path|path)":"${start}${path}"`;
          return (verb === 'read' ? ['read_file'] : ['write_file', 'replace']).map((tool) => ({
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
      if (named === undefined || named.server.includes('*')) return { unwritable: 'the pattern names no server' };
      if (named.operation !== '*' && named.operation.includes('*'))
        return { unwritable: 'its rules name tools one by one' };
      return one({
        lines: [
          `mcpName = ${JSON.stringify(named.server)}`,
          ...(named.operation === '*' ? [] : [`toolName = ${JSON.stringify(named.operation)}`]),
        ],
      });
    }
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
  const regex = commandRegex(shape, { spell: (word) => JSON.stringify(word).slice(1, -1), character: '[^ "\\\\]' });
  return {
    entry: { lines: ['toolName = "run_shell_command"', `commandRegex = ${toml(`${regex}"`)}`] },
    covers: inexact ? 'more' : plain ? 'exact' : 'less',
    ...(plain ? {} : { why: 'only without quotes' }),
  };
}

/** A literal string of TOML, in which a backslash is one. */
function toml(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}
