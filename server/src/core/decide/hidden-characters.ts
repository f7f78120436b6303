/**
 * Why a command line cannot be judged by how it looks: characters that a person does not see or that a terminal and a
 * shell take differently. Bidirectional controls are those of "Trojan Source" (CVE-2021-42574); a carriage return hides
 * what stands before it; a no-break space looks like a separator and is none. Undefined where there are none.
 */
export function hiddenCharacter(text: string): string | undefined {
  const found = HIDDEN.exec(text)?.[0];
  if (found === undefined) return undefined;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `it has a hidden character (U+${code})`;
}

/** Controls but tab and newline; soft hyphen; zero width, bidirectional and line separators; odd spaces; lone surrogates. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000B-\u001F\u007F-\u00A0\u00AD\u061C\u180E\u2000-\u200B\u200E\u200F\u2028-\u202F\u205F-\u206F\u3000\uFEFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
