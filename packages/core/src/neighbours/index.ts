/** Who is near whom: exact search, graphs of nearest neighbours, neighbours within a radius. */
export { type ExactSearch, exactSearch } from "./exact-search.ts";
export {
  type NearestNeighbours,
  type NeighbourOptions,
  nearestNeighbours,
} from "./nearest-neighbours.ts";
export {
  type NeighbourGraph,
  type NeighbourGraphOptions,
  neighbourGraph,
} from "./neighbour-graph.ts";
export {
  type ApproximateNeighbours,
  approximateNeighbours,
  type DescentOptions,
} from "./nn-descent.ts";
export {
  type RadiusNeighbours,
  type RadiusOptions,
  radiusNeighbours,
} from "./radius-neighbours.ts";
