export function ClusteringPage() { return null; }
