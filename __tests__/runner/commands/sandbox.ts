import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import timers from 'node:timers/promises';
import { createColors } from 'picocolors';
import { stringify } from 'yaml';
import type { KindConfig, KindNode } from '../../../lib/kind/config';
import { CPU_PATH, MEMINFO_PATH, type NodeSize, nodeSizeFiles } from '../../../lib/kind/node-size';
import type { KubernetesObject } from '../../../lib/kubernetes/object';
import { runCommand } from '../../../lib/runner/cli';
import { readDist } from '../../../lib/runner/dist';
import { Interrupted } from '../../../lib/runner/errors';
import { Kubectl } from '../../../lib/runner/kubectl';
import { inventoryOf, writeInventory } from '../../../lib/runner/objects/inventory';
import { createProgress } from '../../../lib/runner/progress';
import { deployment, service } from '../state/builders';
import type { FakeApi } from './fake-api';
import { existingCluster } from './fake-kind';
import { sizeFolder } from './fake-machine';
import { FakeWorld } from './fake-world';

export interface Outcome {
  readonly status: number;
  /** What it wrote to standard output and error. */
  readonly out: string;
  readonly err: string;
}

const IMAGE = 'kindest/node:v1.32.2';
export const MAPPING = { containerPort: 30080, hostPort: 30080, listenAddress: '127.0.0.1', protocol: 'TCP' } as const;
/** A second port of the host for the same Service. */
export const SECOND = { ...MAPPING, hostPort: 30081 };
export const GI = 2 ** 30;

/** nginx as the default program declares it, no more of it than the runner reads. */
export const NGINX = deployment({}, { containers: [{ name: 'nginx', image: 'nginx:alpine', ports: [{ containerPort: 80 }] }] });
export const SERVICE = service();
export const CONFIG: KubernetesObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } };

/**
 * A machine in memory, a dist folder that declares the default program, and the runner's command line on them. Waiting takes no
 * time. After every command nothing that it started may be left.
 */
export class Sandbox {
  readonly folder = mkdtempSync(join(os.tmpdir(), 'sandbox-'));
  readonly dist = join(this.folder, 'dist');
  readonly cache = join(this.folder, 'cache', 'cdk8s-kind');
  readonly world: FakeWorld;
  private readonly temporary = join(this.folder, 'tmp');
  private readonly env = process.env;
  private interruption = new AbortController();
  private skippedMs = 0;

  constructor() {
    for (const folder of [this.temporary, this.cache]) mkdirSync(folder, { recursive: true });
    jest.spyOn(os, 'tmpdir').mockReturnValue(this.temporary);
    process.env = { ...this.env, XDG_CACHE_HOME: join(this.folder, 'cache') };
    delete process.env.DEBUG;
    // What npm tells the scripts of whoever runs the tests.
    for (const name of Object.keys(process.env)) if (name.startsWith('npm_config_')) delete process.env[name];
    this.world = new FakeWorld((ms) => this.skip(ms));
    this.skipWaits();
    this.holdPorts();
    this.declare();
  }

  end(): void {
    jest.restoreAllMocks();
    process.env = this.env;
    rmSync(this.folder, { recursive: true });
  }

  /** Writes the dist folder: the default program, but for what is given. */
  declare(objects: readonly KubernetesObject[] = [NGINX, SERVICE], nodes: readonly KindNode[] = this.nodes()): KindConfig {
    const config = { kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4', name: 'kind', nodes } as const;
    mkdirSync(join(this.dist, 'kind'), { recursive: true });
    writeFileSync(join(this.dist, 'app.k8s.yaml'), objects.map((object) => stringify(object)).join('---\n'));
    writeFileSync(join(this.dist, 'kind', 'cluster.yaml'), stringify(config));
    return config;
  }

  /**
   * The nodes of the default program: a control plane that maps the Service's port, and two workers of 1 CPU and 2Gi.
   *
   * @param more of the control plane
   */
  nodes(more: Partial<KindNode> = {}): KindNode[] {
    const worker = (name: string, cpu: number): KindNode => {
      const { meminfo, cpu: cpus } = this.size(name, { cpuMillis: 1000, memoryBytes: 2 * GI }, [cpu]);
      const mount = (containerPath: string, hostPath: string) => ({ containerPath, hostPath, readOnly: true });
      return { role: 'worker', image: IMAGE, extraMounts: [mount(MEMINFO_PATH, meminfo), mount(CPU_PATH, cpus)] };
    };
    const controlPlane: KindNode = { role: 'control-plane', image: IMAGE, extraPortMappings: [MAPPING], ...more };
    return [controlPlane, worker('kind-worker', 0), worker('kind-worker2', 1)];
  }

  /** Writes of the files of a node's size those that are read, in the place of the former ones. */
  size(name: string, size: NodeSize, cpus: readonly number[]): { meminfo: string; cpu: string } {
    const places = sizeFolder(this.dist, name);
    const files = nodeSizeFiles(size, cpus);
    mkdirSync(places.cpu, { recursive: true });
    writeFileSync(places.meminfo, files.get('meminfo') ?? '');
    writeFileSync(join(places.cpu, 'online'), files.get('cpu/online') ?? '');
    return places;
  }

  /** The declared cluster runs already, with its workloads and their images, as a former `up` left it. */
  async running(config: KindConfig = this.declare()): Promise<FakeApi> {
    const api = existingCluster(this.world.machine, 'kind', config);
    const declared = await readDist(this.dist);
    for (const { object } of declared.objects) api.apply(object);
    await writeInventory(new Kubectl(this.world, 'kind-kind'), this.dist, [], inventoryOf(declared));
    for (const name of ['kind-worker', 'kind-worker2']) {
      this.world.machine.container(name).images.set('docker.io/library/nginx:alpine', 'sha256:nginx');
    }
    this.world.calls.length = 0;
    return api;
  }

  interrupt(signal: Interrupted['signal'] = 'SIGINT'): void {
    this.interruption.abort(new Interrupted(signal));
  }

  /** Runs a command on the dist folder, to its end. */
  run(command: string, ...words: string[]): Promise<Outcome> {
    return this.runWords(command, '--dist', this.dist, ...words);
  }

  async runWords(...words: string[]): Promise<Outcome> {
    this.interruption = new AbortController();
    const { signal } = this.interruption;
    this.world.signal = signal;
    const [out, err] = [new Written(), new Written()];
    const spies = [
      jest.spyOn(process.stdout, 'write').mockImplementation(out.stream),
      jest.spyOn(process.stderr, 'write').mockImplementation(err.stream),
    ];
    const status = await runCommand(words, {
      programs: this.world,
      progress: createProgress({ isTTY: false, columns: 80, write: err.stream }, createColors(false), () => signal.aborted),
      signal,
      print: (text) => out.stream(`${text}\n`),
      columns: 200,
      isTerminal: false,
      colors: createColors(false),
    });
    for (const spy of spies) spy.mockRestore();
    const [unknown] = this.world.unknown;
    if (unknown !== undefined) throw unknown;
    expect({ forwards: [...this.world.forwards], temporary: readdirSync(this.temporary) }).toEqual({
      forwards: [],
      temporary: [],
    });
    return { status, out: out.text, err: err.text };
  }

  private skip(ms: number): void {
    this.skippedMs += ms;
  }

  /** Sleeping lets the clock jump. */
  private skipWaits(): void {
    const [performanceNow, dateNow] = [performance.now.bind(performance), Date.now];
    jest.spyOn(performance, 'now').mockImplementation(() => performanceNow() + this.skippedMs);
    jest.spyOn(Date, 'now').mockImplementation(() => dateNow() + this.skippedMs);
    jest.spyOn(timers, 'setTimeout').mockImplementation(async <T>(ms = 0, value?: T, options: { signal?: AbortSignal } = {}) => {
      await new Promise(setImmediate);
      options.signal?.throwIfAborted();
      this.skip(ms);
      return value as T;
    });
  }

  /** Whether a host port can be had is what the machine in memory says. */
  private holdPorts(): void {
    jest.spyOn(net, 'createServer').mockImplementation(() => {
      const server = new EventEmitter();
      const listen = ({ port }: { port: number }, done: () => void) => {
        if (!this.world.machine.isTaken(port)) done();
        else server.emit('error', Object.assign(new Error('taken'), { code: 'EADDRINUSE' }));
      };
      return Object.assign(server, { listen, close: (done: () => void) => done() }) as unknown as net.Server;
    });
  }
}

/** Keeps what is written to a stream. */
class Written {
  text = '';

  /** The stream's own write. */
  readonly stream = (text: unknown, ...rest: unknown[]) => {
    this.text += String(text);
    for (const done of rest) if (typeof done === 'function') done();
    return true;
  };
}
