import type { Action, Json, Origin } from '../decide/action.ts';
import type { Argument, ArgumentTest, Operation, Rule } from '../model/manifest.ts';
import { sampleText } from './sample-text.ts';

/** A call of an operation with arguments that its schema takes and the rule's conditions let through, as far as that can be seen. */
export function sampleCall(
  name: string,
  operation: Operation,
  rule: Rule | undefined,
  preferred: Readonly<Record<string, Json>> = {},
): Action {
  const values: Record<string, Json> = {};
  for (const argument of operation.arguments) {
    const wanted = preferred[argument.name.value];
    if (!argument.required && wanted === undefined && !hasCondition(rule, argument.name.value)) continue;
    values[argument.name.value] = wanted ?? sampleValue(argument, testsOn(rule, argument.name.value));
  }
  const origins: Record<string, readonly Origin[]> = {};
  for (const condition of rule?.where ?? []) {
    const key = condition.argument.value;
    if (!key.includes('.') && values[key] === undefined) values[key] = sampleValue(undefined, condition.tests);
    const from = condition.tests.find((each) => each.kind === 'from');
    if (from) origins[key] = from.origins.slice(0, 1);
  }
  return {
    verb: 'call',
    value: name,
    ...(Object.keys(values).length > 0 ? { with: values } : {}),
    ...(Object.keys(origins).length > 0 ? { context: { origins } } : {}),
  };
}

function hasCondition(rule: Rule | undefined, argument: string): boolean {
  return rule?.where.some((condition) => condition.argument.value === argument) ?? false;
}

function testsOn(rule: Rule | undefined, argument: string): readonly ArgumentTest[] {
  return rule?.where.find((condition) => condition.argument.value === argument)?.tests ?? [];
}

function sampleValue(argument: Argument | undefined, tests: readonly ArgumentTest[]): Json {
  for (const test of tests) {
    if (test.kind === 'is') return test.value;
    if (test.kind === 'in' && test.values.length > 0) return test.values[0]!;
    if (test.kind === 'matches') return test.pattern.replace(/\*+/g, 'x').replaceAll('?', 'x');
    if (test.kind === 'pattern') return sampleText(test.regex);
    if (test.kind === 'min') return test.value;
  }
  const max = tests.find((test) => test.kind === 'max');
  return sampleOfSchema(
    argument?.schema ?? {},
    max?.kind === 'max' ? max.value : undefined,
    argument?.name.value ?? 'x',
  );
}

function sampleOfSchema(schema: { readonly [key: string]: Json }, max: number | undefined, name: string): Json {
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return schema.enum[0] as Json;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'integer':
    case 'number': {
      const least = typeof schema.minimum === 'number' ? schema.minimum : 1;
      return max === undefined ? least : Math.min(least, max);
    }
    case 'boolean':
      return false;
    case 'array':
      return typeof schema.minItems === 'number' && schema.minItems > 0
        ? [sampleOfSchema(asSchema(schema.items), undefined, name)]
        : [];
    case 'object':
      return {};
    case 'null':
      return null;
    default:
      if (typeof schema.pattern === 'string') return sampleText(schema.pattern);
      if (schema.format === 'email') return 'someone@evil.example';
      if (schema.format === 'uri') return 'https://evil.example/';
      return 'x'.repeat(Math.max(1, typeof schema.minLength === 'number' ? Math.min(schema.minLength, 200) : 1));
  }
}

function asSchema(json: Json | undefined): { readonly [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as { readonly [key: string]: Json })
    : {};
}
