import type { Action } from '../core/decide/action.ts';
import { readAction } from '../core/decide/action-json.ts';
import { decide } from '../core/decide/decide.ts';
import { decideCallOf } from '../core/decide/decide-foreign.ts';
import type { Decision } from '../core/decide/decision.ts';
import { freshRun, type RunState } from '../core/decide/run-state.ts';
import type { ToolCall } from '../core/dialects/dialect.ts';
import type { ResolvedRole } from '../core/workspace/workspace.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { type Loaded, layersOf, load, momentOf } from './load.ts';
import { decisionToJson } from './report/decision-json.ts';
import { decisionText } from './report/decision-text.ts';
import type { Locate } from './report/located.ts';
import { paintFor, widthOf } from './terminal.ts';

/** A line longer than this is no action. */
const LONGEST_LINE = 1024 * 1024;

/** `bailiwick decide`: one decision, or one per line of standard input. Each is decided as the first action of a run. */
export async function decideCommand(parsed: Arguments, io: Io): Promise<number> {
  const given = parsed.value('action');
  if ((given === undefined) === !parsed.has('stdin')) {
    throw new UsageError(
      'give one action with --action JSON, or many with --stdin',
      `For example: --action '{"run":"npm test"}'`,
    );
  }
  const at = momentOf(parsed.value('at'), io);
  const loaded = load(parsed.operands, at, io, layersOf(parsed.all('layer'), io));
  const role = roleIn(loaded, parsed.value('role'), parsed.operands[0]!);
  const mode = modeOf(role, parsed.value('mode'));
  const answer = answerer(
    role,
    { ...freshRun(at), ...(mode === undefined ? {} : { mode }) },
    loaded.locate,
    parsed,
    io,
  );
  const readLine = (text: string) => readRequest(text, role);
  if (given !== undefined) {
    const read = readLine(given);
    if ('problem' in read) throw new UsageError(`--action: ${read.problem}`);
    io.out(answer(read));
    return EXIT.ok;
  }
  let bad = false;
  let number = 0;
  for await (const line of linesOf(io.stdin())) {
    number++;
    if (line !== undefined && line.trim() === '') continue;
    const read = line === undefined ? { problem: 'the line is too long for an action' } : readLine(line);
    if ('problem' in read) {
      bad = true;
      io.out(`${JSON.stringify({ error: read.problem, line: number })}\n`);
    } else {
      io.out(answer(read));
    }
  }
  return bad ? EXIT.failed : EXIT.ok;
}

function answerer(
  role: ResolvedRole,
  state: RunState,
  locate: Locate,
  parsed: Arguments,
  io: Io,
): (request: Request) => string {
  const { foreign } = role.role;
  const decided = ({ action, call }: Request): Decision =>
    foreign && call ? decideCallOf(role, foreign, call, state) : decide(role, action, state);
  if (parsed.value('format') === 'text') {
    const paint = paintFor(parsed, io);
    return (request) => decisionText(request.action, decided(request), locate, paint, widthOf(io));
  }
  return (request) => `${JSON.stringify(decisionToJson(decided(request), locate))}\n`;
}

/** What is asked: an action, or a request in another tool's own words and what that comes to. */
interface Request {
  readonly action: Action;
  readonly call?: ToolCall;
}

function readRequest(text: string, role: ResolvedRole): Request | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problem: `not JSON: ${error instanceof Error ? error.message : 'cannot be read'}` };
  }
  const { foreign } = role.role;
  if (foreign && typeof json === 'object' && json !== null && 'tool' in json) {
    const { tool, input = {} } = json as { readonly tool: unknown; readonly input?: unknown };
    if (typeof tool !== 'string' || tool === '') return { problem: '"tool" is the name of a tool such as "Bash"' };
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      return { problem: '"input" is an object: what the tool is given' };
    }
    const call = { tool, input: input as ToolCall['input'] };
    return { call, action: foreign.actionOf(call) ?? { verb: 'call', value: tool, with: call.input } };
  }
  return readAction(json);
}

/** The mode that was named, where the tool has one of that name. */
function modeOf(role: ResolvedRole, given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const modes = role.role.foreign?.modes ?? [];
  if (modes.includes(given)) return given;
  throw new UsageError(
    `${role.name} has no mode ${JSON.stringify(given)}`,
    modes.length > 0 ? `Modes there: ${modes.join(', ')}` : 'Only policies of other tools have modes.',
  );
}

/** The role that was named, or the only one in the file. */
export function roleIn(loaded: Loaded, name: string | undefined, given: string): ResolvedRole {
  const there: ResolvedRole[] = [];
  for (const root of loaded.roots) {
    const asked = new Set(root.asked);
    for (const { source, manifest } of root.snapshot.sources) {
      if (manifest.kind === 'AgentRole' && asked.has(source.uri)) there.push(root.snapshot.resolve(manifest));
    }
    const { principals } = root.snapshot.foreign;
    const isHead = ({ role }: ResolvedRole) => asked.has(role.source.uri);
    const isIn = ({ role }: ResolvedRole) => role.foreign!.rules.some(({ source }) => asked.has(source.uri));
    const headed = principals.filter(isHead);
    // Files of another tool have several principals as a rule, and one that is meant when nobody is named.
    const foreign = headed.length > 0 ? headed : principals.filter(isIn);
    if (name === undefined) there.push(...foreign.slice(0, there.length === 0 ? 1 : undefined));
    else there.push(...foreign);
    // A name may stand for a role elsewhere in the same workspace.
    const named = name === undefined ? undefined : root.snapshot.role(name);
    if (named && !there.some((role) => role.role === named.role)) there.push(named);
  }
  const chosen =
    name === undefined ? there : there.filter((role) => role.name === name || role.role.foreign?.name === name);
  if (chosen.length === 1) return chosen[0]!;
  const names = [...new Set(there.map((role) => role.name))].sort();
  const list = names.length > 0 ? `Roles there: ${names.join(', ')}` : 'A role is a manifest of kind AgentRole.';
  if (name !== undefined && chosen.length === 0)
    throw new UsageError(`no role ${JSON.stringify(name)} in ${given}`, list);
  if (chosen.length === 0) throw new UsageError(`no role in ${given}`, list);
  throw new UsageError(
    `${chosen.length} roles${name === undefined ? '' : ` of that name`} in ${given}; say which with --role`,
    list,
  );
}

/** Lines of UTF-8 text as they come; undefined for one that is too long to be looked at. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let skipping = false;
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', from)) {
      yield skipping || end - from > LONGEST_LINE ? undefined : rest.slice(from, end);
      skipping = false;
      from = end + 1;
    }
    rest = rest.slice(from);
    if (rest.length > LONGEST_LINE) {
      skipping = true;
      rest = '';
    }
  }
  rest += decoder.decode();
  if (skipping || rest.length > LONGEST_LINE) yield undefined;
  else if (rest !== '') yield rest;
}
