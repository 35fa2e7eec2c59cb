// The types of vscode-host.mjs, for the tests.
export const VERSIONS: Readonly<{ codeServer: string; node: string; layout: string }>;
export const QUIET_SETTINGS: Readonly<Record<string, unknown>>;
export class HostError extends Error {}

export interface CacheOptions {
  cache?: string;
  log?: (line: string) => void;
}

export function prepareHost(options?: CacheOptions): Promise<{ node: string; server: string }>;

export function installExtension(
  vsix: string,
  options: CacheOptions & { extensionsDir: string; userDataDir: string },
): Promise<void>;

export interface Host {
  /** Opens the served folder in a browser. */
  url: string;
  /** The last 20,000 characters that the server wrote. */
  output: () => string;
  stop: () => Promise<void>;
}

export function startHost(
  options: CacheOptions & {
    folder: string;
    port?: number;
    userDataDir?: string;
    extensionsDir?: string;
    settings?: Record<string, unknown>;
    env?: Record<string, string>;
    timeoutMs?: number;
  },
): Promise<Host>;
