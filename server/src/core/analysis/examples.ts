import type { Action } from '../decide/action.ts';
import { readAction } from '../decide/action-json.ts';
import type { Rule } from '../model/manifest.ts';
import type { Located } from '../span.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { callsOf } from './context.ts';
import { sampleCall } from './sample-call.ts';

/** An example that a rule declares, as the action that it stands for. */
export interface Example {
  readonly rule: Rule;
  readonly text: Located<string>;
  readonly action: Action;
}

/** The examples of a rule that are actions. A call's arguments are made up as the rule's conditions want them. */
export function examplesOf(role: ResolvedRole, rule: Rule): readonly Example[] {
  return rule.examples.flatMap((text) => {
    let action: Action = { verb: rule.verb, value: text.value };
    if (rule.verb === 'call') {
      const call = callsOf(role, rule).find(({ name }) => name === text.value);
      if (call) action = sampleCall(call.name, call.operation, rule);
    }
    return 'problem' in readAction({ [action.verb]: action.value }) ? [] : [{ rule, text, action }];
  });
}
