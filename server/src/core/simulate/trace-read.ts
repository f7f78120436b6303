import type { Json } from '../decide/action.ts';
import { EFFECTS, type Effect } from '../model/manifest.ts';
import { hexId, isObject, listOf, milliseconds, type Plain, plainAttributes } from './otlp.ts';
import type { Trace, TraceProblem, TraceRun, TraceSeen, TraceStep } from './trace-model.ts';
import { readDecision, readLeaving, readObligations, readOrigins, readPlace, readSeen } from './trace-parts.ts';
import { readTraceText } from './trace-text.ts';

/** The text of a `*.trace.json` or `*.trace.jsonl`, as data to show. Never throws: what cannot be read is a problem, and the rest is there. */
export function readTrace(text: string): Trace {
  const { values, problems } = readTraceText(text);
  return readTraceValues(values, problems);
}

/** The same from JSON that is already parsed: TracesData, or several of them. */
export function readTraceValue(value: unknown): Trace {
  return readTraceValues(Array.isArray(value) ? value : [value], []);
}

const MOST_PROBLEMS = 50;
/** Our own runs have fewer; a list that grows with every step would be copied with every step. */
const MOST_SEEN = 200;

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: { readonly [key: string]: Plain };
  readonly order: number;
}

function readTraceValues(values: readonly unknown[], found: readonly TraceProblem[]): Trace {
  const problems = [...found];
  const report = (message: string, path: string) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ message, path });
  };
  const spans: Span[] = [];
  let schemaVersion: string | undefined;
  values.forEach((value, index) => {
    const base = values.length > 1 ? `[${index}].` : '';
    if (!isObject(value) || !Array.isArray(value.resourceSpans)) {
      report('This is no trace in OTLP/JSON: it has no list "resourceSpans"', `${base}resourceSpans`);
      return;
    }
    value.resourceSpans.forEach((resourceSpan: unknown, r) => {
      if (!isObject(resourceSpan)) {
        report('A resource span is not an object', `${base}resourceSpans[${r}]`);
        return;
      }
      const resource = isObject(resourceSpan.resource) ? plainAttributes(resourceSpan.resource.attributes) : {};
      schemaVersion ??= textOf(resource['bailiwick.schema_version']);
      // Called instrumentationLibrarySpans before OTLP 1.0.
      const scopes = listOf(resourceSpan.scopeSpans ?? resourceSpan.instrumentationLibrarySpans);
      scopes.forEach((scope, s) => {
        listOf(isObject(scope) ? scope.spans : undefined).forEach((span, i) => {
          const path = `${base}resourceSpans[${r}].scopeSpans[${s}].spans[${i}]`;
          const read = readSpan(span, spans.length, (message) => report(message, path));
          if (read !== undefined) spans.push(read);
        });
      });
    });
  });
  if (schemaVersion !== undefined && schemaVersion !== '1') {
    report(
      `The trace has version ${schemaVersion} of our attributes, and 1 is known here: some of it may be missing below. A newer Bailiwick shows it all`,
      'resourceSpans[0].resource',
    );
  }
  const { runs, otherSpans } = runsOf(spans, report);
  if (runs.length === 0 && problems.length === 0) report('The trace has no spans', 'resourceSpans');
  return { runs, problems, otherSpans, ...(schemaVersion === undefined ? {} : { schemaVersion }) };
}

function readSpan(span: unknown, order: number, report: (message: string) => void): Span | undefined {
  if (!isObject(span)) {
    report('A span is not an object');
    return undefined;
  }
  const traceId = hexId(span.traceId, 16);
  const spanId = hexId(span.spanId, 8);
  if (traceId === undefined) report('The span has no traceId of 32 hexadecimal digits');
  if (spanId === undefined) report('The span has no spanId of 16 hexadecimal digits');
  if (traceId === undefined || spanId === undefined) return undefined;
  const start = milliseconds(span.startTimeUnixNano);
  if (start === undefined) report('The span has no startTimeUnixNano; it is shown at 1970');
  const begins = start ?? 0;
  return {
    traceId,
    spanId,
    parentId: hexId(span.parentSpanId, 8),
    name: textOf(span.name) ?? '',
    start: begins,
    end: Math.max(begins, milliseconds(span.endTimeUnixNano) ?? begins),
    attributes: plainAttributes(span.attributes),
    order,
  };
}

function runsOf(
  spans: readonly Span[],
  report: (message: string, path: string) => void,
): { readonly runs: readonly TraceRun[]; readonly otherSpans: number } {
  const byTrace = new Map<string, Span[]>();
  for (const span of spans) {
    const list = byTrace.get(span.traceId);
    if (list === undefined) byTrace.set(span.traceId, [span]);
    else list.push(span);
  }
  let otherSpans = 0;
  const runs = [...byTrace].map(([traceId, list]) => {
    const authorized = new Map<string, Span>();
    for (const span of list) {
      if (span.parentId !== undefined && 'bailiwick.decision' in span.attributes) authorized.set(span.parentId, span);
    }
    const attempts = list.filter((span) => stepKind(span) !== undefined);
    const known = new Set(attempts);
    const root = list.find((span) => span.attributes['bailiwick.run.kind'] !== undefined) ?? rootOf(list);
    otherSpans += list.filter((span) => span !== root && !known.has(span) && !isOurs(span)).length;
    return runOf(traceId, root, attempts.sort(inOrder), authorized, report);
  });
  return { runs: runs.filter((run) => run.steps.length > 0 || run.kind !== 'recorded'), otherSpans };
}

function runOf(
  traceId: string,
  root: Span | undefined,
  attempts: readonly Span[],
  authorized: ReadonlyMap<string, Span>,
  report: (message: string, path: string) => void,
): TraceRun {
  const of = root?.attributes ?? {};
  const kind = of['bailiwick.run.kind'];
  const role = textOf(of['bailiwick.role.name']) ?? textOf(of['gen_ai.agent.name']) ?? '';
  const began = timeOf(of['bailiwick.run.began']) ?? root?.start ?? attempts[0]?.start ?? 0;
  let seen: readonly TraceSeen[] = [];
  const steps = attempts.map((span, index) => {
    const step = stepOf(span, index + 1, role, authorized.get(span.spanId), seen, (message) =>
      report(message, `span ${span.spanId}`),
    );
    seen = step.seen;
    return step;
  });
  const digest = textOf(of['bailiwick.role.digest']);
  const rolePlace = readPlace(of, 'bailiwick.role');
  const scenarioPlace = readPlace(of, 'bailiwick.scenario');
  return {
    title: textOf(of['bailiwick.run.title']) ?? root?.name ?? 'Recorded run',
    role,
    kind: kind === 'simulated' || kind === 'witness' ? kind : 'recorded',
    traceId,
    began,
    steps,
    problems: listOf(of['bailiwick.run.problems']).filter((each) => typeof each === 'string'),
    ...(digest === undefined ? {} : { roleDigest: digest }),
    ...(rolePlace === undefined ? {} : { rolePlace }),
    ...(scenarioPlace === undefined ? {} : { scenario: { uri: scenarioPlace.uri, place: scenarioPlace } }),
  };
}

function stepOf(
  span: Span,
  index: number,
  role: string,
  authorize: Span | undefined,
  before: readonly TraceSeen[],
  report: (message: string) => void,
): TraceStep {
  const of = span.attributes;
  const kind = stepKind(span) ?? 'action';
  const args = parsed(
    of['gen_ai.tool.call.arguments'] ?? of['ai.toolCall.args'] ?? of['tool.parameters'] ?? of['input.value'],
    report,
  );
  const verb = textOf(of['bailiwick.action.verb']);
  const seen = readSeen(parsed(of['bailiwick.data.seen'], report));
  const through = numberOf(of['bailiwick.step.through']);
  const place = readPlace(of, 'bailiwick.step');
  const decision = authorize === undefined ? undefined : readDecision(authorize.attributes, report);
  const foreign = verb === undefined && kind === 'action';
  const optional: Partial<Record<keyof TraceStep, unknown>> = {
    verb,
    through,
    place,
    decision,
    method: textOf(of['bailiwick.action.method']),
    file: oneOf(of['bailiwick.action.file'], ['there', 'absent', 'unknown']),
    with: (foreign || verb === 'call') && typeof args === 'object' && args !== null ? args : undefined,
    origins: readOrigins(parsed(of['bailiwick.action.origins'], report)),
    approval: oneOf(authorize?.attributes['bailiwick.approval'], ['granted', 'refused', 'none']),
    enforced: oneOf(authorize?.attributes['bailiwick.decision.enforced'], ['allowed', 'blocked', 'asked']),
    expected: oneOf<Effect>(of['bailiwick.expect.decision'], EFFECTS),
    expectedReason: textOf(of['bailiwick.expect.reason']),
    requestDigest: textOf(authorize?.attributes['bailiwick.request.digest']),
  };
  return {
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<TraceStep>),
    number: numberOf(of['bailiwick.step.number']) ?? index,
    at: timeOf(of['bailiwick.step.time']) ?? span.start,
    duration: numberOf(of['bailiwick.wait.milliseconds']) ?? (isOurs(span) ? 0 : span.end - span.start),
    kind,
    role: textOf(of['bailiwick.role.name']) ?? textOf(of['gen_ai.agent.name']) ?? role,
    depth: Math.min(8, Math.max(0, numberOf(of['bailiwick.step.depth']) ?? 0)),
    value: textOf(of['bailiwick.action.value']) ?? textOf(of['bailiwick.revoked.target']) ?? toolOf(span),
    failed: of['bailiwick.expect.failed'] === true,
    seen: seen.length === 0 || before.length >= MOST_SEEN ? before : [...before, ...seen].slice(0, MOST_SEEN),
    leaving: readLeaving(parsed(of['bailiwick.data.leaving'], report)),
    limits: readObligations(parsed(of['bailiwick.limits'], report)),
    spanId: span.spanId,
  };
}

/** What of ours a span is a step of, or what the conventions of others call an attempt: a tool's execution. */
function stepKind(span: Span): TraceStep['kind'] | undefined {
  const of = span.attributes;
  const kind = oneOf(of['bailiwick.step.kind'], ['action', 'revoke', 'wait'] as const);
  if (kind !== undefined) return kind;
  if (isOurs(span)) return undefined;
  const operation = of['gen_ai.operation.name'];
  const isTool =
    operation === 'execute_tool' ||
    operation === 'tool_call' ||
    of['openinference.span.kind'] === 'TOOL' ||
    of['mcp.method.name'] === 'tools/call' ||
    span.name === 'ai.toolCall' ||
    span.name === 'claude_code.tool';
  return isTool ? 'action' : undefined;
}

function toolOf(span: Span): string {
  const of = span.attributes;
  for (const key of ['gen_ai.tool.name', 'tool.name', 'ai.toolCall.name', 'tool_name', 'mcp.tool.name']) {
    const name = textOf(of[key]);
    if (name !== undefined) return name;
  }
  return span.name;
}

function isOurs(span: Span): boolean {
  for (const key in span.attributes) if (key.startsWith('bailiwick.')) return true;
  return false;
}

function rootOf(list: readonly Span[]): Span | undefined {
  return (
    list.find((span) => span.parentId === undefined && span.attributes['gen_ai.operation.name'] === 'invoke_agent') ??
    list.find((span) => span.parentId === undefined)
  );
}

function inOrder(a: Span, b: Span): number {
  const first = numberOf(a.attributes['bailiwick.step.number']);
  const second = numberOf(b.attributes['bailiwick.step.number']);
  if (first !== undefined && second !== undefined && first !== second) return first - second;
  return a.start - b.start || a.order - b.order;
}

/** Values that are JSON in a text are parsed; a text that is none stays a text. */
function parsed(value: Plain | undefined, report: (message: string) => void): Json | undefined {
  if (typeof value !== 'string') return value as Json | undefined;
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    report('An attribute that should hold JSON does not');
    return value;
  }
}

function oneOf<T extends string>(value: Plain | undefined, known: readonly T[]): T | undefined {
  return known.find((each) => each === value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: Plain | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function timeOf(value: Plain | undefined): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
