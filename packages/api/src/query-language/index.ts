/** One line for the search box, the address, the terminal and scripts: what to look for. */
export { type Completion, completionsAt, type Vocabulary } from "./complete.ts";
export { type Field, offeredFields } from "./fields.ts";
export { formatCondition, formatPart, formatQuery } from "./format.ts";
export { type ParsedQuery, parseQuery } from "./parse.ts";
export { QueryError, type Span } from "./tokens.ts";
