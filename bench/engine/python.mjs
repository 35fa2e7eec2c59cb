// PyTorch as a contestant of bench/engine/train.mjs: pytorch.py in a process of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** null where CONVLENS_PYTHON (else python3) has no torch. */
export async function startPython({ pixels, labels }, closing) {
  const script = join(import.meta.dirname, 'pytorch.py');
  const python = spawn(process.env.CONVLENS_PYTHON ?? 'python3', [script, String(labels.length)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  python.on('error', () => undefined);
  python.stdin.on('error', () => undefined);
  python.stdin.write(pixels);
  python.stdin.write(labels);
  const { value: version } = await lines.next();
  if (!version) return null;
  closing.push(() => python.kill());
  return {
    version,
    async ask(request) {
      python.stdin.write(`${request}\n`);
      return Number((await lines.next()).value);
    },
  };
}
