import type { Json } from '../decide/action.ts';

/** As much of JSON Schema as the published schemas use. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $ref?: string;
  readonly $defs?: { readonly [name: string]: JsonSchema };
  readonly title?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly type?: string | readonly string[];
  readonly const?: Json;
  readonly enum?: readonly Json[];
  /** In step with `enum`. */
  readonly enumDescriptions?: readonly string[];
  /** Values that are usual, where others are possible too. */
  readonly examples?: readonly Json[];
  /** In the canonical order of the keys. */
  readonly properties?: { readonly [key: string]: JsonSchema };
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly dependentRequired?: { readonly [key: string]: readonly string[] };
  readonly if?: JsonSchema;
  readonly then?: JsonSchema;
  readonly else?: JsonSchema;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly minimum?: number;
}

/** What a generated validator says of a value: as ajv does. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: { readonly [name: string]: unknown };
}

export interface Validate {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}
