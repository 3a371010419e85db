import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { must, run } from '../harness';

/** Where this machine withholds a capability from root, the only one that can start nodes. */
const RUNTIME = resolve(__dirname, '../../testbed/runc-granted');
const STARTS_WITHIN_MS = 60_000;

/**
 * A Docker of a test's own, to be stopped and started while nobody else loses anything. It has a network of its own as well, because two
 * Dockers would undo each other's firewall rules; whoever wants to reach its clusters has to go through `inside`.
 */
export class OwnDocker {
  private readonly folder = mkdtempSync(join(tmpdir(), 'own-docker-'));
  private readonly socket = join(this.folder, 'docker.sock');
  private readonly log = join(this.folder, 'log');
  /** Keeps the network while Docker is stopped. */
  private network: ChildProcess | undefined;
  private daemon: ChildProcess | undefined;

  readonly env: NodeJS.ProcessEnv = { DOCKER_HOST: `unix://${this.socket}` };
  /** Only root may have such a one, and only where Docker is not a virtual machine. */
  static readonly isPossible =
    ['dockerd', 'ip'].every((program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined) &&
    spawnSync('unshare', ['--net', 'true'], { stdio: 'ignore' }).status === 0;

  /** The words that go before those of a program which is to run in its network, once it has been started. */
  get inside(): readonly [string, ...string[]] {
    return ['nsenter', `--net=/proc/${this.network?.pid}/ns/net`];
  }

  async start(): Promise<void> {
    const { folder, socket } = this;
    this.network ??= await ownNetwork();
    await must(this.inside[0], [...this.inside.slice(1), 'ip', 'link', 'set', 'lo', 'up']);
    const places = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')];
    const runtime = ['--add-runtime', `granted=${RUNTIME}`, '--default-runtime', 'granted'];
    const args = [...this.inside.slice(1), 'dockerd', '--host', `unix://${socket}`, ...places, ...runtime];
    const log = openSync(this.log, 'a');
    this.daemon = spawn(this.inside[0], args, { stdio: ['ignore', log, log] });
    const until = Date.now() + STARTS_WITHIN_MS;
    while ((await run('docker', ['info'], { env: this.env })).status !== 0) {
      if (Date.now() > until) throw new Error(`a Docker of its own did not start:\n${readFileSync(this.log, 'utf8')}`);
      await sleep(200);
    }
  }

  /** As an administrator stops it: its containers stop with it. */
  async stop(): Promise<void> {
    const { daemon } = this;
    if (daemon === undefined) return;
    this.daemon = undefined;
    const ended = new Promise((resolve) => daemon.on('exit', resolve));
    daemon.kill('SIGTERM');
    await ended;
  }

  /** Gives it images that this machine's Docker has. */
  async load(...images: readonly string[]): Promise<void> {
    const file = join(this.folder, 'images.tar');
    await must('docker', ['save', '--output', file, ...images]);
    await must('docker', ['load', '--input', file], { env: this.env });
    rmSync(file);
  }

  async remove(): Promise<void> {
    if (this.daemon === undefined) await this.start();
    const all = (await must('docker', ['ps', '--all', '--quiet'], { env: this.env })).split('\n').filter(Boolean);
    if (all.length > 0) await must('docker', ['rm', '--force', '--volumes', ...all], { env: this.env });
    await this.stop();
    this.network?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A process in a network of its own. */
async function ownNetwork(): Promise<ChildProcess> {
  const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo there; exec sleep infinity'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((there) => holder.stdout.once('data', there));
  return holder;
}
