/** A key of the HTTP interface. */

export interface ApiKeyRecord {
  readonly id: string;
  readonly label: string;
  /** SHA-256 of the key, hex. The key itself is shown once and never stored. */
  readonly digest: string;
  readonly scope: "read" | "write" | "admin";
  readonly createdAt: string;
}
