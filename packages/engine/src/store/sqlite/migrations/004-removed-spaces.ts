/** Spaces in the trash: out of every list but that of the trash, their vectors still there. */
export const removedSpaces = `
ALTER TABLE spaces ADD COLUMN isRemoved INTEGER NOT NULL DEFAULT 0;
`;
