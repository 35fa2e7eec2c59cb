// What a person does in the editor, through its page: open a file, go to a place, read the inlay hints, hover, run a command.
// Lines and columns count from 1. Each step waits for what it causes.
import type { Locator, Page } from 'playwright-core';
import { editor as dom, workbench } from './selectors';
import { until } from './until';

export interface InlayHint {
  line: number;
  text: string;
}

/** The class that the workbench puts on itself for each kind of theme. */
export type ThemeKind = 'vs' | 'vs-dark' | 'hc-black' | 'hc-light';

export class EditorPage {
  readonly page: Page;
  #file = '';

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens a file of the workspace by quick open and waits until its text is there. */
  async openFile(name: string): Promise<void> {
    await this.#pick(name, (label) => label.startsWith(name));
    this.#file = name;
    await this.#monaco().locator(dom.line).first().waitFor();
  }

  /** Runs a command by its title in the command palette, e.g. `ConvLens: Train This Model`. */
  async runCommand(title: string): Promise<void> {
    await this.#pick(`>${title}`, (label) => label === title || label.startsWith(`${title},`));
  }

  /** Puts the cursor at a place of the active file, scrolled into view. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.#pick(`:${line}:${column}`, (label) => label.includes(`${line}`));
    const place = new RegExp(`\\b${line}\\D+${column}\\b`);
    await until(
      `the cursor at ${line}:${column}`,
      async () => place.test((await this.page.locator(workbench.cursorPosition).textContent()) ?? ''),
      { timeoutMs: 10_000 },
    );
  }

  /** The inlay hints on the lines that are rendered now, in order. Joined labels of one place count as one hint. */
  async visibleInlayHints(): Promise<InlayHint[]> {
    return this.#monaco().evaluate((root, { lineNumberRow, lineNumber, line, injectedText }) => {
      const top = (element: Element) => (element as HTMLElement).style.top;
      const numbers = new Map<string, number>();
      for (const row of root.querySelectorAll(lineNumberRow)) {
        const number = Number(row.querySelector(lineNumber)?.textContent);
        if (number) numbers.set(top(row), number);
      }
      const hints: { line: number; text: string }[] = [];
      for (const row of root.querySelectorAll(line)) {
        const number = numbers.get(top(row));
        if (number === undefined) continue;
        let previous: Element | null = null;
        for (const span of row.querySelectorAll(injectedText)) {
          const text = (span.textContent ?? '').replaceAll('\u00a0', ' ');
          const joined = previous !== null && span.previousElementSibling === previous;
          const last = hints.at(-1);
          if (joined && last) last.text += text;
          else hints.push({ line: number, text });
          previous = span;
        }
      }
      return hints
        .map((hint) => ({ line: hint.line, text: hint.text.trim() }))
        .filter((hint) => hint.text)
        .sort((a, b) => a.line - b.line);
    }, dom);
  }

  /** Goes to the first of these lines and waits until one of them, from `from` to `to`, has a hint; answers with those hints. */
  async inlayHintsIn({
    from,
    to = from,
    timeoutMs = 30_000,
  }: {
    from: number;
    to?: number;
    timeoutMs?: number;
  }): Promise<InlayHint[]> {
    await this.goTo(from);
    let all: InlayHint[] = [];
    return until(
      `an inlay hint in lines ${from} to ${to}`,
      async () => {
        all = await this.visibleInlayHints();
        const here = all.filter((hint) => hint.line >= from && hint.line <= to);
        return here.length > 0 && here;
      },
      { timeoutMs, seen: () => all.map((hint) => `${hint.line}: ${hint.text}`).join('; ') || 'no hint at all' },
    );
  }

  /** Points the mouse at `text` in `line` and answers with the hover's text, once it is there and has `expected`. */
  async hoverAt(line: number, text: string, expected = /\S/, timeoutMs = 30_000): Promise<string> {
    await this.goTo(line);
    const point = await until(`"${text}" in line ${line}`, () => this.#pointOf(line, text), { timeoutMs: 10_000 });
    const hover = this.page.locator(dom.hover).filter({ has: this.page.locator(dom.hoverContent) });
    let seen = '';
    return until(
      `a hover over "${text}" in line ${line} with ${String(expected)}`,
      async () => {
        // Away and back again: a hover asked for before the language server was ready does not come by itself.
        await this.page.mouse.move(2, 2);
        await this.page.mouse.move(point.x, point.y, { steps: 3 });
        return until(
          'a hover',
          async () => {
            seen = (await hover.allInnerTexts()).join('\n').trim();
            return expected.test(seen) && seen;
          },
          { timeoutMs: 4_000 },
        );
      },
      { timeoutMs, seen: () => seen || 'no hover' },
    );
  }

  /** Moves the mouse out of the way, so that an open hover goes. */
  async leave(): Promise<void> {
    await this.page.mouse.move(2, 2);
    await this.page.locator(dom.hover).first().waitFor({ state: 'hidden' });
  }

  /** Takes a colour theme by its label, e.g. `Light Modern`, and waits until the workbench wears one of that kind. */
  async setTheme(label: string, kind: ThemeKind): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.page.locator(workbench.quickInput).fill(label);
    const row = this.page.locator(workbench.quickPickRow).filter({ hasText: label });
    await row.first().click();
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  codeLenses(): Promise<string[]> {
    return this.#monaco().locator(dom.codeLens).allInnerTexts();
  }

  #monaco(): Locator {
    return this.page.locator(`.monaco-editor[data-uri$="/${this.#file}"]`).first();
  }

  /** The middle of `text` on the screen; undefined while the line is not rendered. */
  #pointOf(line: number, text: string): Promise<{ x: number; y: number } | undefined> {
    return this.#monaco().evaluate(
      (root, { selectors, wanted, needle }) => {
        const rows = [...root.querySelectorAll(selectors.lineNumberRow)] as HTMLElement[];
        const number = rows.find((row) => row.querySelector(selectors.lineNumber)?.textContent === String(wanted));
        const lines = [...root.querySelectorAll(selectors.line)] as HTMLElement[];
        const row = lines.find((candidate) => candidate.style.top === number?.style.top);
        if (!row) return undefined;
        const start = (row.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(needle);
        if (start < 0) return undefined;
        const range = document.createRange();
        const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
        let before = 0;
        const middle = start + Math.floor(needle.length / 2);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const length = node.textContent?.length ?? 0;
          if (middle < before + length) {
            range.setStart(node, middle - before);
            range.setEnd(node, middle - before + 1);
            const box = range.getBoundingClientRect();
            return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
          }
          before += length;
        }
        return undefined;
      },
      { selectors: dom, wanted: line, needle: text },
    );
  }

  /** Types into quick open and takes the row; opens it anew now and then, as extensions may still be on their way. */
  async #pick(text: string, matches: (label: string) => boolean): Promise<void> {
    const input = this.page.locator(workbench.quickInput);
    const rows = this.page.locator(workbench.quickPickRow);
    let labels: string[] = [];
    const attempt = async () => {
      if (!(await input.isVisible())) await this.page.keyboard.press('Control+P');
      await input.waitFor({ timeout: 3_000 });
      await input.fill(text);
      const index = await until(
        'a row',
        async () => {
          labels = await rows.evaluateAll((found) => found.map((row) => row.getAttribute('aria-label') ?? ''));
          return labels.findIndex(matches) + 1;
        },
        { timeoutMs: 4_000 },
      ).catch(() => 0);
      if (index === 0) {
        await this.page.keyboard.press('Escape');
        return false;
      }
      await rows.nth(index - 1).click({ timeout: 3_000 });
      // Gone, or another pick in its place that the command has opened.
      const taken = async () => !(await input.isVisible()) || (await input.inputValue()) !== text;
      await until(`"${text}" taken`, taken, { timeoutMs: 3_000 });
      return true;
    };
    await until(`"${text}" in quick open`, attempt, { seen: () => labels.slice(0, 5).join('; ') || 'no rows' });
  }
}
