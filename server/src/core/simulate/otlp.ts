/**
 * OTLP/JSON (opentelemetry-proto, JSON mapping): ids are hexadecimal, 64-bit integers are decimal strings, enums are
 * integers, unknown fields are ignored. Written strictly and read tolerantly, since exporters differ.
 */

export interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string; readonly version?: string };
      readonly spans: readonly OtlpSpan[];
    }[];
  }[];
}

export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly events?: readonly {
    readonly timeUnixNano: string;
    readonly name: string;
    readonly attributes: readonly KeyValue[];
  }[];
  readonly status: { readonly code: number; readonly message?: string };
}

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

export type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } };

export const KIND_INTERNAL = 1;
export const STATUS_UNSET = 0;
export const STATUS_ERROR = 2;

export type Attribute = string | number | boolean | readonly string[] | undefined;

/** Attributes in the order in which they are given; undefined ones are left out. */
export function attributes(values: Readonly<Record<string, Attribute>>): KeyValue[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

function anyValue(value: Exclude<Attribute, undefined>): AnyValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map((each) => ({ stringValue: each })) } };
}

/** Milliseconds and a nanosecond part as OTLP's decimal string. Times before 1970 have no form there and become its beginning. */
export function nanoseconds(milliseconds: number, extra = 0): string {
  const whole = Math.max(0, Math.floor(milliseconds)) + Math.floor(extra / 1_000_000);
  return `${whole}${String(extra % 1_000_000).padStart(6, '0')}`.replace(/^0+(?=\d)/, '');
}

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** The plain value of an AnyValue, or undefined for what is none. `intValue` may be a string or a number. */
export function plainValue(value: unknown, depth = 0): Plain | undefined {
  if (!isObject(value) || depth > 16) return undefined;
  if (typeof value.stringValue === 'string') return value.stringValue;
  if (typeof value.boolValue === 'boolean') return value.boolValue;
  for (const key of ['intValue', 'doubleValue']) {
    const number = value[key];
    if (typeof number === 'number') return number;
    if (typeof number === 'string' && number.trim() !== '' && Number.isFinite(Number(number))) return Number(number);
  }
  if (typeof value.bytesValue === 'string') return value.bytesValue;
  if (isObject(value.arrayValue)) {
    return listOf(value.arrayValue.values).map((each) => plainValue(each, depth + 1) ?? null);
  }
  if (isObject(value.kvlistValue)) return plainAttributes(value.kvlistValue.values, depth + 1);
  return undefined;
}

/** A list of KeyValue as an object; a plain object, as some exporters write it, is taken as it is. */
export function plainAttributes(list: unknown, depth = 0): { readonly [key: string]: Plain } {
  const found: Record<string, Plain> = Object.create(null) as Record<string, Plain>;
  if (isObject(list)) {
    for (const [key, value] of Object.entries(list)) {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') found[key] = value;
    }
    return found;
  }
  for (const entry of listOf(list)) {
    if (!isObject(entry) || typeof entry.key !== 'string') continue;
    const value = plainValue(entry.value, depth);
    if (value !== undefined) found[entry.key] = value;
  }
  return found;
}

/** An id as lower-case hexadecimal of so many bytes; base64, as protobuf's own JSON mapping has it, is converted. */
export function hexId(value: unknown, bytes: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (value.length === bytes * 2 && /^[0-9a-f]+$/i.test(value)) return value.toLowerCase();
  const base64 = value.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '');
  if (base64.length !== Math.ceil((bytes * 4) / 3) || !/^[A-Za-z0-9+/]+$/.test(base64)) return undefined;
  let bits = '';
  for (const char of base64) bits += ALPHABET.indexOf(char).toString(2).padStart(6, '0');
  let hex = '';
  for (let i = 0; i < bytes * 8; i += 4) hex += Number.parseInt(bits.slice(i, i + 4), 2).toString(16);
  return hex;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Milliseconds since 1970 of nanoseconds in a string or a number; undefined for anything else. */
export function milliseconds(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value / 1e6;
  if (typeof value !== 'string' || !/^\d{1,20}$/.test(value)) return undefined;
  const padded = value.padStart(7, '0');
  return Number(padded.slice(0, -6)) + Number(padded.slice(-6)) / 1e6;
}

export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
