import type { MapNode, Node } from '../syntax/node.ts';
import {
  asMap,
  booleanOf,
  durationOf,
  fieldOf,
  instantOf,
  mapsOf,
  present,
  quantityOf,
  type Reading,
  textOf,
  textsOf,
  wordOf,
} from './fields.ts';
import type {
  AgentRole,
  Boundary,
  Budget,
  Identity,
  Memory,
  Revoke,
  Sandbox,
  Stage,
  Trace,
  Trigger,
} from './manifest.ts';
import { readRules } from './read-rule.ts';

export const STAGES: readonly Stage[] = ['observe', 'supervised', 'bounded', 'autonomous'];

/** What every manifest begins with. */
export function readHead(reading: Reading, map: MapNode) {
  return {
    source: reading.source,
    span: map.span,
    node: map,
    name: textOf(fieldOf(map, 'name')),
    purpose: textOf(fieldOf(map, 'purpose')),
    owner: textOf(fieldOf(map, 'owner')),
  };
}

export function readRole(reading: Reading, map: MapNode): AgentRole {
  const head = readHead(reading, map);
  return present<AgentRole>({
    kind: 'AgentRole',
    ...head,
    stage: wordOf(fieldOf(map, 'stage'), STAGES),
    expires: instantOf(reading, fieldOf(map, 'expires'), 'its end'),
    extends: textsOf(fieldOf(map, 'extends')),
    identity: readIdentity(fieldOf(map, 'identity')),
    triggers: mapsOf(fieldOf(map, 'triggers')).map(readTrigger),
    attended: booleanOf(fieldOf(map, 'attended')),
    sandbox: readSandbox(fieldOf(map, 'sandbox')),
    rules: readRules(reading, map, head.name?.value ?? ''),
    trace: readTrace(reading, fieldOf(map, 'trace')),
    revoke: readRevoke(reading, fieldOf(map, 'revoke')),
    budget: readBudget(reading, fieldOf(map, 'budget')),
    memory: readMemory(reading, fieldOf(map, 'memory')),
  });
}

export function readBoundary(reading: Reading, map: MapNode): Boundary {
  const head = readHead(reading, map);
  return present<Boundary>({
    kind: 'Boundary',
    ...head,
    appliesTo: textsOf(fieldOf(map, 'applies-to')),
    rules: readRules(reading, map, head.name?.value ?? ''),
  });
}

function readIdentity(node: Node | undefined): Identity | undefined {
  const map = asMap(node);
  return (
    map &&
    present<Identity>({
      span: map.span,
      account: textOf(fieldOf(map, 'account')),
      credential: textOf(fieldOf(map, 'credential')),
    })
  );
}

function readTrigger(map: MapNode): Trigger {
  return present<Trigger>({ span: map.span, on: textOf(fieldOf(map, 'on')), by: textOf(fieldOf(map, 'by')) });
}

function readSandbox(node: Node | undefined): Sandbox | undefined {
  const map = asMap(node);
  if (!map) return undefined;
  const side = (key: string) => {
    const value = fieldOf(map, key);
    return value ? textsOf(value) : undefined;
  };
  return present<Sandbox>({ span: map.span, read: side('read'), write: side('write'), network: side('network') });
}

function readTrace(reading: Reading, node: Node | undefined): Trace | undefined {
  const map = asMap(node);
  if (!map) return undefined;
  return present<Trace>({
    span: map.span,
    record: textsOf(fieldOf(map, 'record')),
    redact: textsOf(fieldOf(map, 'redact')),
    retain: durationOf(reading, fieldOf(map, 'retain')),
    sink: textOf(fieldOf(map, 'sink')),
  });
}

function readRevoke(reading: Reading, node: Node | undefined): Revoke | undefined {
  const map = asMap(node);
  if (!map) return undefined;
  return present<Revoke>({
    span: map.span,
    by: textsOf(fieldOf(map, 'by')),
    within: durationOf(reading, fieldOf(map, 'within')),
    how: textOf(fieldOf(map, 'how')),
  });
}

function readBudget(reading: Reading, node: Node | undefined): Budget | undefined {
  const map = asMap(node);
  if (!map) return undefined;
  return present<Budget>({
    span: map.span,
    calls: quantityOf(reading, fieldOf(map, 'calls'), 'calls'),
    spend: quantityOf(reading, fieldOf(map, 'spend'), 'spend'),
    tokens: quantityOf(reading, fieldOf(map, 'tokens'), 'tokens'),
  });
}

function readMemory(reading: Reading, node: Node | undefined): Memory | undefined {
  const map = asMap(node);
  if (!map) return undefined;
  return present<Memory>({
    span: map.span,
    keeps: textsOf(fieldOf(map, 'keeps')),
    for: durationOf(reading, fieldOf(map, 'for')),
    shared: textsOf(fieldOf(map, 'shared')),
  });
}
