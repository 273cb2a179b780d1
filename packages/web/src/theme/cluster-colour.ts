/** The colour of a cluster: chosen by its id, so that it is the same wherever the cluster appears. */
const kinds = 20;

export function clusterColour(id: string): string {
  let hash = 2166136261;
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 16777619) >>> 0;
  }
  return `var(--kind-${hash % kinds})`;
}
