import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Ended } from '../harness';

/** How a signal reaches the command: as Ctrl-C does, which every process of the terminal gets, or the command alone. */
export type Interrupt = 'Ctrl-C' | 'kill -INT';

/** A command of the project while it runs, to be watched and interrupted. */
export class Started {
  readonly ended: Promise<Ended>;
  private output = '';
  private readonly child: ChildProcess;
  private wake: () => void = () => {};

  /** @param before the words of a program that runs it */
  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv, before: readonly string[] = []) {
    // Without npm in between, so that the process is the command itself.
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const [, ...words] = (scripts[command] ?? '').split(' ');
    const [program, ...all] = [...before, process.execPath, ...words, ...args];
    const began = performance.now();
    this.child = spawn(program ?? '', all, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // in a process group of its own, as a shell starts it
    });
    const text = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      this.child[stream]?.setEncoding('utf8').on('data', (more: string) => {
        text[stream] += more;
        this.output += more;
        this.wake();
      });
    }
    this.ended = new Promise((done, failed) => {
      this.child.on('error', failed);
      this.child.on('close', (code, signal) => {
        const status = code ?? (signal === 'SIGINT' ? 130 : 143);
        done({ ...text, all: this.output, status, seconds: (performance.now() - began) / 1000 });
        this.wake();
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits until it has said something. @throws Error when it ends without having said it */
  async says(words: RegExp): Promise<void> {
    while (!words.test(this.output)) {
      if (this.child.exitCode !== null) throw new Error(`it ended without having said ${words}:\n${this.output}`);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  interrupt(how: Interrupt): void {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    process.kill(how === 'Ctrl-C' ? -this.pid : this.pid, 'SIGINT');
  }
}
