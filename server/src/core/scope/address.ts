/** An IP address as a number of `bits`; an IPv4 address that is written inside IPv6 counts as IPv4. */
export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** An address, and how many of its leading bits are fixed. */
export interface AddressRange extends Address {
  readonly length: number;
}

/**
 * The IPv4 address that a host name is read as, in any of the spellings of the WHATWG URL standard (`127.1`,
 * `0x7f000001`, `017700000001`). `invalid` where the name must be an address and is none.
 */
export function readIpv4(host: string): Address | 'invalid' | undefined {
  const parts = host.split('.');
  if (parts.at(-1) === '' && parts.length > 1) parts.pop();
  const last = parts.at(-1)!;
  if (!/^\d+$/.test(last) && !/^0x[0-9a-f]*$/i.test(last)) return undefined;
  if (parts.length > 4) return 'invalid';
  const numbers: bigint[] = [];
  for (const part of parts) {
    if (/^0x[0-9a-f]*$/i.test(part)) numbers.push(part.length === 2 ? 0n : BigInt(part));
    else if (/^0[0-7]*$/.test(part)) numbers.push(part.length === 1 ? 0n : BigInt(`0o${part.slice(1)}`));
    else if (/^[1-9]\d*$/.test(part)) numbers.push(BigInt(part));
    else return 'invalid';
  }
  let value = numbers.pop()!;
  if (value >= 256n ** BigInt(4 - numbers.length)) return 'invalid';
  for (const [index, number] of numbers.entries()) {
    if (number > 255n) return 'invalid';
    value += number << BigInt(8 * (3 - index));
  }
  return { version: 4, value };
}

/** An IPv6 address without its brackets. A zone (`%eth0`) is no part of a URL. */
export function readIpv6(text: string): Address | undefined {
  let source = text;
  const dotted = /^(.*:)(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.exec(text);
  if (dotted !== null) {
    if (dotted[2]!.split('.').some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith('0'))))
      return undefined;
    const [a, b, c, d] = dotted[2]!.split('.').map(Number) as [number, number, number, number];
    source = `${dotted[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  }
  const halves = source.split('::');
  if (halves.length > 2) return undefined;
  const groups = (half: string) => (half === '' ? [] : half.split(':'));
  const before = groups(halves[0]!);
  const after = halves.length === 2 ? groups(halves[1]!) : [];
  const missing = 8 - before.length - after.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  let value = 0n;
  for (const group of [...before, ...Array.from({ length: missing }, () => '0'), ...after]) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    value = (value << 16n) | BigInt(`0x${group}`);
  }
  return value >> 32n === 0xffffn ? { version: 4, value: value & 0xffffffffn } : { version: 6, value };
}

/**
 * The IPv4 address that an IPv6 address carries, where it is of a kind that gateways and old systems turn into one:
 * IPv4-compatible (RFC 4291, 2.5.5.1), IPv4-translated (RFC 2765), NAT64 (RFC 6052) and 6to4 (RFC 3056).
 */
export function embeddedIpv4({ version, value }: Address): Address | undefined {
  if (version === 4) return { version, value };
  const high = value >> 32n;
  const low = { version: 4, value: value & 0xffffffffn } as const;
  if (high === 0n) return low.value > 0xffffn ? low : undefined;
  if (high === 0xffff0000n || high === 0x64ff9bn << 64n) return low;
  return value >> 112n === 0x2002n ? { version: 4, value: (value >> 80n) & 0xffffffffn } : undefined;
}

/** `10.0.0.0/8`, `[fd00::]/8`, `fd00::/8`. */
export function readRange(text: string): AddressRange | undefined {
  const found = /^\[?([0-9a-f.:]+)\]?\/(\d{1,3})$/i.exec(text);
  if (found === null) return undefined;
  const length = Number(found[2]);
  if (found[1]!.includes(':')) {
    const address = readIpv6(found[1]!);
    if (address === undefined || length > 128) return undefined;
    if (address.version === 4) return length < 96 ? undefined : { ...address, length: length - 96 };
    return { ...address, length };
  }
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(found[1]!)) return undefined;
  const address = readIpv4(found[1]!);
  return address === undefined || address === 'invalid' || length > 32 ? undefined : { ...address, length };
}

/** The one spelling of an address in a URL (RFC 5952 for IPv6). */
export function writeAddress({ version, value }: Address): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(16 * (7 - index))) & 0xffffn);
  let best = { start: 0, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0n) length++;
    if (length > best.length) best = { start, length };
  }
  const written = groups.map((group) => group.toString(16));
  if (best.length < 2) return `[${written.join(':')}]`;
  return `[${written.slice(0, best.start).join(':')}::${written.slice(best.start + best.length).join(':')}]`;
}
