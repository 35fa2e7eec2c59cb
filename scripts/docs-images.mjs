// Copies the screenshots that the documents show from the last end-to-end run into docs/images/.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const SHOWN = ['hints', 'hover', 'visualizer', 'trainer', 'tensorflow'];

const repository = path.join(import.meta.dirname, '..');
const from = path.join(repository, 'test-artifacts', 'screenshots');
const to = path.join(repository, 'docs', 'images');

const missing = SHOWN.filter((name) => !existsSync(path.join(from, `${name}.png`)));
if (missing.length > 0) {
  console.error(`docs-images: no screenshot of ${missing.join(', ')}; run \`npm run test:e2e\` first`);
  process.exit(1);
}
mkdirSync(to, { recursive: true });
for (const name of SHOWN) copyFileSync(path.join(from, `${name}.png`), path.join(to, `${name}.png`));
console.log(`${SHOWN.length} images in ${path.relative(repository, to)}`);
