// The user's settings, section `convlens` of the editor's. A value of the wrong kind counts as absent.

export interface Settings {
  readonly inlayHints: {
    readonly enabled: boolean;
    readonly shapes: boolean;
    readonly params: boolean;
    readonly macs: boolean;
    readonly receptiveField: boolean;
  };
  readonly codeLens: boolean;
  readonly hover: { readonly enabled: boolean; readonly picture: boolean };
  readonly diagnostics: { readonly enabled: boolean; readonly advice: boolean };
  /** Roots for absolute imports, relative to the workspace folder. */
  readonly importRoots: readonly string[];
}

/** What `package.json` declares as defaults. */
export const defaultSettings: Settings = {
  inlayHints: { enabled: true, shapes: true, params: true, macs: false, receptiveField: false },
  codeLens: true,
  hover: { enabled: true, picture: true },
  diagnostics: { enabled: true, advice: true },
  importRoots: [],
};

/** Reads what the editor answers for the section; anything at all may arrive. */
export function readSettings(section: unknown): Settings {
  const at = (...path: readonly string[]): unknown =>
    path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), section);
  const flag = (fallback: boolean, ...path: readonly string[]): boolean => {
    const value = at(...path);
    return typeof value === 'boolean' ? value : fallback;
  };
  const { inlayHints, hover, diagnostics } = defaultSettings;
  const roots = at('importRoots');
  return {
    inlayHints: {
      enabled: flag(inlayHints.enabled, 'inlayHints', 'enabled'),
      shapes: flag(inlayHints.shapes, 'inlayHints', 'shapes'),
      params: flag(inlayHints.params, 'inlayHints', 'params'),
      macs: flag(inlayHints.macs, 'inlayHints', 'macs'),
      receptiveField: flag(inlayHints.receptiveField, 'inlayHints', 'receptiveField'),
    },
    codeLens: flag(defaultSettings.codeLens, 'codeLens', 'enabled'),
    hover: { enabled: flag(hover.enabled, 'hover', 'enabled'), picture: flag(hover.picture, 'hover', 'picture') },
    diagnostics: {
      enabled: flag(diagnostics.enabled, 'diagnostics', 'enabled'),
      advice: flag(diagnostics.advice, 'diagnostics', 'advice'),
    },
    importRoots: Array.isArray(roots) ? roots.filter((root) => typeof root === 'string') : [],
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
