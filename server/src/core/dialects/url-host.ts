/** The host that a URL asks for, lower-cased and without a final dot; undefined where it has none. */
export function hostOf(url: string): string | undefined {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\\]*)/i.exec(url.trim())?.[1];
  if (authority === undefined) return undefined;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const name = host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : host.replace(/:\d*$/, '');
  return name === '' ? undefined : normalHost(name);
}

/** A host as it is compared: in small letters, without a final dot. */
export function normalHost(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
