import type { Colors } from 'picocolors/types';
import type { Step } from './report/report';

/** Where a command says what it does, and for how long it has done so. */
export interface Progress {
  /**
   * Runs one step. `say` tells what it waits for at the moment; what it resolves to may be a remark for its line.
   */
  step<T>(
    title: string,
    work: (say: (waitingFor: string) => void) => Promise<T>,
    remark?: (result: T) => string | undefined,
  ): Promise<T>;
  /** A line that stays. */
  note(text: string): void;
  /** What has been done so far, for the report. */
  readonly steps: readonly Step[];
}

export interface Terminal {
  readonly isTTY: boolean;
  readonly columns: number;
  write(text: string): void;
}

/** How often a plain log repeats what a step waits for. */
const PLAIN_INTERVAL_MS = 5000;

/**
 * One line a step with its time: a live one in a terminal, plain ones elsewhere.
 *
 * @param interrupted whether a signal ended what runs, so that the step is told apart from one that failed
 */
export function createProgress(terminal: Terminal, colors: Colors, interrupted: () => boolean): Progress {
  const began = performance.now();
  const steps: Step[] = [];
  return {
    steps,
    // A live line is drawn again below it.
    note: (text) => terminal.write(`${terminal.isTTY ? CLEAR_LINE : ''}${text}\n`),
    async step(title, work, remark) {
      const start = performance.now();
      const line = terminal.isTTY ? liveLine(terminal, colors, title) : plainLine(terminal, title);
      const finish = (status: Step['status'], text?: string) => {
        const durationMs = Math.round(performance.now() - start);
        steps.push({ title, status, startMs: Math.round(start - began), durationMs });
        line.stop();
        const mark = { done: colors.green('✓'), failed: colors.red('✗'), interrupted: colors.yellow('!') }[status];
        terminal.write(
          `${mark} ${title} ${colors.dim(`${(durationMs / 1000).toFixed(1)}s`)}${text ? `  ${colors.dim(text)}` : ''}\n`,
        );
      };
      try {
        const result = await work(line.say);
        finish('done', remark?.(result));
        return result;
      } catch (error) {
        finish(interrupted() ? 'interrupted' : 'failed', line.last());
        throw error;
      }
    },
  };
}

interface Line {
  say(text: string): void;
  last(): string | undefined;
  stop(): void;
}

function plainLine(terminal: Terminal, title: string): Line {
  let last: string | undefined;
  let saidAt = Number.NEGATIVE_INFINITY;
  let said: string | undefined;
  return {
    say(text) {
      last = text;
      const now = performance.now();
      if (text === '' || text === said || now - saidAt < PLAIN_INTERVAL_MS) return;
      said = text;
      saidAt = now;
      terminal.write(`  ${title}: ${text}\n`);
    },
    last: () => last,
    stop: () => {},
  };
}

const CLEAR_LINE = '\r\u001b[2K';
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

function liveLine(terminal: Terminal, colors: Colors, title: string): Line {
  const start = performance.now();
  let last: string | undefined;
  let frame = 0;
  const draw = () => {
    const seconds = `${Math.floor((performance.now() - start) / 1000)}s`;
    const room = Math.max(0, terminal.columns - title.length - seconds.length - 8);
    const text = !last ? '' : `  ${last.length > room ? `${last.slice(0, Math.max(0, room - 1))}…` : last}`;
    frame = (frame + 1) % FRAMES.length;
    terminal.write(`${CLEAR_LINE}${colors.cyan(FRAMES[frame] ?? '')} ${title} ${colors.dim(seconds)}${colors.dim(text)}`);
  };
  const timer = setInterval(draw, 100);
  draw();
  return {
    say: (text) => {
      last = text;
    },
    last: () => last,
    stop() {
      clearInterval(timer);
      terminal.write(CLEAR_LINE);
    },
  };
}
