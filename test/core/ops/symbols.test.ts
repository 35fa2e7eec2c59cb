// Operators on sizes that are not numbers: what is inferred, in the form that people read.
import { describe, expect, it } from 'vitest';
import type { ArgumentValue } from '../../../core/ops/arguments';
import { parseDim } from '../../../core/shape/dim';
import { all, call, dots, slice, t } from './cases';

const image = t('Nx64xHxW');
const d = (text: string): ArgumentValue => parseDim(text) ?? null;

describe('subscripts', () => {
  it.each<[string, ArgumentValue, string]>([
    ['x[0]', [0], '64×H×W'],
    ['x[-1]', [-1], '64×H×W'],
    ['x[:, 0]', [all, 0], 'N×H×W'],
    ['x[:, 64]', [all, 64], 'CL1012'],
    ['x[..., 0]', [dots, 0], 'N×64×H'],
    ['x[..., None]', [dots, null], 'N×64×H×W×1'],
    ['x[:, :, ::2, ::2]', [all, all, slice(null, null, 2), slice(null, null, 2)], 'N×64×((H-1)//2+1)×((W-1)//2+1)'],
    ['x[:, :, 1::2, 0::2]', [all, all, slice(1, null, 2), slice(0, null, 2)], 'N×64×(H//2)×((W-1)//2+1)'],
    ['x[:, :, 1:]', [all, all, slice(1, null)], 'N×64×(H-1)×W'],
    ['x[:, :, :-1]', [all, all, slice(null, -1)], 'N×64×(H-1)×W'],
    ['x[:, :, :H//2]', [all, all, slice(null, d('H//2'))], 'N×64×(H//2)×W'],
    ['x[:, :, H//2:]', [all, all, slice(d('H//2'), null)], 'N×64×(H-H//2)×W'],
    ['x[:, :, -7:]', [all, all, slice(-7, null)], 'N×64×(min(H, 7))×W'],
    ['x[:, :, 0:7]', [all, all, slice(0, 7)], 'N×64×(min(H, 7))×W'],
    ['x[:, :32]', [all, slice(null, 32)], 'N×32×H×W'],
    ['x[:, [0, 3, 5]]', [all, [0, 3, 5]], 'N×3×H×W'],
    ['x[index]', [t('K', 'int64')], 'K×64×H×W'],
    ['x[:, index, 0]', [all, t('K', 'int64'), 0], 'N×K×W'],
    ['x[index, :, index]', [t('K', 'int64'), all, t('K', 'int64')], 'K×64×W'],
    ['x[x > 0]', [t('Nx64xHxW', 'bool')], 'unknown: the number of true elements of a mask is known at run time alone'],
    ['x[0, 0, 0, 0, 0]', [0, 0, 0, 0, 0], 'CL1012'],
    ['x[1.5]', [{ opaque: 'module' }], 'CL1012'],
  ])('%s is %s', (_, index, expected) => {
    expect(call('.__getitem__', [image, index])).toBe(expected);
  });

  it('assigns what fits and reports what cannot', () => {
    expect(call('.__setitem__', [image, [all, 0], t('HxW')])).toBe('N×64×H×W');
    expect(call('.__setitem__', [image, [all, slice(0, 3)], t('4x1x1')])).toBe('CL1005');
    expect(call('.__setitem__', [image, [t('Nx64xHxW', 'bool')], 0])).toBe('N×64×H×W');
  });
});

describe('shapes', () => {
  it.each<[string, readonly ArgumentValue[], string]>([
    ['.view', [image, d('N'), -1], 'N×(64*H*W)'],
    ['.view', [image, -1, d('64*H*W')], 'N×(64*H*W)'],
    ['.view', [image, d('N'), 2, 32, d('H'), d('W')], 'N×2×32×H×W'],
    ['.view', [image, d('N'), 2, -1, d('H'), d('W')], 'N×2×32×H×W'],
    ['.view', [image, d('N'), 3, -1, d('H'), d('W')], 'CL1007'],
    ['.view', [t('Nx512x7x7'), -1, 25088], 'N×25088'],
    ['.view', [t('Nx512x7x7'), -1, 4096], '(6*N+N//8)×4096'],
    ['.view', [t('1x512x7x7'), 1, 4096], 'CL1007 The last dimension would be 25088.'],
    ['.flatten', [t('Nx512x((H-1)//32+1)x((W-1)//32+1)'), 1], 'N×(512*((H-1)//32+1)*((W-1)//32+1))'],
    ['.permute', [image, 0, 2, 3, 1], 'N×H×W×64'],
    ['.chunk', [image, 2, 1], '(N×32×H×W, N×32×H×W)'],
    ['.chunk', [image, 2, 2], 'unknown: the number of pieces depends on (H+(H-1)//2)//((H-1)//2+1)'],
    ['.squeeze', [t('Nx64x1x1')], 'unknown: whether N is 1, and so squeezed, cannot be told'],
    ['.squeeze', [t('Nx64x1x1'), 3], 'N×64×1'],
    ['.mean', [image, [2, 3], true], 'N×64×1×1'],
    ['.size', [image, 2], 'H'],
    ['.numel', [image], '64*N*H*W'],
    ['torch.cat', [[t('Nx32xHxW'), t('Nx32x(H//2*2)xW')], 1], 'N×64×H×W'],
    ['F.interpolate', [image, null, 2], 'N×64×(2*H)×(2*W)'],
    ['F.max_pool2d', [image, 3, 2, 1], 'N×64×((H-1)//2+1)×((W-1)//2+1)'],
    ['F.adaptive_avg_pool2d', [image, 1], 'N×64×1×1'],
    ['F.adaptive_avg_pool2d', [image, [null, 7]], 'N×64×H×7'],
    ['F.pad', [image, [1, d('W%2')]], 'N×64×H×(2*W-2*(W//2)+1)'],
    ['torch.matmul', [t('NxTxC'), t('CxK')], 'N×T×K'],
    ['torch.matmul', [t('NxTx7'), t('8xK')], 'CL1011'],
    ['F.linear', [t('NxC'), t('10x512')], 'N×10'],
    ['F.linear', [t('Nx256'), t('10x512')], 'CL1003 Set in_features to 256.'],
    ['torch.arange', [d('H')], 'H'],
    ['torch.arange', [0, d('H'), 2], '((H-1)//2+1)'],
    ['torch.zeros', [d('N'), 3], 'N×3'],
    ['F.pixel_shuffle', [image, 2], 'N×16×(2*H)×(2*W)'],
    ['.expand', [t('1x1xC'), d('N'), -1, -1], 'N×1×C'],
    ['.repeat', [t('1xC'), d('N'), 2], 'N×(2*C)'],
    ['.split', [t('NxTx192'), 64, -1], '(N×T×64, N×T×64, N×T×64)'],
    ['.unbind', [t('3xNxT'), 0], '(N×T, N×T, N×T)'],
    ['.unbind', [t('NxT'), 0], 'unknown: the number of pieces is N'],
    [
      'torch.masked_select',
      [t('N'), t('N', 'bool')],
      'unknown: the number of true elements of a mask is known at run time alone',
    ],
    ['torch.einsum', ['bhid,bhjd->bhij', t('NxhxTxC'), t('NxhxSxC')], 'N×h×T×S'],
  ])('%s (%#)', (name, args, expected) => {
    expect(call(name, args)).toBe(expected);
  });
});

describe('unknown arguments', () => {
  it('say why', () => {
    expect(call('F.conv2d', [image, t('8x64x3x3'), null, d('s')])).toBe('unknown: stride depends on s');
    expect(call('torch.cat', [[image, image], d('k')])).toBe('unknown: dim depends on k');
    expect(call('.item', [t('1')])).toBe('unknown: the value of a tensor is known at run time alone');
  });
});
