/**
 * A host's name in ASCII: each label with other letters as `xn--` and its punycode (RFC 3492), after lower-casing and
 * NFKC. That is UTS 46 without its table of disallowed characters, which a host that resolves does not have.
 */
export function asciiHost(host: string): string | undefined {
  const mapped = host
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[\u3002\uff0e\uff61]/g, '.')
    .replaceAll(/\u00ad|\u200b|\u2060|\ufeff|[\ufe00-\ufe0f]/g, '');
  const labels: string[] = [];
  for (const label of mapped.split('.')) {
    const ascii = !/[^ -~]/.test(label) ? label : punycode(label);
    if (ascii === undefined) return undefined;
    labels.push(ascii);
  }
  return labels.join('.');
}

/** A host's name as people read it: `xn--` labels decoded, others as they are. */
export function unicodeHost(host: string): string {
  return host
    .split('.')
    .map((label) => (/^xn--/i.test(label) ? (decoded(label.slice(4).toLowerCase()) ?? label) : label))
    .join('.');
}

const BASE = 36;
const LEAST = 1;
const MOST = 26;
const SKEW = 38;
const DAMP = 700;

/** RFC 3492, section 6.3. */
function punycode(label: string): string | undefined {
  const codes = Array.from(label, (character) => character.codePointAt(0)!);
  if (codes.length > 63) return undefined;
  const basic = codes.filter((code) => code < 128);
  let output = String.fromCodePoint(...basic);
  let handled = basic.length;
  if (handled > 0) output += '-';
  let next = 128;
  let delta = 0;
  let bias = 72;
  while (handled < codes.length) {
    const smallest = Math.min(...codes.filter((code) => code >= next));
    delta += (smallest - next) * (handled + 1);
    next = smallest;
    for (const code of codes) {
      if (code < next) delta++;
      if (code !== next) continue;
      let rest = delta;
      for (let step = BASE; ; step += BASE) {
        const threshold = step <= bias ? LEAST : step >= bias + MOST ? MOST : step - bias;
        if (rest < threshold) break;
        output += digit(threshold + ((rest - threshold) % (BASE - threshold)));
        rest = Math.floor((rest - threshold) / (BASE - threshold));
      }
      output += digit(rest);
      bias = adapted(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled++;
    }
    delta++;
    next++;
  }
  return `xn--${output}`;
}

function digit(value: number): string {
  return String.fromCharCode(value < 26 ? value + 97 : value + 22);
}

function adapted(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.floor(delta / DAMP) : delta >> 1;
  rest += Math.floor(rest / points);
  let bias = 0;
  for (; rest > ((BASE - LEAST) * MOST) >> 1; bias += BASE) rest = Math.floor(rest / (BASE - LEAST));
  return bias + Math.floor(((BASE - LEAST + 1) * rest) / (rest + SKEW));
}

/** RFC 3492, section 6.2; undefined for what is no punycode. */
function decoded(text: string): string | undefined {
  if (text.length > 63) return undefined;
  const split = text.lastIndexOf('-');
  const codes = [...text.slice(0, Math.max(0, split))].map((character) => character.codePointAt(0)!);
  let next = 128;
  let bias = 72;
  let delta = 0;
  let at = split < 0 ? 0 : split + 1;
  while (at < text.length) {
    const before = delta;
    let weight = 1;
    for (let step = BASE; ; step += BASE) {
      const value = /[a-z0-9]/.test(text[at] ?? '') ? valueOfDigit(text.charCodeAt(at++)) : undefined;
      if (value === undefined) return undefined;
      delta += value * weight;
      const threshold = step <= bias ? LEAST : step >= bias + MOST ? MOST : step - bias;
      if (value < threshold) break;
      weight *= BASE - threshold;
    }
    const length = codes.length + 1;
    bias = adapted(delta - before, length, before === 0);
    next += Math.floor(delta / length);
    if (next > 0x10ffff || (next >= 0xd800 && next <= 0xdfff)) return undefined;
    codes.splice(delta % length, 0, next);
    delta = (delta % length) + 1;
  }
  return String.fromCodePoint(...codes);
}

function valueOfDigit(code: number): number {
  return code < 58 ? code - 22 : code - 97;
}
