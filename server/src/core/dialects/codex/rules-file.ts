import type { Located, Span } from '../../span.ts';
import { runStarlark } from '../starlark/evaluate.ts';
import { BeyondUs, StarlarkError } from '../starlark/problem.ts';
import { type BuiltinValue, type Call, NONE, type Value } from '../starlark/values.ts';
import { absolutePath, baseName, shlexSplit } from './words.ts';

/** What a rule of Codex says, the mildest first: of several that match, the last of these wins. */
export const DECISIONS = ['allow', 'prompt', 'forbidden'] as const;
export type CodexDecision = (typeof DECISIONS)[number];

/** `prefix_rule(…)`: commands whose first words are these. */
export interface PrefixRule {
  readonly kind: 'prefix';
  /** One for each word, with what it may be. Compared exactly: nothing in it stands for anything else. */
  readonly pattern: readonly (readonly Located<string>[])[];
  readonly decision: CodexDecision;
  readonly justification?: string;
  readonly examples: readonly Example[];
  readonly counterexamples: readonly Example[];
  /** The call. */
  readonly span: Span;
}

/** `network_rule(…)`: one host. */
export interface NetworkRule {
  readonly kind: 'network';
  readonly host: Located<string>;
  readonly protocol: string;
  readonly decision: CodexDecision;
  readonly justification?: string;
  readonly span: Span;
}

/** `host_executable(…)`: where a program may lie for its bare name to stand for its path. */
export interface HostExecutable {
  readonly kind: 'host';
  readonly name: string;
  readonly paths: readonly string[];
  readonly span: Span;
}

export interface Example {
  readonly argv: readonly string[];
  readonly span: Span;
}

export interface RulesFile {
  readonly entries: readonly (PrefixRule | NetworkRule | HostExecutable)[];
  /** `error`: Codex refuses the file. `unknown`: we cannot tell what it makes of it. */
  readonly problem?: { readonly kind: 'error' | 'unknown'; readonly message: string; readonly span: Span };
}

/** Reads one file of rules, as `codex-rs/execpolicy/src/parser.rs` does, examples aside. Total. */
export function readRulesFile(text: string): RulesFile {
  const entries: (PrefixRule | NetworkRule | HostExecutable)[] = [];
  const outcome = runStarlark(text, builtins(entries));
  if (outcome.kind === 'done') return { entries };
  const { kind, message, span } = outcome;
  return { entries, problem: { kind, message, span } };
}

function builtins(entries: (PrefixRule | NetworkRule | HostExecutable)[]): BuiltinValue[] {
  const builtin = (
    name: string,
    parameters: readonly string[],
    needed: number,
    read: (given: Given) => PrefixRule | NetworkRule | HostExecutable,
  ): BuiltinValue => ({
    kind: 'builtin',
    name,
    call: (call) => {
      entries.push(read(new Given(name, parameters, needed, call)));
      return NONE;
    },
  });
  return [
    builtin('prefix_rule', ['pattern', 'decision', 'match', 'not_match', 'justification'], 1, prefixRule),
    builtin('network_rule', ['host', 'protocol', 'decision', 'justification'], 3, networkRule),
    builtin('host_executable', ['name', 'paths'], 2, hostExecutable),
  ];
}

/** The arguments of a call, bound to parameters. */
class Given {
  readonly span: Span;
  readonly #values = new Map<string, { readonly value: Value; readonly span: Span }>();

  constructor(name: string, parameters: readonly string[], needed: number, call: Call) {
    this.span = call.span;
    if (call.args.length > parameters.length)
      throw new StarlarkError(`\`${name}\` takes no more than ${parameters.length} arguments`, call.span);
    for (const [i, value] of call.args.entries()) this.#values.set(parameters[i]!, { value, span: call.spanOf(i) });
    for (const [key, value] of call.named) {
      if (!parameters.includes(key))
        throw new StarlarkError(`\`${name}\` has no parameter \`${key}\``, call.spanOf(key));
      if (this.#values.has(key)) throw new StarlarkError(`\`${key}\` is given twice`, call.spanOf(key));
      this.#values.set(key, { value, span: call.spanOf(key) });
    }
    const missing = parameters.slice(0, needed).find((parameter) => !this.#values.has(parameter));
    if (missing !== undefined) throw new StarlarkError(`\`${name}\` needs \`${missing}\``, call.span);
  }

  string(key: string): Located<string> | undefined {
    const given = this.#values.get(key);
    if (!given) return undefined;
    if (given.value.kind !== 'string') throw new StarlarkError(`\`${key}\` has to be a string`, given.span);
    return { value: given.value.value, span: given.value.span ?? given.span };
  }

  list(key: string): { readonly items: readonly Value[]; readonly span: Span } | undefined {
    const given = this.#values.get(key);
    if (!given) return undefined;
    if (given.value.kind !== 'list') throw new StarlarkError(`\`${key}\` has to be a list`, given.span);
    return { items: given.value.items, span: given.span };
  }

  justification(): { readonly justification?: string } {
    const given = this.string('justification');
    if (given && given.value.trim() === '') throw new StarlarkError('`justification` says nothing', given.span);
    return given ? { justification: given.value } : {};
  }
}

function decisionOf(given: Located<string> | undefined): CodexDecision {
  if (!given) return 'allow';
  const decision = DECISIONS.find((known) => known === given.value);
  if (decision) return decision;
  const hint = given.value === 'prompt-user' ? 'in rules of an administrator only' : 'one of allow, prompt, forbidden';
  throw new StarlarkError(`a decision is ${hint}, not \`${given.value}\``, given.span);
}

function prefixRule(given: Given): PrefixRule {
  const decision = decisionOf(given.string('decision'));
  const justification = given.justification();
  const pattern = given.list('pattern')!;
  const words = pattern.items.map((item) => word(item, pattern.span));
  if (words.length === 0) throw new StarlarkError('a pattern has at least one word', pattern.span);
  return {
    kind: 'prefix',
    pattern: words,
    decision,
    ...justification,
    examples: examples(given.list('match')),
    counterexamples: examples(given.list('not_match')),
    span: given.span,
  };
}

function word(item: Value, around: Span): Located<string>[] {
  if (item.kind === 'string') return [located(item, around)];
  if (item.kind !== 'list') throw new StarlarkError('a word of a pattern is a string or a list of strings', around);
  const span = item.span ?? around;
  if (item.items.length === 0) throw new StarlarkError('a list of alternatives is empty', span);
  return item.items.map((one) => {
    if (one.kind !== 'string') throw new StarlarkError('an alternative is a string', span);
    return located(one, span);
  });
}

const located = (value: Value & { kind: 'string' }, around: Span): Located<string> => ({
  value: value.value,
  span: value.span ?? around,
});

function examples(given: { readonly items: readonly Value[]; readonly span: Span } | undefined): Example[] {
  return (given?.items ?? []).map((item) => {
    if (item.kind === 'string') {
      const span = item.span ?? given!.span;
      const argv = shlexSplit(item.value);
      if (argv === undefined) throw new StarlarkError('this example is no shell text', span);
      if (argv.length === 0) throw new StarlarkError('an example has at least one word', span);
      return { argv, span };
    }
    if (item.kind !== 'list') throw new StarlarkError('an example is a string or a list of strings', given!.span);
    const span = item.span ?? given!.span;
    const argv = item.items.map((one) => {
      if (one.kind !== 'string') throw new StarlarkError('a word of an example is a string', span);
      return one.value;
    });
    if (argv.length === 0) throw new StarlarkError('an example has at least one word', span);
    return { argv, span };
  });
}

/** Decides about one host. `deny` is written for `forbidden` here, and only here. */
function networkRule(given: Given): NetworkRule {
  const protocol = given.string('protocol')!;
  const known = ['http', 'https', 'https_connect', 'http-connect', 'socks5_tcp', 'socks5_udp'];
  if (!known.includes(protocol.value))
    throw new StarlarkError('a protocol is one of http, https, socks5_tcp, socks5_udp', protocol.span);
  const said = given.string('decision')!;
  const decision = said.value === 'deny' ? 'forbidden' : decisionOf(said);
  const justification = given.justification();
  const host = given.string('host')!;
  return {
    kind: 'network',
    host: { value: hostName(host), span: host.span },
    protocol: protocol.value.startsWith('http') && protocol.value !== 'http' ? 'https' : protocol.value,
    decision,
    ...justification,
    span: given.span,
  };
}

/** `normalize_network_rule_host` of `codex-rs/execpolicy/src/rule.rs`. */
function hostName({ value, span }: Located<string>): string {
  const refuse = (why: string): never => {
    throw new StarlarkError(why, span);
  };
  let host = value.trim();
  if (host === '') refuse('a host is needed');
  if (/:\/\/|[/?#]/.test(host)) refuse('a host is a name or an address, without scheme and path');
  const bracketed = /^\[([^\]]*)\](.*)$/s.exec(host);
  if (host.startsWith('[')) {
    if (!bracketed) refuse('this address has no closing bracket');
    if (bracketed && !/^(:[0-9]+)?$/.test(bracketed[2]!)) refuse('behind the address only a port can stand');
    host = bracketed?.[1] ?? host;
  } else {
    host = /^([^:]+):[0-9]+$/.exec(host)?.[1] ?? host;
  }
  host = host
    .replace(/\.+$/, '')
    .trim()
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (host === '') refuse('a host is needed');
  if (host.includes('*')) refuse('a host is named in full: `*` is refused here');
  if (/\s/.test(host)) refuse('a host has no blanks');
  return host;
}

function hostExecutable(given: Given): HostExecutable {
  const name = given.string('name')!;
  if (name.value === '' || baseName(name.value) !== name.value || name.value.includes('/'))
    throw new StarlarkError('a program is named here without its directory', name.span);
  const paths = given.list('paths')!;
  const read = paths.items.map((item) => {
    if (item.kind !== 'string') throw new StarlarkError('a path is a string', paths.span);
    const span = item.span ?? paths.span;
    if (item.value === '~' || item.value.startsWith('~/'))
      throw new BeyondUs('a path in the home directory is not read', span);
    const path = absolutePath(item.value);
    if (path === undefined) throw new StarlarkError('a path begins with `/` or `~/`', span);
    if (baseName(path) !== name.value)
      throw new StarlarkError(`this path ends in another name than \`${name.value}\``, span);
    return path;
  });
  return { kind: 'host', name: name.value, paths: read, span: given.span };
}
