import { createHmac, timingSafeEqual } from 'node:crypto';

export function verify(text: string, signature: string): boolean {
  const expected = createHmac('sha256', process.env.PSP_API_KEY ?? '').update(text).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
