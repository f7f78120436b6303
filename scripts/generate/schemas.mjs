// From the schemas in schemas/: TypeScript types, validators as plain code, and a copy that the core can import.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const GENERATED = 'server/src/core/schema/generated';
const NAMES = ['agent-role', 'tool-scope', 'scenario', 'boundary', 'bailiwick-config'];
const BANNER = '// Made by `npm run generate` from schemas/. Change those instead.\n';
const require = createRequire(import.meta.url);

export async function generate(root) {
  const schemas = Object.fromEntries(
    NAMES.map((name) => [name, JSON.parse(readFileSync(path.join(root, 'schemas', `${name}.schema.json`), 'utf8'))]),
  );
  // A boundary's rules are a role's rules. Each schema stands alone, so that editors can fetch it alone.
  schemas.boundary.$defs = schemas['agent-role'].$defs;
  return {
    'schemas/boundary.schema.json': await formattedJson(root, schemas.boundary),
    [`${GENERATED}/types.ts`]: await types(schemas),
    [`${GENERATED}/schemas.ts`]: copies(schemas),
    [`${GENERATED}/validators.js`]: await validators(root, schemas),
    [`${GENERATED}/validators.d.ts`]: declarations(),
  };
}

async function types(schemas) {
  const { compile } = await import('json-schema-to-typescript');
  const parts = [];
  const seen = new Set();
  for (const name of NAMES) {
    const schema = structuredClone(schemas[name]);
    schema.title = `${schema.title.replace(/\W/g, '')}Manifest`.replace(
      'BailiwickconfigurationManifest',
      'Configuration',
    );
    delete schema.$id;
    const text = await compile(prepared(schema), name, {
      bannerComment: '',
      format: true,
      unreachableDefinitions: false,
      style: { singleQuote: true, printWidth: 120 },
    });
    // Declarations that two schemas share come out twice; the first is enough.
    for (const declaration of text.split(/\n(?=\/\*\*\n|export )/)) {
      const exported = /^export (?:type|interface) (\w+)/m.exec(declaration)?.[1];
      if (exported && seen.has(exported)) continue;
      if (exported) seen.add(exported);
      parts.push(declaration.trim());
    }
  }
  return `${BANNER}\n${parts.filter(Boolean).join('\n\n')}\n`;
}

/** Without what would only make the types harder to read: which of the verbs is required, and the conditions on shapes. */
function prepared(node) {
  if (Array.isArray(node)) return node.map(prepared);
  if (typeof node !== 'object' || node === null) return node;
  const result = {};
  if (typeof node.description === 'string' && !['type', 'enum', 'const', '$ref'].some((key) => key in node)) {
    return { description: node.description, tsType: 'unknown' };
  }
  for (const [key, value] of Object.entries(node)) {
    if (
      key === 'oneOf' ||
      key === 'if' ||
      key === 'then' ||
      key === 'else' ||
      key === 'markdownDescription' ||
      key === 'minItems'
    )
      continue;
    result[key] = key === 'enum' || key === 'const' ? value : prepared(value);
  }
  if (Array.isArray(result.type) && result.type.includes('object')) {
    const { type, description, properties, additionalProperties, ...others } = result;
    const object = { type: 'object', properties, additionalProperties };
    const rest = type.filter((each) => each !== 'object');
    return { description, anyOf: [object, { ...others, type: rest }] };
  }
  return result;
}

function copies(schemas) {
  const lines = NAMES.map((name) => {
    const { $defs, ...own } = schemas[name];
    const text = JSON.stringify(own);
    const defs = name === 'boundary' ? 'agentRoleSchema.$defs!' : JSON.stringify($defs);
    return `export const ${camel(name)}Schema: JsonSchema = ${$defs ? `{${text.slice(1, -1)},"$defs":${defs}}` : text};`;
  });
  return `${BANNER}\nimport type { JsonSchema } from '../json-schema.ts';\n\n${lines.join('\n\n')}\n`;
}

async function validators(root, schemas) {
  const Ajv = require('ajv/dist/2020').default;
  const standalone = require('ajv/dist/standalone').default;
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    messages: false,
    validateFormats: false,
    inlineRefs: false,
    code: { source: true, esm: true, lines: false, optimize: 2 },
    schemas: Object.values(schemas).map((schema) => withoutWords(schema, schema.title === 'Boundary')),
  });
  const exported = Object.fromEntries(NAMES.map((name) => [`validate${pascal(name)}`, schemas[name].$id]));
  // ajv puts the errors of parts together by copying them each time, which is quadratic.
  const code = standalone(ajv, exported)
    .replace(/vErrors\.concat\((\w+)\.errors\)/g, 'addTo(vErrors, $1.errors)')
    .concat('\nfunction addTo(list, more) { for (const each of more) list.push(each); return list; }\n');
  // The few helpers that the code requires are put into it, so that nothing of ajv is needed when it runs.
  const { build } = require('esbuild');
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root, loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    target: 'es2022',
    minify: true,
    write: false,
    legalComments: 'none',
  });
  return `${BANNER}// biome-ignore-all lint: generated\n${outputFiles[0].text}`;
}

/** The schema without descriptions, which validators would carry along. A boundary borrows the code for a role's rules. */
function withoutWords(node, borrows) {
  if (Array.isArray(node)) return node.map((each) => withoutWords(each, borrows));
  if (typeof node !== 'object' || node === null) return node;
  const words = ['description', 'markdownDescription', 'enumDescriptions', 'examples'];
  const entries = Object.entries(node)
    .filter(([key, value]) => !(words.includes(key) && (typeof value === 'string' || Array.isArray(value))))
    .filter(([key]) => !(borrows && key === '$defs'));
  const result = Object.fromEntries(entries.map(([key, value]) => [key, withoutWords(value, borrows)]));
  if (borrows && typeof result.$ref === 'string') result.$ref = `agent-role.schema.json${result.$ref}`;
  return result;
}

function declarations() {
  const lines = NAMES.map((name) => `export const validate${pascal(name)}: Validate;`);
  return `${BANNER}\nimport type { Validate } from '../json-schema.ts';\n\n${lines.join('\n')}\n`;
}

async function formattedJson(root, value) {
  const { execFileSync } = await import('node:child_process');
  const biome = path.join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  return execFileSync(process.execPath, [biome, 'format', '--stdin-file-path=schemas/x.json'], {
    cwd: root,
    input: JSON.stringify(value),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

const pascal = (name) => name.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
