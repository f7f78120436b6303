import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv, { type ValidateFunction } from 'ajv';

/** The JSON Schema of SARIF 2.1.0 (rtm.5, that of SchemaStore), as Microsoft's SARIF SDK for JavaScript ships it. */
const SCHEMA = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';

let compiled: ValidateFunction | undefined;

/** Asserts that a text is a SARIF log by the schema of the format. */
export function checkSarif(text: string): void {
  compiled ??= compile();
  const valid = compiled(JSON.parse(text));
  const problems = (compiled.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
  assert(valid, problems.slice(0, 10).join('\n'));
}

function compile(): ValidateFunction {
  // The schema is of draft 4; beside its own name it uses nothing that later drafts read differently.
  const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  ajv.addFormat('uri', (value: string) => URL.canParse(value));
  ajv.addFormat('uri-reference', (value: string) => URL.canParse(value, 'file:///base/') && !/[\s\\]/.test(value));
  ajv.addFormat('date-time', (value: string) => !Number.isNaN(Date.parse(value)));
  return ajv.compile(schema);
}
