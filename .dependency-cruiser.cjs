// Who may import whom. The tsconfig references enforce the same; this also refuses cycles, type-only ones included.
const layer = (from, allowed) => ({
  name: `${from}-imports`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: '^(core|engine|protocol|server|cli|src|media|test)/', pathNot: [`^${from}/`, ...allowed] },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    layer('core', []),
    layer('engine', ['^core/(graph|shape|base)/', '^protocol/']),
    layer('protocol', ['^core/(graph|base|lesson|report)/']),
    layer('server', ['^core/', '^protocol/']),
    layer('cli', ['^core/', '^engine/', '^server/']),
    layer('src', ['^protocol/']),
    layer('media', ['^protocol/', '^core/(lesson|shape|base)/']),
    {
      name: 'core-is-pure',
      severity: 'error',
      from: { path: '^core/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: ['web-tree-sitter'] },
    },
    {
      name: 'only-the-engine-host-knows-the-page',
      severity: 'error',
      from: { path: '^engine/', pathNot: '^engine/host/' },
      to: { path: '^protocol/' },
    },
    { name: 'only-src-sees-vscode', severity: 'error', from: { pathNot: '^(src|test)/' }, to: { path: '^vscode$' } },
    {
      name: 'only-server-knows-the-protocol',
      severity: 'error',
      from: { pathNot: '^(server|src|test)/' },
      to: { path: 'node_modules/vscode-language' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // A bare import of the package `esbuild` would be resolved to the build script of that name.
    exclude: { path: '(^out/|^dist/|kernels/assembly|^esbuild\\.mjs$)' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.json'] },
  },
};
