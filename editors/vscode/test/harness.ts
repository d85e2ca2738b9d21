// A minimal test runner for VS Code's extension host.

import { appendFileSync } from 'node:fs';

type Test = readonly [name: string, body: () => Promise<void> | void];

const tests: Test[] = [];

/** Declares a test; its name states the tested fact. */
export function test(name: string, body: Test[1]): void {
  tests.push([name, body]);
}

/** Runs the declared tests in order; `report` gets one line for each. */
export async function runTests(report: string): Promise<void> {
  let failed = 0;
  for (const [name, body] of tests) {
    try {
      await body();
      appendFileSync(report, `ok - ${name}\n`);
    } catch (error) {
      failed += 1;
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      appendFileSync(report, `not ok - ${name}\n${reason.replace(/^/gm, '    ')}\n`);
    }
  }
  if (failed > 0) {
    throw new Error(`${failed} of ${tests.length} tests failed`);
  }
}

/** Retries until there is an answer: the editor shows results after a delay. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`in vain: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
