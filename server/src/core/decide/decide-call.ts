import { matchesName } from '../scope/name.ts';
import { argumentsProblem, operationOf } from './argument-schema.ts';
import { matchesConditions } from './conditions.ts';
import { namePatternOf } from './decide-name.ts';
import type { Decision } from './decision.ts';
import { nearestCall } from './nearest-name.ts';
import { outcome } from './outcome.ts';
import { rulesForName } from './rule-index.ts';
import { type Asked, invalid, type Question, weigh, weighRestrictions } from './weigh.ts';

/** `call` of an operation with arguments. */
export function decideCall({ role, action, state }: Asked): Decision {
  const { value } = action;
  const slash = value.indexOf('/');
  if (slash <= 0 || slash === value.length - 1)
    return invalid(`a call names a tool and an operation, such as github/create_review, and not ${value}`);
  const tool = role.tools.get(value.slice(0, slash));
  const name = value.slice(slash + 1);
  const revoked = [value.slice(0, slash), ...(tool?.credentials.map((each) => each.value) ?? [])].find((each) =>
    state.revoked.has(each),
  );
  if (revoked !== undefined) {
    return outcome('deny', 'revoked', [], () =>
      revoked === tool?.name?.value || !tool
        ? `the tool ${revoked} has been revoked`
        : `the credential ${revoked} of ${value.slice(0, slash)} has been revoked`,
    );
  }
  const question: Question = {
    role,
    verb: 'call',
    state,
    rules: rulesForName(role, 'call', value),
    matches: ({ rule, scope }) => (matchesName(scope, value) ? matchesConditions(rule, action) : 'no'),
    patternOf: (rule) => namePatternOf(rule, value),
    nearest: () => nearestCall(role, action, state),
  };
  if (!tool) return weigh(question);
  const operation = operationOf(tool, name);
  const denied = weighRestrictions(question);
  if (denied?.reason === 'denied-by-rule') return denied;
  if (!operation) {
    return outcome(
      'deny',
      'unknown-operation',
      [],
      () => `the tool scope ${tool.name?.value ?? ''} has no operation ${name}`,
    );
  }
  const problem = argumentsProblem(operation, action.with ?? {});
  if (problem) {
    const { argument, expected, actual } = problem;
    return outcome(
      'deny',
      'condition-failed',
      [],
      () => `the tool scope bounds ${argument} of ${value}: expected ${expected}, and it is ${actual}`,
    );
  }
  return weigh(question);
}
