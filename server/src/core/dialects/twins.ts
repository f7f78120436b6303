import type { ForeignPolicy } from './dialect.ts';

/** Agents of one session, each with the first before it that has the same tools and works in the same mode as its twin. */
export function withTwins(agents: readonly ForeignPolicy[]): readonly ForeignPolicy[] {
  const first = new Map<string, ForeignPolicy>();
  return agents.map((agent) => {
    const key = JSON.stringify([agent.toolList, agent.modes]);
    const twin = first.get(key);
    if (twin) return { ...agent, twin };
    first.set(key, agent);
    return agent;
  });
}
