import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, type TestCluster } from '../harness';

/** Gives commands temporary and cache folders of their own, and tells what they left there and among the processes. */
export class Traces {
  readonly env: NodeJS.ProcessEnv;
  private readonly temporary: string;
  private readonly cache: string;

  constructor(private readonly cluster: TestCluster) {
    this.temporary = join(cluster.folder, 'tmp');
    this.cache = join(cluster.folder, 'cache');
    mkdirSync(this.temporary, { recursive: true });
    this.env = { TMPDIR: this.temporary, XDG_CACHE_HOME: this.cache };
  }

  /** Nothing: a command has cleared up. */
  async leftBehind(): Promise<string[]> {
    const folders = readdirSync(this.temporary).filter((name) => name.startsWith('cdk8s-kind-'));
    const locks = existsSync(join(this.cache, 'cdk8s-kind'))
      ? readdirSync(join(this.cache, 'cdk8s-kind')).filter((name) => name.includes('.lock'))
      : [];
    const proxies = await must('docker', [
      'ps',
      '--all',
      '--quiet',
      '--filter',
      `label=cdk8s-kind.proxy-of=${this.cluster.name}`,
    ]);
    return [...folders, ...locks, ...proxies.split('\n').filter(Boolean), ...this.processes()];
  }

  /** Every process that a command started, however deep, has the command's temporary folder in its environment. */
  private processes(): string[] {
    if (!existsSync('/proc/self/environ')) return [];
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        try {
          const isOurs = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`TMPDIR=${this.temporary}`);
          return isOurs ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()] : [];
        } catch {
          return []; // It has ended meanwhile.
        }
      });
  }
}
