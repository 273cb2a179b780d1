/** An album: images that a person has put together. */
export interface Album {
  readonly id: string;
  readonly name: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
}
