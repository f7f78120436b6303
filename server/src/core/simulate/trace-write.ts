import type { Action, Json } from '../decide/action.ts';
import type { Place } from '../source.ts';
import { type Presence, presenceOf } from '../workspace/presence.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import {
  attributes,
  KIND_INTERNAL,
  nanoseconds,
  type OtlpSpan,
  type OtlpTraces,
  STATUS_ERROR,
  STATUS_UNSET,
} from './otlp.ts';
import type { Run, Seen, StepResult } from './run.ts';
import { sha256 } from './sha256.ts';
import { type Locate, toTraceDecision, toTraceObligation } from './trace-decision.ts';
import type { TracePlace } from './trace-model.ts';

/** Of the attributes below `bailiwick.`; raised when one of them changes its meaning. */
export const SCHEMA_VERSION = '1';

export interface TraceOptions {
  readonly locate: Locate;
  readonly engineVersion?: string;
}

/** Runs as the text of a `*.trace.json`: OTLP/JSON, the same for the same runs to the last byte. */
export function writeTraces(runs: readonly Run[], options: TraceOptions): string {
  const text = JSON.stringify(tracesOf(runs, options), null, 1);
  // An attribute on a line of its own, so that two traces can be compared line by line.
  return `${text.replace(ATTRIBUTE, '{ "key": $1, "value": { $2 } }')}\n`;
}

const ATTRIBUTE = /\{\n\s+"key": (.*),\n\s+"value": \{\n\s+("\w+": (?:"(?:[^"\\\n]|\\.)*"|[\w.+-]+))\n\s+\}\n\s+\}/g;

/**
 * Runs as OTLP. A run is a trace: an `invoke_agent` span, in it an `execute_tool` span for every step, and in that one
 * an `authorize` span for the decision, before anything else happens. What was not allowed has no `execute` span: its
 * absence is the record that nothing was done. Standard attributes (`gen_ai.*`) tell the action, ours the decision.
 */
export function tracesOf(runs: readonly Run[], options: TraceOptions): OtlpTraces {
  return {
    resourceSpans: [
      {
        resource: {
          attributes: attributes({ 'service.name': 'bailiwick', 'bailiwick.schema_version': SCHEMA_VERSION }),
        },
        scopeSpans: [
          {
            scope: {
              name: 'bailiwick',
              ...(options.engineVersion === undefined ? {} : { version: options.engineVersion }),
            },
            spans: runs.flatMap((run) => spansOf(run, options)),
          },
        ],
      },
    ],
  };
}

/** Nanoseconds that separate steps of one moment, so that other viewers keep their order. No time passes for a decision. */
const STEP = 1_000;

function spansOf(run: Run, { locate }: TraceOptions): readonly OtlpSpan[] {
  const traceId = sha256(JSON.stringify([run.kind, run.role, ...textsOf(run)])).slice(0, 32);
  const spanId = (part: string) => sha256(`${traceId} ${part}`).slice(0, 16);
  const rootId = spanId('root');
  const redacted = redactedNames(run.resolved);
  const shown = new Set<string>();
  const spans: OtlpSpan[] = [];
  const depths = new Map<number, number>();
  let ended = nanoseconds(run.began);

  for (const step of run.steps) {
    const depth = step.through === undefined ? 0 : (depths.get(step.through) ?? 0) + 1;
    depths.set(step.number, depth);
    const id = spanId(`step ${step.number}`);
    const offset = step.number * STEP;
    const begins = nanoseconds(step.at, offset);
    const ends =
      step.kind === 'wait' ? nanoseconds(step.at + (step.duration ?? 0), offset) : nanoseconds(step.at, offset + 900);
    ended = ends;
    const tool = toolName(step);
    spans.push({
      traceId,
      spanId: id,
      parentSpanId: step.through === undefined ? rootId : spanId(`step ${step.through}`),
      name: step.kind === 'action' ? `execute_tool ${tool}` : `${step.kind} ${step.target ?? ''}`.trim(),
      kind: KIND_INTERNAL,
      startTimeUnixNano: begins,
      endTimeUnixNano: ends,
      attributes: [
        ...stepAttributes(step, depth, id, newlySeen(step.seen, shown), redacted, locate),
        ...attributes({ 'bailiwick.action.file': fileOf(run, step) }),
      ],
      status:
        step.enforced === undefined || step.enforced === 'allowed'
          ? { code: STATUS_UNSET }
          : { code: STATUS_ERROR, message: step.decision?.words ?? step.enforced },
    });
    if (step.decision === undefined) continue;
    spans.push({
      traceId,
      spanId: spanId(`authorize ${step.number}`),
      parentSpanId: id,
      name: `authorize ${tool}`,
      kind: KIND_INTERNAL,
      startTimeUnixNano: begins,
      endTimeUnixNano: nanoseconds(step.at, offset + 400),
      attributes: decisionAttributes(step, id, locate),
      events: approvalEvents(step, offset),
      status: { code: STATUS_UNSET },
    });
    if (step.enforced !== 'allowed') continue;
    spans.push({
      traceId,
      spanId: spanId(`execute ${step.number}`),
      parentSpanId: id,
      name: `execute ${tool}`,
      kind: KIND_INTERNAL,
      startTimeUnixNano: nanoseconds(step.at, offset + 400),
      endTimeUnixNano: ends,
      attributes: attributes({ 'gen_ai.tool.call.id': id, 'bailiwick.simulated': run.kind !== 'recorded' }),
      status: { code: STATUS_UNSET },
    });
  }
  return [rootSpan(run, traceId, rootId, ended, locate), ...spans];
}

/** Whether the file of a witness' step is there. A scenario and a recorded run are about files of their own. */
function fileOf({ kind, resolved }: Run, { action }: StepResult): Presence | undefined {
  return kind === 'witness' && resolved && action ? presenceOf(resolved.facts.files, action) : undefined;
}

function rootSpan(run: Run, traceId: string, spanId: string, ended: string, locate: Locate): OtlpSpan {
  const { scenario, resolved } = run;
  return {
    traceId,
    spanId,
    name: `invoke_agent ${run.role}`,
    kind: KIND_INTERNAL,
    startTimeUnixNano: nanoseconds(run.began),
    endTimeUnixNano: ended,
    attributes: attributes({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': run.role,
      'bailiwick.run.kind': run.kind,
      'bailiwick.run.title': run.title,
      'bailiwick.run.began': isoTime(run.began),
      'bailiwick.run.problems': run.problems.length > 0 ? run.problems : undefined,
      'bailiwick.role.name': run.role,
      'bailiwick.role.digest': resolved === undefined ? undefined : `sha256:${roleDigest(resolved)}`,
      ...placeAttributes('bailiwick.role', resolved === undefined ? undefined : locate(placeOfRole(resolved))),
      ...placeAttributes(
        'bailiwick.scenario',
        scenario === undefined
          ? undefined
          : locate({ source: scenario.source, span: scenario.name?.span ?? scenario.span }),
      ),
    }),
    events: run.steps.flatMap((step) =>
      step.kind === 'revoke'
        ? [
            {
              timeUnixNano: nanoseconds(step.at, step.number * STEP),
              name: 'bailiwick.revoked',
              attributes: attributes({ 'bailiwick.revoked.target': step.target, 'bailiwick.step.number': step.number }),
            },
          ]
        : [],
    ),
    status: { code: STATUS_UNSET },
  };
}

function stepAttributes(
  step: StepResult,
  depth: number,
  id: string,
  seen: readonly Seen[],
  redacted: readonly (readonly string[])[],
  locate: Locate,
) {
  const { action } = step;
  const common = {
    'bailiwick.step.number': step.number,
    'bailiwick.step.kind': step.kind,
    'bailiwick.step.time': isoTime(step.at),
    'bailiwick.step.depth': depth > 0 ? depth : undefined,
    'bailiwick.step.through': step.through,
    'bailiwick.role.name': step.role,
    ...placeAttributes('bailiwick.step', step.place === undefined ? undefined : locate(step.place)),
  };
  if (action === undefined) {
    return attributes({
      ...common,
      'bailiwick.revoked.target': step.kind === 'revoke' ? step.target : undefined,
      'bailiwick.wait.milliseconds': step.duration,
    });
  }
  const args = action.with === undefined ? { [ARGUMENT[action.verb]]: action.value } : redact(action.with, redacted);
  return attributes({
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': toolName(step),
    'gen_ai.tool.type': action.verb === 'call' ? 'extension' : 'function',
    'gen_ai.tool.call.id': id,
    'gen_ai.tool.call.arguments': canonical(args),
    'error.type': step.enforced === 'blocked' ? 'denied' : step.enforced === 'asked' ? 'approval_pending' : undefined,
    ...common,
    'bailiwick.action.verb': action.verb,
    'bailiwick.action.value': action.value,
    'bailiwick.action.method': action.method,
    'bailiwick.action.origins': action.context?.origins === undefined ? undefined : canonical(action.context.origins),
    'bailiwick.expect.decision': step.expected,
    'bailiwick.expect.reason': step.expectedReason,
    'bailiwick.expect.failed':
      step.expected === undefined && step.expectedReason === undefined && !step.failed ? undefined : step.failed,
    'bailiwick.data.seen':
      seen.length === 0 ? undefined : canonical(seen.map(({ label, from, step: by }) => ({ label, from, step: by }))),
    'bailiwick.limits':
      step.limits === undefined ? undefined : canonical(step.limits.map((each) => toTraceObligation(each, locate))),
    'bailiwick.data.leaving':
      step.leaving === undefined ? undefined : canonical(step.leaving.map((each) => ({ ...each }))),
  });
}

function decisionAttributes(step: StepResult, callId: string, locate: Locate) {
  const decision = toTraceDecision(step.decision!, locate);
  const rule = decision.rules[0];
  return attributes({
    'gen_ai.tool.call.id': callId,
    'bailiwick.decision': decision.decision,
    'bailiwick.decision.enforced': step.enforced,
    'bailiwick.decision.reason': decision.reason,
    'bailiwick.decision.words': decision.words,
    'bailiwick.decision.method': 'static',
    // The first determining rule by itself, for tools that show flat attributes; all of them below, as JSON.
    'bailiwick.rule.id': rule?.id,
    'bailiwick.rule.text': rule === undefined ? undefined : `${rule.effect} ${rule.text}`,
    ...placeAttributes('bailiwick.rule', rule?.place),
    'bailiwick.decision.rules': decision.rules.length === 0 ? undefined : canonical(decision.rules),
    'bailiwick.decision.nearest': decision.nearest === undefined ? undefined : canonical(decision.nearest),
    'bailiwick.decision.obligations': decision.obligations.length === 0 ? undefined : canonical(decision.obligations),
    'bailiwick.decision.parts': decision.parts === undefined ? undefined : canonical(decision.parts),
    'bailiwick.approval': step.approval,
    'bailiwick.request.digest': `sha256:${sha256(canonical(requestOf(step.role, step.action!)))}`,
  });
}

function approvalEvents(step: StepResult, offset: number) {
  if (step.decision?.decision !== 'ask') return [];
  const approval = step.decision.obligations.find((each) => each.kind === 'approval')?.approval;
  const asked = {
    timeUnixNano: nanoseconds(step.at, offset),
    name: 'bailiwick.approval.requested',
    attributes: attributes({
      'bailiwick.approval.from': approval?.from.map((each) => each.value),
      'bailiwick.approval.evidence': approval?.evidence.map((each) => each.value),
    }),
  };
  if (step.approval !== 'granted' && step.approval !== 'refused') return [asked];
  const answered = {
    timeUnixNano: nanoseconds(step.at, offset + 300),
    name: 'bailiwick.approval.answered',
    attributes: attributes({ 'bailiwick.approval': step.approval }),
  };
  return [asked, answered];
}

const digests = new WeakMap<ResolvedRole, string>();

/** SHA-256 of the texts that a role's meaning is made of: its lineage, the tool scopes it names and its boundaries. */
export function roleDigest(role: ResolvedRole): string {
  let digest = digests.get(role);
  if (digest === undefined) {
    const texts = [...role.lineage, ...role.tools.values(), ...role.boundaries].map((each) => each.source.text);
    digest = sha256(JSON.stringify(texts));
    digests.set(role, digest);
  }
  return digest;
}

/** What makes a run this run and no other. The ids follow from it, so an unchanged run has unchanged ids. */
function textsOf(run: Run): readonly string[] {
  const role = run.resolved === undefined ? '' : roleDigest(run.resolved);
  if (run.scenario !== undefined) return [role, run.scenario.source.text, String(run.began)];
  return [
    role,
    run.title,
    String(run.began),
    ...run.steps.map((step) => (step.action === undefined ? '' : canonical(requestOf(step.role, step.action)))),
  ];
}

const ARGUMENT = {
  read: 'path',
  write: 'path',
  delete: 'path',
  run: 'command',
  fetch: 'url',
  call: 'operation',
  delegate: 'role',
  use: 'credential',
  remember: 'kind',
} as const;

function toolName(step: StepResult): string {
  return step.action === undefined ? step.kind : step.action.verb === 'call' ? step.action.value : step.action.verb;
}

function requestOf(role: string, action: Action) {
  return { role, verb: action.verb, value: action.value, method: action.method, with: action.with };
}

function placeOfRole(role: ResolvedRole): Place {
  return { source: role.role.source, span: role.role.name?.span ?? role.role.span };
}

function placeAttributes(prefix: string, place: TracePlace | undefined): Record<string, string> {
  if (place === undefined) return {};
  const { start, end } = place.range;
  return {
    [`${prefix}.uri`]: place.uri,
    [`${prefix}.range`]: `${start.line}:${start.column}-${end.line}:${end.column}`,
  };
}

function newlySeen(seen: readonly Seen[], shown: Set<string>): readonly Seen[] {
  return seen.filter((each) => {
    const key = `${each.label} ${each.from}`;
    if (shown.has(key)) return false;
    shown.add(key);
    return true;
  });
}

/** Argument names that the role's `trace.redact` takes out (`$.token`, `$.user.email`), in every step of the run. */
function redactedNames(role: ResolvedRole | undefined): readonly (readonly string[])[] {
  return (role?.role.trace?.redact ?? []).map((path) =>
    path.value
      .replace(/^\$\.?/, '')
      .split('.')
      .filter(Boolean),
  );
}

function redact(value: Json, names: readonly (readonly string[])[]): Json {
  if (names.length === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: Json) => redact(each, names));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const here = names.filter((path) => path[0] === key || path[0] === '*');
      if (here.some((path) => path.length === 1)) return [key, '[redacted]'];
      return [
        key,
        redact(
          inner as Json,
          here.map((path) => path.slice(1)),
        ),
      ];
    }),
  );
}

/** JSON with its keys sorted, so that equal data has equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

/** In years that a Date can hold; the core gets its times from texts, and a text may say anything. */
function isoTime(at: number): string {
  return new Date(Math.min(Math.max(Number.isFinite(at) ? at : 0, -62135596800000), 253402300799999)).toISOString();
}
