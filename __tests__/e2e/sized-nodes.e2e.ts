import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { retryUntil } from '../../lib/runner/retry';
import { describeWithDocker, expectStatus, must, run, TestCluster } from './harness';
import { sizeOf, sizeSeen } from './size-seen';

const [BIG, SMALL] = ['e2e-sized-worker', 'e2e-sized-worker2'];
const NODES = ['e2e-sized-control-plane', BIG, SMALL];
const ANSWER_EVERY_MS = 200;
/** More than SMALL has and less than the host has. */
const HOG_MEBIBYTES = 1900;
const MOST_ROUNDS = 12;
const ROUND_SECONDS = 3;
const PATIENCE_MS = 5 * 60_000;

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastHeartbeatTime: string;
}

describeWithDocker('nodes that are as big as they say', () => {
  const cluster = new TestCluster('e2e-sized');
  const synth = (sizes: string) => cluster.synth('sized.ts', { E2E_SIZES: sizes });
  const up = async () => {
    const ended = await cluster.npm('up');
    expectStatus(ended, 0);
    return ended.all;
  };
  const ids = () => must('docker', ['inspect', '--format', '{{.Id}} {{.Created}}', ...NODES]);

  /** A pod on a node; what its container runs is a line of the shell. */
  const startPod = (name: string, node: string, script: string, cpu: string) => {
    const container = {
      name: 'shell',
      image: 'nginx:alpine',
      imagePullPolicy: 'IfNotPresent',
      command: ['sh', '-c', script],
      ...(cpu !== '' && { resources: { requests: { cpu } } }),
    };
    const spec = {
      nodeSelector: { 'kubernetes.io/hostname': node },
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      containers: [container],
    };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec };
    return cluster.kubectl(['apply', '-f', '-'], JSON.stringify(pod));
  };
  const ready = (pod: string) => cluster.kubectl(['wait', 'pod', pod, '--for=condition=Ready', '--timeout=180s']);
  const remove = (...pods: string[]) => cluster.kubectl(['delete', 'pod', '--wait=true', ...pods]);
  /** Of the nodes that are Ready, by their kubelets' words since their containers were started. */
  const readySinceStart = async () => {
    const nodes = await cluster.kubectl(['get', 'nodes', '-o', 'json']).catch(() => '{"items": []}');
    const items: { metadata: { name: string }; status: { conditions: Condition[] } }[] = JSON.parse(nodes).items;
    const names = items.map(async ({ metadata: { name }, status }) => {
      const started = Date.parse((await must('docker', ['inspect', '--format', '{{.State.StartedAt}}', name])).trim());
      const condition = status.conditions.find(({ type }) => type === 'Ready');
      return condition?.status === 'True' && Date.parse(condition.lastHeartbeatTime) > started ? [name] : [];
    });
    return (await Promise.all(names)).flat();
  };
  const until = <T>(what: string, look: () => Promise<T>, done: (seen: T) => boolean) =>
    retryUntil({
      look,
      done,
      onTimeout: (seen) => new Error(`after ${PATIENCE_MS / 1000} s still not ${what}: ${JSON.stringify(seen)}`),
      timeoutMs: PATIENCE_MS,
      intervalMs: 1000,
      signal: new AbortController().signal,
    });

  beforeAll(async () => {
    await cluster.remove();
    await synth('1000/2048 500/1536');
    await up();
  });
  afterAll(() => cluster.remove());

  test('Capacity, Allocatable and what bounds the pods are what was declared, on CPUs of their own', async () => {
    expect(await sizeSeen(cluster, BIG)).toEqual(sizeOf(1000, 2048, '0'));
    expect(await sizeSeen(cluster, SMALL)).toEqual(sizeOf(500, 1536, '1'));
  });

  test('a pod of 600m fits on the node of 1 CPU and stays Pending on that of 500m: Insufficient cpu', async () => {
    await startPod('fits', BIG, 'sleep 3600', '600m');
    await ready('fits');
    await startPod('too-big', SMALL, 'sleep 3600', '600m');
    const said = await until(
      'judged by the scheduler',
      () => cluster.kubectl(['get', 'pod', 'too-big', '-o', 'jsonpath={.status.phase}: {.status.conditions[0].message}']),
      (text) => text.includes('nodes are available'),
    );
    console.log(said);
    expect(said).toMatch(/^Pending: .*1 Insufficient cpu/);
    await remove('fits', 'too-big');
  });

  test('a pod that takes more memory than its node has is stopped there, and one on the other node keeps answering', async () => {
    expect(totalmem()).toBeGreaterThan(2 * HOG_MEBIBYTES * 2 ** 20);
    const [address, pod] = (
      await cluster.kubectl([
        'get',
        'pods',
        '-l',
        'app=nginx',
        `--field-selector=spec.nodeName=${BIG}`,
        '-o',
        'jsonpath={.items[0].status.podIP} {.items[0].metadata.name}',
      ])
    ).split(' ');
    const asking = run('docker', [
      'exec',
      BIG,
      'sh',
      '-c',
      `rm -f /run/enough; until [ -e /run/enough ]; do
         curl -s -o /dev/null --max-time 10 -w '%{http_code} %{time_total}\\n' http://${address}/ || echo failed
         sleep ${ANSWER_EVERY_MS / 1000}
       done`,
    ]);
    // No limit of its own: what stops it is the size of the node. dd fills a buffer as big as it is told.
    await startPod('hog', SMALL, `exec dd if=/dev/zero of=/dev/null bs=${HOG_MEBIBYTES}M count=1`, '');
    const hog = await until(
      'ended',
      async () => JSON.parse(await cluster.kubectl(['get', 'pod', 'hog', '-o', 'jsonpath={.status}'])),
      ({ phase }) => phase === 'Failed' || phase === 'Succeeded',
    ).finally(() => must('docker', ['exec', BIG, 'touch', '/run/enough']));
    const answers = (await asking).stdout.trim().split('\n');

    const end = hog.containerStatuses?.[0]?.state.terminated;
    const why = hog.reason ?? end?.reason;
    const slowest = Math.max(...answers.map((answer) => Number(answer.split(' ')[1])));
    console.log(
      `a hog of ${HOG_MEBIBYTES} MiB on ${SMALL} (1536 MiB; the host has ${Math.round(totalmem() / 2 ** 20)} MiB): ${why}, exit ${end?.exitCode};`,
      `meanwhile ${pod} on ${BIG} answered ${answers.length} times, the slowest in ${slowest} s`,
    );
    expect(['OOMKilled', 'Evicted']).toContain(why);
    expect(answers.length).toBeGreaterThan(3);
    expect(answers.filter((answer) => !answer.startsWith('200 '))).toEqual([]);
    await remove('hog');
    expectStatus(await cluster.npm('verify'), 0);
  });

  test('two busy pods on two sized nodes use two CPUs of the host, and two on one node use one', async () => {
    await Promise.all([startPod('busy', BIG, 'sleep 3600', '50m'), startPod('busy2', SMALL, 'sleep 3600', '50m')]);
    await ready('busy');
    await ready('busy2');
    const allowed = async (pod: string) => {
      const status = await cluster.kubectl(['exec', pod, '--', 'cat', '/proc/self/status']);
      return /^Cpus_allowed_list:\s+(\S+)$/m.exec(status)?.[1];
    };
    expect([await allowed('busy'), await allowed('busy2')]).toEqual(['0', '1']);

    /** How far pods count at the same time, in all, per second. */
    const throughput = async (...pods: string[]) => {
      // Late enough for all to be there: they begin and end together.
      const begin = Math.floor(Date.now() / 1000) + 3;
      const count = `while (systime() < ${begin}); while (systime() < ${begin + ROUND_SECONDS}) { for (i = 0; i < 20000; i++) j += i; n++ }`;
      const counts = pods.map((pod) => cluster.kubectl(['exec', pod, '--', 'awk', `BEGIN { ${count} print n }`]));
      return (await Promise.all(counts)).reduce((sum, text) => sum + Number(text), 0) / ROUND_SECONDS;
    };
    // Whatever else the machine does only takes away, so the best round of each shows what the nodes can.
    const best = { alone: 0, alone2: 0, together: 0, onOneNode: 0 };
    const times = (rate: number) => rate / Math.max(best.alone, best.alone2);
    for (let round = 1; round <= MOST_ROUNDS && !(times(best.together) >= 1.5 && round > 2); round++) {
      best.alone = Math.max(best.alone, await throughput('busy'));
      best.alone2 = Math.max(best.alone2, await throughput('busy2'));
      best.together = Math.max(best.together, await throughput('busy', 'busy2'));
      best.onOneNode = Math.max(best.onOneNode, await throughput('busy', 'busy'));
    }
    const shown = Object.entries(best).map(
      ([what, rate]) => `${what}: ${rate.toFixed(0)}/s, ${times(rate).toFixed(2)} × the faster one alone`,
    );
    console.log(`loops of pods on ${BIG} and ${SMALL}\n${shown.join('\n')}`);
    expect(times(best.together)).toBeGreaterThanOrEqual(1.5);
    expect(times(best.onOneNode)).toBeLessThan(1.3);
    await remove('busy', 'busy2');
  });

  test('the sizes survive a restart of every node, with a synth in between', async () => {
    await synth('1000/2048 500/1536');
    expect(await sizeSeen(cluster, SMALL)).toEqual(sizeOf(500, 1536, '1'));
    await must('docker', ['restart', ...NODES]);
    await until('Ready since the restart, all of them', readySinceStart, (ready) => ready.length === NODES.length);
    await synth('1000/2048 500/1536');
    expect(await sizeSeen(cluster, BIG)).toEqual(sizeOf(1000, 2048, '0'));
    expect(await sizeSeen(cluster, SMALL)).toEqual(sizeOf(500, 1536, '1'));

    const report = join(cluster.folder, 'report.json');
    await until(
      'verified',
      () => cluster.npm('verify', ['--json', report]),
      ({ status }) => status === 0,
    );
    const checks: { id: string; subject: string; status: string }[] = JSON.parse(readFileSync(report, 'utf8')).checks;
    expect(checks.filter(({ id }) => id === 'node-size').map(({ subject, status }) => `${subject} ${status}`)).toEqual([
      `Node ${BIG} passed`,
      `Node ${SMALL} passed`,
    ]);
  });

  test.each([
    { change: 'memory', sizes: '1000/3072 500/1792', big: sizeOf(1000, 3072, '0'), small: sizeOf(500, 1792, '1') },
    {
      change: 'the fraction of a CPU',
      sizes: '1000/3072 700/1792',
      big: sizeOf(1000, 3072, '0'),
      small: sizeOf(700, 1792, '1'),
    },
    {
      change: 'the number of CPUs',
      sizes: '2000/3072 1500/1792',
      big: sizeOf(2000, 3072, '0-1'),
      small: sizeOf(1500, 1792, '0-1'),
    },
    { change: 'all back again', sizes: '1000/2048 500/1536', big: sizeOf(1000, 2048, '0'), small: sizeOf(500, 1536, '1') },
  ])('up gives the running nodes another size: $change', async ({ sizes, big, small }) => {
    const before = await ids();
    await synth(sizes);
    const plan = await cluster.npm('plan');
    expect(plan.stdout).toMatch(new RegExp(`node ${SMALL}: .* → restart (kubelet|node)`));
    console.log(plan.stdout);
    await up();
    expect(await sizeSeen(cluster, BIG)).toEqual(big);
    expect(await sizeSeen(cluster, SMALL)).toEqual(small);
    expect(await ids()).toBe(before);
    expect((await cluster.npm('plan')).stdout).toBe('Nothing to do: what runs is what is declared.\n');
  });
});
