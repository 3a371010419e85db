import { setTimeout as sleep } from 'node:timers/promises';
import { ExitStatus, UserError } from '../errors';
import type { Kubectl } from '../kubectl';
import { ProgramFailed } from '../process';

/** How often a folder is applied again that makes something another object of it needs: a namespace, a custom resource's definition. */
const ATTEMPTS = 5;
const PAUSE_MS = 1000;

/**
 * `kubectl apply -f <dir>`, as one would type it.
 *
 * @returns what kubectl said of each object, for example `deployment.apps/nginx-deployment created`
 * @throws UserError (1) with kubectl's own words when the API server refuses an object
 */
export async function applyFolder(kubectl: Kubectl, dir: string): Promise<string[]> {
  const said = new Map<string, string>();
  for (let attempt = 1; ; attempt++) {
    const { output, refused } = await apply(kubectl, dir);
    for (const line of output) remember(said, line);
    if (refused === undefined) return [...said].map(([object, outcome]) => `${object} ${outcome}`);
    if (attempt === ATTEMPTS || !/no matches for kind|namespaces ".*" not found/.test(refused)) {
      throw new UserError(
        ExitStatus.failed,
        `The API server refused what ${dir} declares:\n${refused}`,
        'Mend it in the program, then npm run up again.',
      );
    }
    await sleep(PAUSE_MS);
  }
}

async function apply(kubectl: Kubectl, dir: string): Promise<{ output: string[]; refused?: string }> {
  const lines = (text: string) => text.split('\n').filter((line) => line !== '');
  try {
    return { output: lines(await kubectl.text(['apply', '--filename', dir], { perObject: true })) };
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    return { output: lines(error.result.stdout), refused: error.result.stderr.trim() };
  }
}

// Of an object that an attempt created and the next found unchanged, the first is what happened.
function remember(said: Map<string, string>, line: string): void {
  const space = line.indexOf(' ');
  const object = line.slice(0, space);
  if (!said.has(object) || said.get(object) === 'unchanged') said.set(object, line.slice(space + 1));
}
