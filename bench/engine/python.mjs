// PyTorch as a contestant of the benches: pytorch.py, or pytorch_gpu.py, in a process of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** null where CONVLENS_PYTHON (else python3) has no torch. */
export async function startPython(data, closing, script = 'pytorch.py') {
  const given = data ? [String(data.labels.length)] : [];
  const python = spawn(process.env.CONVLENS_PYTHON ?? 'python3', [join(import.meta.dirname, script), ...given], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  python.on('error', () => undefined);
  python.stdin.on('error', () => undefined);
  if (data) {
    python.stdin.write(data.pixels);
    python.stdin.write(data.labels);
  }
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
