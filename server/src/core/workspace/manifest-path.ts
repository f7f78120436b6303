import type { Kind } from '../model/manifest.ts';

const KIND_BY_SUFFIX: Readonly<Record<string, Kind>> = {
  'agent-role': 'AgentRole',
  'tool-scope': 'ToolScope',
  scenario: 'Scenario',
  boundary: 'Boundary',
};

/** The kind that a file's name announces: `x.agent-role.yaml` is about an AgentRole. Takes paths and URIs. */
export function kindOfPath(path: string): Kind | undefined {
  const name = /\.(agent-role|tool-scope|scenario|boundary)\.(?:ya?ml|json)$/.exec(path);
  return name ? KIND_BY_SUFFIX[name[1]!] : undefined;
}

/** Whether a file is a manifest of ours, by its name alone. */
export function isManifestPath(path: string): boolean {
  return kindOfPath(path) !== undefined;
}
