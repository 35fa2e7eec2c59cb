// English and Simplified Chinese say the same things: equal keys, equal places to fill in, everywhere.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fill, messageTemplates, renderMessage } from '../../core/base/messages';
import { commands } from '../../protocol/server';
import { defaultSettings, readSettings } from '../../server/settings';
import { chinese } from '../../server/text/chinese';
import { english } from '../../server/text/english';

const root = path.join(import.meta.dirname, '..', '..');
const json = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(root, name), 'utf8')) as Record<string, unknown>;

const places = (template: string): readonly string[] => [...template.matchAll(/\{\w+\}/g)].map(String).sort();

type Table = Readonly<Record<string, string>>;

describe.each<[string, Table, Table]>([
  ['diagnostics', messageTemplates.en, messageTemplates['zh-cn']],
  ['the server', english, chinese],
  ['the manifest', json('package.nls.json') as Table, json('package.nls.zh-cn.json') as Table],
])('%s', (_, one, other) => {
  it('has equal keys', () => expect(Object.keys(other).sort()).toEqual(Object.keys(one).sort()));
  it.each(Object.keys(one))('%s has equal places to fill in', (key) => {
    expect(places(other[key])).toEqual(places(one[key]));
    expect(other[key]).not.toBe('');
  });
});

it('translates every sentence of the client, and no other', () => {
  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ts$/.test(name),
  );
  const source = files.map((name) => readFileSync(path.join(root, 'src', name), 'utf8')).join('\n');
  const used = [...source.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, text]) => text.replaceAll("\\'", "'"));
  const bundle = json('l10n/bundle.l10n.zh-cn.json') as Table;
  expect(Object.keys(bundle).sort()).toEqual([...new Set(used)].sort());
  for (const [text, translated] of Object.entries(bundle)) expect(places(translated)).toEqual(places(text));
});

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}

const manifest = json('package.json') as unknown as Manifest;

it('names every key of the manifest, and no other', () => {
  const used = [...readFileSync(path.join(root, 'package.json'), 'utf8').matchAll(/"%([\w.]+)%"/g)].map(
    ([, key]) => key,
  );
  expect(Object.keys(json('package.nls.json')).sort()).toEqual([...new Set(used)].sort());
});

it('contributes the commands that the programs know', () => {
  const contributed = manifest.contributes.commands.map(({ command }) => command);
  expect([...contributed].sort()).toEqual(Object.values<string>(commands).sort());
});

it('has the same defaults in the manifest and in the server', () => {
  const section: Record<string, unknown> = {};
  for (const [name, { default: value }] of Object.entries(manifest.contributes.configuration.properties)) {
    const parts = name.split('.').slice(1);
    let node = section;
    for (const part of parts.slice(0, -1)) node = (node[part] ??= {}) as Record<string, unknown>;
    node[parts[parts.length - 1]] = value;
  }
  expect(readSettings(section)).toEqual(defaultSettings);
});

it.each([undefined, null, 7, 'x', [], { inlayHints: 3, importRoots: [1, 'a'], hover: { enabled: 'no' } }])(
  'reads %j as settings without harm',
  (section) => {
    const { importRoots, ...rest } = readSettings(section);
    expect(rest).toEqual({ ...defaultSettings, importRoots: undefined });
    expect(importRoots.every((root) => typeof root === 'string')).toBe(true);
  },
);

it('fills in what is known and marks what is not', () => {
  expect(fill('{a} and {b} and {toString}', { a: 1 })).toBe('1 and ? and ?');
  const problem = { code: 'CL1001', details: { parameter: 'in_channels', channels: 64, groups: 3 } } as const;
  expect(renderMessage(problem)).toBe('in_channels = 64 is not divisible by groups = 3');
  expect(renderMessage(problem, 'zh-cn')).toBe('in_channels = 64 不能被 groups = 3 整除');
});
