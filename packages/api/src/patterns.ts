/** What ids look like, without a schema library, so that the query language needs none. */

export const imageIdPattern = /^[0-9a-f]{64}$/;
export const regionIdPattern = /^[0-9a-f]{64}:(whole|(object|text|face|drawn):\d+-\d+-\d+-\d+)$/;
export const regionTypes = ["whole", "object", "text", "face", "drawn"] as const;

/**
 * How much each type of region counts in a search unless a person says otherwise; the engine's own
 * defaults, which a test holds against these.
 */
export const defaultWeights = { whole: 1, object: 0.3, text: 0.3, drawn: 0.3 } as const;
