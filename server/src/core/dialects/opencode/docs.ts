import type { Reference } from '../../finding.ts';

/** The release whose program and documentation these semantics were taken from; V2 from its documentation and sources of November 2026. */
export const VERSION = '1.18.33';

const page = (name: string, anchor: string): Reference => ({
  name: `opencode documentation: ${name}`,
  url: `https://opencode.ai/v1/docs/${name}${anchor === '' ? '' : `#${anchor}`}`,
});

export const PERMISSIONS = page('permissions', '');
export const GRANULAR = page('permissions', 'granular-rules-object-syntax');
export const EXTERNAL = page('permissions', 'external-directories');
export const AVAILABLE = page('permissions', 'available-permissions');
export const AGENTS = page('agents', 'permissions');
export const CONFIG = page('config', '');
export const V2: Reference = {
  name: 'opencode documentation: V2 permissions',
  url: 'https://opencode.ai/v2/docs/permissions/',
};
