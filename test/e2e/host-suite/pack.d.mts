// The types of pack.mjs, for the tests.
export const suiteWorkspace: string;
export function bundleSuite(folder: string): Promise<string>;
export function packSuite(folder: string): Promise<string>;
