import type { Action, Json } from '../decide/action.ts';
import { type Condition, type Effect, type Rule, VERBS, type Verb } from '../model/manifest.ts';
import { plainWords } from '../scope/command-pattern.ts';
import { normalisePath, ROOT, rootOf } from '../scope/path.ts';
import { readUrl } from '../scope/url.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { exportRules } from './export-rules.ts';
import type { Approximation, Target, Writer, Written } from './exported.ts';
import { commandShapes, type Part, type PathShape, pathShapes } from './shapes.ts';
import { TOO_MANY } from './words.ts';

/** Parts of a path, a command or a URL are attributes of their own, since `like` goes on over separators. */
const MOST_PARTS = 16;

/**
 * Policies and a schema for Cedar 4. Forbid wins over permit and nothing else is permitted, as here. An ask is a permit
 * that holds once `context.approved` is true: the enforcement point asks a person and puts the request again.
 */
export const CEDAR: Target = {
  id: 'cedar',
  title: 'Cedar',
  export(role, options) {
    const { placed, rows } = exportRules(role, WRITER, options);
    const principal = `Bailiwick::Role::${JSON.stringify(role.name)}`;
    const policy = (effect: Effect, verb: Verb, { surely, perhaps }: Entry): string => {
      const head = `(\n  principal == ${principal},\n  action == Bailiwick::Action::${JSON.stringify(verb)},\n  resource\n)`;
      if (effect === 'deny') return `@effect("deny")\nforbid ${head}\nwhen {\n  ${perhaps}\n};`;
      if (effect === 'allow') return `@effect("allow")\npermit ${head}\nwhen {\n  ${surely}\n};`;
      return [
        `@effect("ask")\npermit ${head}\nwhen {\n  context.approved && ${surely}\n};`,
        // Asks are stronger than allows.
        `@effect("ask")\nforbid ${head}\nwhen {\n  !context.approved && ${perhaps}\n};`,
      ].join('\n\n');
    };
    const policies = [...new Set(placed.map(({ effect, verb, entry }) => policy(effect, verb, entry)))];
    const name = role.name.replaceAll(/[^A-Za-z0-9._-]/g, '-') || 'role';
    const head = [
      `// What ${role.name} may do. A command line is taken apart by the enforcement point: each simple command,`,
      '// redirection and assignment in it is a request of its own, and one that cannot be taken apart is none.',
    ].join('\n');
    return {
      target: CEDAR.id,
      files: [
        { path: `${name}.cedar`, text: `${head}\n\n${policies.join('\n\n')}\n` },
        { path: 'bailiwick.cedarschema', text: schemaText() },
      ],
      rows,
      notes: [
        `Paths, commands and URLs have their first and last ${MOST_PARTS} parts as attributes; \`size\` is their number.`,
      ],
    };
  },
};

/** When a rule matches: what a grant is given for, and what a deny, or an ask over an allow, holds for. */
interface Entry {
  readonly surely: string;
  readonly perhaps: string;
}

const WRITER: Writer<Entry> = {
  effects: new Set<Effect>(['allow', 'ask', 'deny']),
  denies: true,
  conditions: true,
  text: ({ surely }) => surely,
  fallback: () => ({ effect: 'deny', why: 'what nothing permits is denied' }),
  write,
};

function write(verb: Verb, pattern: string, _effect: Effect, rule: Rule): Written<Entry> {
  const scope = scopeOf(verb, pattern);
  if (!Array.isArray(scope)) return scope as Written<Entry>;
  const tests: Entry[] = [];
  let covers: Approximation<Entry>['covers'] = 'exact';
  let why: string | undefined;
  if (rule.methods.length > 0) {
    const test = `[${rule.methods.map(({ value }) => text(value)).join(', ')}].contains(context.method)`;
    tests.push({ surely: test, perhaps: test });
  }
  for (const condition of rule.where) {
    const test = conditionOf(condition);
    if ('problem' in test) {
      covers = 'more';
      why = test.problem;
    } else {
      tests.push(test);
      if (covers === 'exact') covers = 'closer';
      why ??= 'Cedar tests no lists and no fractions: a grant does not hold for them, a deny and an ask do';
    }
  }
  return {
    approximations: (scope as readonly Approximation<string>[]).map((each) => {
      const reason = why ?? each.why;
      const joined = (of: keyof Entry) => [each.entry, ...tests.map((test) => test[of])].join(' && ');
      return {
        entry: { surely: joined('surely'), perhaps: joined('perhaps') },
        covers: covers === 'more' || each.covers === 'exact' ? covers : each.covers,
        ...(reason === undefined ? {} : { why: reason }),
      };
    }),
  };
}

function scopeOf(verb: Verb, pattern: string): readonly Approximation<string>[] | { readonly unwritable: string } {
  switch (verb) {
    case 'run': {
      if (pattern === '**') return [{ entry: 'context.words.size > 0', covers: 'exact' }];
      const shapes = commandShapes(pattern);
      return shapes === undefined
        ? { unwritable: TOO_MANY }
        : all(shapes.map((shape) => partsTest('context.words', shape, 0)));
    }
    case 'read':
    case 'write':
    case 'delete': {
      const shapes = pathShapes(pattern);
      if (shapes === undefined) return { unwritable: 'the pattern stands for too many, or leads out of the workspace' };
      return all(shapes.map(pathTest));
    }
    case 'fetch':
      return urlTest(pattern);
    default:
      return nameTest(pattern);
  }
}

type Test = Approximation<string> | { readonly unwritable: string };

function all(tests: readonly Test[]): readonly Approximation<string>[] | { readonly unwritable: string } {
  const problem = tests.find((test): test is { readonly unwritable: string } => 'unwritable' in test);
  return problem ?? (tests as readonly Approximation<string>[]);
}

function pathTest({ root, parts }: PathShape): Test {
  // `**` alone is the root of the workspace, too.
  const least = parts.length === 1 && parts[0]!.kind === 'rest' ? 0 : undefined;
  const test = partsTest('context.path', parts, parts.at(-1)?.kind === 'rest' ? 1 : 0, least);
  return 'unwritable' in test ? test : { ...test, entry: `context.root == "${root}" && ${test.entry}` };
}

/** Tests of the parts from the front up to `**`, and of those after it from the end. */
function partsTest(at: string, parts: readonly Part[], underRest: number, least?: number): Test {
  const rests = parts.filter(({ kind }) => kind === 'rest').length;
  const fixed = parts.length - rests;
  if (rests > 1) return { unwritable: 'several `**` in one pattern cannot be said without loops' };
  if (fixed > MOST_PARTS) return { unwritable: `more than ${MOST_PARTS} parts` };
  const split = rests === 0 ? parts.length : parts.findIndex(({ kind }) => kind === 'rest');
  const tests = [rests === 0 ? `${at}.size == ${fixed}` : `${at}.size >= ${least ?? fixed + underRest}`];
  let inexact = false;
  const part = (name: string, each: Part) => {
    const attribute = `${at}.${name}`;
    if (each.kind === 'literal') tests.push(`${at} has ${name} && ${attribute} == ${text(each.text)}`);
    if (each.kind === 'open') {
      inexact ||= !each.exact;
      tests.push(`${at} has ${name} && ${attribute} like ${like(each.texts)}`);
    }
  };
  parts.slice(0, split).forEach((each, index) => {
    part(`first${index}`, each);
  });
  const tail = parts.slice(split + 1);
  tail.forEach((each, index) => {
    part(`last${tail.length - 1 - index}`, each);
  });
  const entry = tests.join(' && ');
  return inexact
    ? { entry, covers: 'more', why: 'a class of characters is any text there' }
    : { entry, covers: 'exact' };
}

function urlTest(pattern: string): readonly Approximation<string>[] | { readonly unwritable: string } {
  const match = /^(?:(https?|\*):\/\/)?(\*\*?|(?:\*\*?\.)?[^/:?*{}[\]]+)(?::(\d+))?(\/[^?]*)?$/s.exec(pattern);
  if (!match) return { unwritable: 'the pattern has a query, a range of addresses or alternatives in it' };
  const [, scheme = 'https', host = '', port, path] = match;
  const tests = [scheme === '*' ? 'context.standardPort' : `context.scheme == ${text(scheme)}`];
  if (port !== undefined) tests.push(`context.port == ${Number(port)}`);
  else if (scheme !== '*') tests.push(`context.port == ${scheme === 'http' ? 80 : 443}`);
  if (host !== '*' && host !== '**') {
    const labels = host
      .toLowerCase()
      .split('.')
      .map(
        (label): Part =>
          label === '*' ? { kind: 'any' } : label === '**' ? { kind: 'rest' } : { kind: 'literal', text: label },
      );
    const test = partsTest('context.host', labels, 0);
    if ('unwritable' in test) return test;
    tests.push(test.entry);
  }
  if (path === undefined) return [{ entry: tests.join(' && '), covers: 'exact' }];
  const shapes = pathShapes(path);
  if (shapes === undefined || /[[\]?]/.test(path)) return { unwritable: 'the path of the pattern stands for too many' };
  return all(
    shapes.map(({ parts }): Test => {
      const test = partsTest('context.path', parts, parts.at(-1)?.kind === 'rest' ? 1 : 0);
      return 'unwritable' in test ? test : { ...test, entry: [...tests, test.entry].join(' && ') };
    }),
  );
}

function nameTest(pattern: string): readonly Approximation<string>[] | { readonly unwritable: string } {
  if (pattern === '**') return [{ entry: 'context.name.size > 0', covers: 'exact' }];
  const shapes = pathShapes(pattern);
  if (shapes === undefined || /[[\]?\\]/.test(pattern)) return { unwritable: TOO_MANY };
  return all(shapes.map(({ parts }) => partsTest('context.name', parts, 0)));
}

/** A condition on an argument, where the argument is given as text, number or yes and no. */
function conditionOf({ argument, tests }: Condition): Entry | { readonly problem: string } {
  const path = argument.value.split('.');
  if (path.some((each) => !/^[A-Za-z_]\w*$/.test(each) || /__|^_|_$|^length$/.test(each)))
    return { problem: `the argument \`${argument.value}\` has no name that Cedar takes` };
  const key = path.join('__');
  const as = (kind: 'text' | 'number' | 'flag') => `arg_${kind}_${key}`;
  const given = (kind: 'text' | 'number' | 'flag', test: string) => `context.arguments has ${as(kind)} && ${test}`;
  const equals = (value: Json): string | undefined => {
    if (typeof value === 'string') return given('text', `context.arguments.${as('text')} == ${text(value)}`);
    if (typeof value === 'number' && Number.isSafeInteger(value))
      return given('number', `context.arguments.${as('number')} == ${value}`);
    if (typeof value === 'boolean') return given('flag', `context.arguments.${as('flag')} == ${value}`);
    return undefined;
  };
  const written: string[] = [];
  for (const test of tests) {
    switch (test.kind) {
      case 'is':
      case 'in': {
        const values = (test.kind === 'is' ? [test.value] : test.values).map(equals);
        if (values.includes(undefined))
          return { problem: `\`where.${argument.value}\` has a value that Cedar has no type for` };
        written.push(values.length === 1 ? values[0]! : `(${values.map((each) => `(${each})`).join(' || ')})`);
        break;
      }
      case 'min':
      case 'max':
        if (!Number.isSafeInteger(test.value)) return { problem: `\`where.${argument.value}\` is no whole number` };
        written.push(
          given('number', `context.arguments.${as('number')} ${test.kind === 'min' ? '>=' : '<='} ${test.value}`),
        );
        break;
      default:
        return { problem: `\`where.${argument.value}\`: Cedar has nothing like \`${test.kind}\`` };
    }
  }
  const surely = written.join(' && ');
  return { surely, perhaps: `((${surely}) || context.arguments has arg_other_${key})` };
}

function like(texts: readonly string[]): string {
  return `"${texts.map((each) => text(each).slice(1, -1).replaceAll('*', '\\*')).join('*')}"`;
}

/** A string of Cedar. Its escapes are those of Rust. */
function text(value: string): string {
  let result = '';
  for (const character of value) {
    const code = character.codePointAt(0)!;
    if (character === '"' || character === '\\') result += `\\${character}`;
    else if (code < 0x20 || code === 0x7f) result += `\\u{${code.toString(16)}}`;
    else result += character;
  }
  return `"${result}"`;
}

function schemaText(): string {
  const parts = (name: string) =>
    `type ${name} = {\n  size: Long,\n${Array.from({ length: MOST_PARTS }, (_, index) => `  first${index}?: String,\n  last${index}?: String,`).join('\n')}\n};`;
  return `namespace Bailiwick {
${indented(parts('Parts'))}

  entity Role;
  entity Resource;

  action "read", "write", "delete" appliesTo {
    principal: Role, resource: Resource,
    context: { approved: Bool, root: String, path: Parts }
  };
  action "run" appliesTo {
    principal: Role, resource: Resource,
    context: { approved: Bool, words: Parts }
  };
  action "fetch" appliesTo {
    principal: Role, resource: Resource,
    context: { approved: Bool, scheme: String, port: Long, standardPort: Bool, method: String, host: Parts, path: Parts }
  };
  action "delegate", "use", "remember" appliesTo {
    principal: Role, resource: Resource,
    context: { approved: Bool, name: Parts }
  };
  // What \`arguments\` has depends on the tools: \`arg_text_owner\`, \`arg_number_amount\`, \`arg_flag_draft\`,
  // and \`arg_other_to\` where the argument \`to\` is a list or no whole number.
  action "call" appliesTo {
    principal: Role, resource: Resource,
    context: { approved: Bool, name: Parts, arguments: {} }
  };
}
`;
}

function indented(value: string): string {
  return value.replaceAll(/^/gm, '  ');
}

/** The request that an enforcement point would put for an action, or why there is none. For one simple command. */
export function cedarRequest(
  role: ResolvedRole,
  action: Action,
  approved: boolean,
):
  | { readonly principal: Json; readonly action: Json; readonly resource: Json; readonly context: Json }
  | { readonly problem: string } {
  const context = contextOf(action);
  if (context === undefined) return { problem: 'not one simple action' };
  if (!VERBS.includes(action.verb)) return { problem: 'no verb' };
  return {
    principal: { type: 'Bailiwick::Role', id: role.name },
    action: { type: 'Bailiwick::Action', id: action.verb },
    resource: { type: 'Bailiwick::Resource', id: action.value },
    context: { approved, ...context },
  };
}

function contextOf(action: Action): { readonly [key: string]: Json } | undefined {
  switch (action.verb) {
    case 'read':
    case 'write':
    case 'delete': {
      const { root, rest } = rootOf(normalisePath(action.value));
      const named =
        root === ROOT.workspace
          ? 'workspace'
          : root === ROOT.home
            ? 'home'
            : root === ROOT.absolute
              ? 'absolute'
              : 'elsewhere';
      return { root: named, path: partsContext(rest === '' ? [] : rest.split('/')) };
    }
    case 'run': {
      const words = plainWords(action.value);
      return words === undefined ? undefined : { words: partsContext(words) };
    }
    case 'fetch': {
      const url = readUrl(action.value);
      if ('problem' in url) return undefined;
      const standard = (url.scheme === 'https' && url.port === 443) || (url.scheme === 'http' && url.port === 80);
      return {
        scheme: url.scheme,
        port: url.port,
        standardPort: standard,
        method: action.method ?? 'GET',
        host: partsContext(url.host.split('.')),
        path: partsContext(url.path.slice(1) === '' ? [] : url.path.slice(1).split('/')),
      };
    }
    case 'call':
      if (!/^[^/]+\/./s.test(action.value)) return undefined;
      return { name: partsContext(action.value.split('/')), arguments: argumentsContext(action.with ?? {}) };
    default:
      return { name: partsContext(action.value.split('/')) };
  }
}

function partsContext(parts: readonly string[]): { readonly [key: string]: Json } {
  const context: Record<string, Json> = { size: parts.length };
  for (let index = 0; index < Math.min(parts.length, MOST_PARTS); index++) {
    context[`first${index}`] = parts[index]!;
    context[`last${index}`] = parts[parts.length - 1 - index]!;
  }
  return context;
}

/** What is known of arguments by their kind. One in an object has the object's name before it; a whole name counts first. */
function argumentsContext(values: { readonly [key: string]: Json }): { [key: string]: Json } {
  const context: Record<string, Json> = {};
  const put = (name: string, value: Json) => {
    for (const kind of ['text', 'number', 'flag', 'other']) delete context[`arg_${kind}_${name}`];
    if (typeof value === 'string') context[`arg_text_${name}`] = value;
    else if (typeof value === 'number' && Number.isSafeInteger(value)) context[`arg_number_${name}`] = value;
    else if (typeof value === 'boolean') context[`arg_flag_${name}`] = value;
    else if (typeof value === 'number' || Array.isArray(value)) context[`arg_other_${name}`] = true;
  };
  const putAll = (given: { readonly [key: string]: Json }, prefix: string) => {
    for (const [key, value] of Object.entries(given)) {
      // Such a name could be taken for that of an argument in an object.
      if (/\.|__|^_|_$/.test(key)) continue;
      put(prefix + key, value);
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        putAll(value as { readonly [key: string]: Json }, `${prefix}${key}__`);
    }
  };
  putAll(values, '');
  for (const [name, value] of Object.entries(values)) {
    if (name.includes('.') && !name.includes('__')) put(name.replaceAll('.', '__'), value);
  }
  return context;
}
