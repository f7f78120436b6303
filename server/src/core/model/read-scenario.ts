import type { Json } from '../decide/action.ts';
import type { Span } from '../span.ts';
import type { MapNode, Node } from '../syntax/node.ts';
import { toJson } from '../syntax/node-json.ts';
import {
  asMap,
  converted,
  durationOf,
  fieldOf,
  instantOf,
  numberOf,
  present,
  type Reading,
  textOf,
  textsOf,
  wordOf,
} from './fields.ts';
import {
  type ActionStep,
  EFFECTS,
  type RevokeStep,
  type Scenario,
  type Step,
  VERBS,
  type Verb,
  type WaitStep,
} from './manifest.ts';
import { readHead } from './read-role.ts';
import { readOrigins } from './read-rule.ts';
import { readAmount } from './values.ts';

export function readScenario(reading: Reading, map: MapNode): Scenario {
  const steps = fieldOf(map, 'steps');
  return present<Scenario>({
    kind: 'Scenario',
    ...readHead(reading, map),
    role: textOf(fieldOf(map, 'role')),
    at: instantOf(reading, fieldOf(map, 'at'), 'its start'),
    steps:
      steps?.kind === 'seq'
        ? steps.items.flatMap((item, index): Step[] => {
            const step = asMap(item);
            return step ? readStep(reading, step, steps.itemSpans[index]!) : [];
          })
        : [],
  });
}

/** What a step does. One without any verb, or with an empty one, is a finding and no step. */
function readStep(reading: Reading, map: MapNode, span: Span): Step[] {
  const target = textOf(fieldOf(map, 'revoke'));
  if (target) return [{ kind: 'revoke', span, node: map, target } satisfies RevokeStep];
  if (fieldOf(map, 'wait')) {
    const duration = durationOf(reading, fieldOf(map, 'wait'));
    return duration ? [{ kind: 'wait', span, node: map, duration } satisfies WaitStep] : [];
  }
  const entry = map.entries.find(({ key }) => (VERBS as readonly string[]).includes(key.text));
  const value = textOf(entry?.value);
  if (!entry || !value) return [];
  const origins = asMap(fieldOf(map, 'origins'))?.entries ?? [];
  return [
    present<ActionStep>({
      kind: 'action',
      span,
      node: map,
      verb: entry.key.text as Verb,
      value,
      method: textOf(fieldOf(map, 'method')),
      with: readWith(fieldOf(map, 'with')),
      as: textOf(fieldOf(map, 'as')),
      approve: wordOf(fieldOf(map, 'approve'), ['granted', 'refused', 'none'] as const),
      expect: wordOf(fieldOf(map, 'expect'), EFFECTS),
      because: textOf(fieldOf(map, 'because')),
      returns: textsOf(fieldOf(map, 'returns')),
      result: textOf(fieldOf(map, 'result')),
      origins: origins.map(({ key, value }) => ({
        argument: { value: key.text, span: key.span },
        origins: readOrigins(value),
      })),
      spends: readSpends(reading, fieldOf(map, 'spends')),
    }),
  ];
}

function readWith(node: Node | undefined): ActionStep['with'] | undefined {
  const map = asMap(node);
  return map && { span: map.span, value: toJson(map) as { readonly [key: string]: Json } };
}

/** `spends: 3 USD`, or `spends: { amount: 3, unit: USD }`. */
function readSpends(reading: Reading, node: Node | undefined): ActionStep['spends'] | undefined {
  const map = asMap(node);
  if (!map) return converted(reading, node, readAmount);
  const amount = numberOf(fieldOf(map, 'amount'));
  const unit = textOf(fieldOf(map, 'unit'));
  return amount && unit && { value: { amount: amount.value, unit: unit.value }, span: map.span };
}
