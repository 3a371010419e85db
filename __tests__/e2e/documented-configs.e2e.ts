import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KindCluster, type KindClusterProps } from '../../lib/cluster/kind-cluster';
import { KindApp } from '../../lib/synth/kind-app';
import { DOCUMENTED_CONFIGS } from '../cluster/documented-configs';
import { HAS_IPV6, run } from './harness';

/**
 * A docker that starts nothing: it writes down what it is told to run, and says that the node has booted. kind is then past its
 * validation, has asked for every node, and fails because there is none.
 */
const FAKE_DOCKER = `#!/bin/sh
echo "$*" >> "$DOCKER_LOG"
case "$1" in
  info) echo '{"ServerVersion":"28.0.0","CgroupDriver":"systemd","CgroupVersion":"2","MemoryLimit":true,"PidsLimit":true,"CPUShares":true,"SecurityOptions":[]}' ;;
  logs) echo 'Reached target Multi-User System.' ;;
esac
exit 0
`;

const kind = spawnSync('sh', ['-c', 'command -v kind'], { encoding: 'utf8' }).stdout.trim();
const folder = mkdtempSync(join(tmpdir(), 'documented-configs-'));
const bin = join(folder, 'bin');
const log = join(folder, 'docker.log');

if (kind === '' && process.env.CI === 'true') throw new Error('There is no kind, so nothing can be shown of what it accepts.');
const describeWithKind = kind === '' ? describe.skip : describe;

/** Whether kind looks for a free port of ::1 for it, before it asks docker for anything. */
const takesPortOverIpv6 = ({ networking }: KindClusterProps) =>
  networking?.ipFamily === 'ipv6' && networking.apiServerAddress === undefined;

describeWithKind('the examples of kind’s documentation and the real kind', () => {
  beforeAll(() => {
    mkdirSync(bin);
    writeFileSync(join(bin, 'docker'), FAKE_DOCKER);
    chmodSync(join(bin, 'docker'), 0o755);
  });
  beforeEach(() => writeFileSync(log, ''));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What kind, with nothing but the fake on its PATH, says to a configuration, and the nodes that it told docker to run. */
  const create = async (config: string) => {
    const { status, all } = await run(kind, ['create', 'cluster', '--config', config], {
      env: { PATH: bin, HOME: folder, KUBECONFIG: join(folder, 'kubeconfig'), DOCKER_LOG: log },
    });
    const nodes = [...readFileSync(log, 'utf8').matchAll(/^run --name (\S+)/gm)].map(([, name = '']) => name);
    return { status, all, nodes: nodes.sort() };
  };
  const synth = (props: KindClusterProps) => {
    const app = new KindApp({ outdir: join(folder, 'dist') });
    const cluster = new KindCluster(app, 'cluster', props);
    app.synth();
    return cluster;
  };

  for (const { page, title, props } of DOCUMENTED_CONFIGS) {
    const testHere = HAS_IPV6 || !takesPortOverIpv6(props) ? test : test.skip;
    testHere(`it tells docker to run every node of ${page}: ${title}`, async () => {
      const { clusterName, nodeNames } = synth(props);
      const severalControlPlanes = (props.nodes ?? []).filter(({ role }) => role !== 'worker').length > 1;
      const balancer = severalControlPlanes ? [`${clusterName}-external-load-balancer`] : [];
      const { nodes, all, status } = await create(join(folder, 'dist/kind/cluster.yaml'));
      expect({ nodes, all }).toEqual({ nodes: [...nodeNames, ...balancer].sort(), all: expect.any(String) });
      // Not the fake's doing: after that there is no node to talk to.
      expect(status).not.toBe(0);
    });
  }

  test('what it refuses never gets to docker', async () => {
    synth({});
    const file = join(folder, 'dist/kind/cluster.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}metadata: {}\n`);
    const { nodes, all } = await create(file);
    expect(all).toContain('field metadata not found');
    expect(nodes).toEqual([]);
  });
});
