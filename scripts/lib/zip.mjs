import { readFileSync } from 'node:fs';

/** The names of the files in a zip archive, from its directory at the end (APPNOTE.TXT 4.3.12 and 4.3.16). */
export function namesInZip(file) {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error(`${file} is no zip archive`);
  const names = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let i = bytes.readUInt16LE(end + 10); i > 0; i--) {
    const lengths = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    names.push(bytes.toString('utf8', at + 46, at + 46 + lengths[0]));
    at += 46 + lengths.reduce((sum, length) => sum + length, 0);
  }
  return names;
}
