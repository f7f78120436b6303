import type { Json } from '../decide/action.ts';
import type { MapEntry, MapNode, Node } from './node.ts';

/** The plain value that a node stands for. A key that stands twice counts the first time. */
export function toJson(node: Node | undefined): Json {
  if (!node) return null;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'seq') return node.items.map(toJson);
  const object: Record<string, Json> = {};
  for (const entry of node.entries) {
    const key = entry.key.text;
    if (Object.hasOwn(object, key)) continue;
    if (key === '__proto__') {
      Object.defineProperty(object, key, {
        value: toJson(entry.value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } else {
      object[key] = toJson(entry.value);
    }
  }
  return object;
}

/** The first entry with this key. */
export function entryOf(map: MapNode | undefined, key: string): MapEntry | undefined {
  return map?.entries.find((entry) => entry.key.text === key);
}
