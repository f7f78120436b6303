import { createRequire } from 'node:module';
import path from 'node:path';
import { oracle } from './oracle.ts';

/** Cedar's own engine, as WebAssembly. */
export const cedar = oracle('@cedar-policy/cedar-wasm', 'nodejs/cedar_wasm.js');

interface Answer {
  readonly type: 'success' | 'failure';
  readonly response?: {
    readonly decision: 'allow' | 'deny';
    readonly diagnostics: { readonly errors: readonly unknown[] };
  };
  readonly errors?: readonly { readonly message: string }[];
}

interface CedarModule {
  isAuthorized(call: object): Answer;
  checkParsePolicySet(policies: object): Answer;
  checkParseSchema(schema: string): Answer;
}

function cedarModule(): CedarModule {
  return createRequire(path.resolve('package.json'))(cedar.path ?? '') as CedarModule;
}

/** Whether policies permit a request, or what is wrong with them or it. */
export function cedarDecides(policies: string, request: object): 'allow' | 'deny' | { readonly problem: string } {
  const answer = cedarModule().isAuthorized({ ...request, policies: { staticPolicies: policies }, entities: [] });
  if (answer.type === 'failure' || !answer.response) return { problem: JSON.stringify(answer.errors) };
  if (answer.response.diagnostics.errors.length > 0)
    return { problem: JSON.stringify(answer.response.diagnostics.errors) };
  return answer.response.decision;
}

/** What is wrong with a schema; undefined where nothing is. */
export function cedarSchemaProblem(schema: string): string | undefined {
  const answer = cedarModule().checkParseSchema(schema);
  return answer.type === 'failure' ? JSON.stringify(answer.errors) : undefined;
}
