import type { Reference } from '../../finding.ts';

/** The version of Claude Code whose documentation these semantics were taken from, and the day it was read. */
export const VERSION = '2.1.240';

const page = (name: string, anchor = ''): Reference => ({
  name: `Claude Code documentation: ${name}`,
  url: `https://code.claude.com/docs/en/${name}${anchor === '' ? '' : `#${anchor}`}`,
});

export const PERMISSIONS = page('permissions');
export const SETTINGS = page('settings');
