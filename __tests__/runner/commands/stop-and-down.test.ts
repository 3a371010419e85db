import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { existingCluster } from './fake-kind';
import { MAPPING, NGINX, Sandbox, SECOND, SERVICE } from './sandbox';

let s: Sandbox;
beforeEach(() => {
  s = new Sandbox();
});
afterEach(() => s.end());

const states = () => s.world.machine.containers.map(({ name, state }) => `${name} ${state}`);
const addProxy = async () => {
  s.declare([NGINX, SERVICE], s.nodes({ extraPortMappings: [MAPPING, SECOND] }));
  await s.run('up');
};

describe('stop', () => {
  test('stops every container of the cluster and keeps it', async () => {
    await s.running();
    await addProxy();
    const { status, out } = await s.run('stop');
    expect(out).toMatch(/The cluster kind is stopped, and nothing of it is lost; npm run up starts it again/);
    expect(status).toBe(0);
    expect(states()).toEqual([
      'kind-control-plane exited',
      'kind-worker exited',
      'kind-worker2 exited',
      'kind-port-30081 exited',
    ]);
    const up = await s.run('up');
    expect(up.out).toMatch(/http:\/\/localhost:30081/);
    expect(up.status).toBe(0);
  });

  test.each([
    ['a moment ago, as it does when it comes back: it is given time to answer', () => new Date().toISOString(), 0],
    ['long ago: it is not', () => new Date(0).toISOString(), 1],
  ])('a node that Docker started %s', async (_, started, exitStatus) => {
    await s.running();
    s.world.machine.container('kind-worker').started = started();
    s.world.when(/^curl .*30080/, { exitCode: 28 }, 100);
    expect((await s.run('up')).status).toBe(exitStatus);
  });

  test('stops a paused node too', async () => {
    await s.running();
    s.world.machine.container('kind-worker').state = 'paused';
    await s.run('stop');
    expect(s.world.ran(/^docker (unpause|stop)/)).toEqual([
      'docker unpause kind-worker',
      'docker stop kind-control-plane kind-worker kind-worker2',
    ]);
  });

  test('of a stopped cluster does nothing and says so', async () => {
    await s.running();
    await s.run('stop');
    s.world.calls.length = 0;
    const { status, out } = await s.run('stop');
    expect(out).toMatch(/is stopped already/);
    expect(status).toBe(0);
    expect(s.world.ran(/^docker stop/)).toEqual([]);
  });

  test('of a cluster that is not there: exit 3', async () => {
    const { status, err } = await s.run('stop');
    expect(err).toMatch(/There is no cluster kind/);
    expect(status).toBe(3);
  });
});

describe('down', () => {
  test('deletes the cluster with its proxies and its context, and no other', async () => {
    const other = existingCluster(s.world.machine, 'other', {
      kind: 'Cluster',
      apiVersion: 'kind.x-k8s.io/v1alpha4',
      name: 'other',
    });
    await s.running();
    await addProxy();
    expect((await s.run('down')).status).toBe(0);
    expect(states()).toEqual(['other-control-plane running']);
    expect([...s.world.machine.contexts]).toEqual([['kind-other', other]]);
  });

  test('deletes a cluster that is stopped', async () => {
    await s.running();
    await s.run('stop');
    expect((await s.run('down')).status).toBe(0);
    expect(states()).toEqual([]);
  });

  describe('of another cluster of the name', () => {
    const everyday = () =>
      existingCluster(s.world.machine, 'kind', { kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4', name: 'kind' });
    const note = () => join(s.cache, 'kind.creating');

    test.each([
      ['', undefined],
      [', although one of ours was cut off once', 'another-container\n'],
    ])('changes nothing, and says what differs and what deletes it%s: exit 4', async (_, noted) => {
      everyday();
      if (noted !== undefined) writeFileSync(note(), noted);
      const { status, err } = await s.run('down');
      expect(status).toBe(4);
      expect(err).toMatch(/The cluster kind differs from \S+ in what kind cannot change:\n/);
      expect(err).toMatch(/ {2}node kind-worker: declared worker, found no such node → recreate\n/);
      expect(err).toMatch(/→ The cluster is as it was\. kind delete cluster --name kind deletes it all the same\.\n/);
      expect(s.world.changes()).toEqual([]);
    });

    test.each([
      ['has noted', () => s.world.machine.nodes('kind')[0]?.id ?? ''],
      ['had no time to note', () => ''],
    ])('deletes it where a creation of ours was cut off, and %s its nodes', async (_, ids) => {
      everyday();
      writeFileSync(note(), ids());
      expect((await s.run('down')).status).toBe(0);
      expect(states()).toEqual([]);
      expect(existsSync(note())).toBe(false);
    });
  });

  test('removes what is left where the nodes are gone', async () => {
    await s.running();
    await addProxy();
    s.world.machine.remove(s.world.machine.nodes('kind'));
    expect((await s.run('down')).status).toBe(0);
    expect(states()).toEqual([]);
  });

  test('of a cluster that is not there is done, and forgets that one was being created', async () => {
    writeFileSync(join(s.cache, 'kind.creating'), '[]');
    const { status, out } = await s.run('down');
    expect(out).toBe('There is no cluster kind; nothing to do.\n');
    expect(status).toBe(0);
    expect(s.world.ran(/^kind/)).toEqual([]);
    expect(existsSync(join(s.cache, 'kind.creating'))).toBe(false);
  });

  test('that kind fails says so in its words: exit 3', async () => {
    await s.running();
    s.world.when(/^kind delete/, { exitCode: 1, stderr: 'ERROR: failed to delete cluster "kind": device busy' });
    const { status, err } = await s.run('down');
    expect(err).toMatch(/kind could not delete the cluster kind: failed to delete cluster "kind": device busy/);
    expect(status).toBe(3);
  });

  test('of which a proxy cannot be removed is not done, as it keeps its host port: exit 3', async () => {
    await s.running();
    await addProxy();
    s.world.when(/^docker rm/, { exitCode: 1, stderr: 'Error response from daemon: device or resource busy' }, 1);
    const { status, err } = await s.run('down');
    expect(err).toMatch(/docker rm failed: Error response from daemon: device or resource busy/);
    expect(status).toBe(3);
    expect(states()).toContain('kind-port-30081 running');
    s.world.when(/^docker rm/, { exitCode: 1, stderr: 'Error: No such container: kind-port-30081' }, 1);
    expect((await s.run('down')).status).toBe(0);
  });

  test('that was cut off is brought to its end by the next', async () => {
    await s.running();
    s.world.when(/^kind delete/, { exitCode: 1, stderr: 'ERROR: failed to delete cluster "kind": device busy' }, 1);
    expect((await s.run('down')).status).toBe(3);
    s.world.machine.remove([s.world.machine.container('kind-worker')]);
    expect((await s.run('down')).status).toBe(0);
    expect(states()).toEqual([]);
    expect(existsSync(join(s.cache, 'kind.creating'))).toBe(false);
  });

  test('goes on to its end when it is interrupted', async () => {
    await s.running();
    s.world.when(/^kind delete/, () => s.interrupt());
    await s.run('down');
    expect(states()).toEqual([]);
  });
});

test.each(['stop', 'down'])(
  '%s waits for nobody: while another command changes the cluster it says which: exit 3',
  async (command) => {
    await s.running();
    writeFileSync(join(s.cache, 'kind.lock'), JSON.stringify({ pid: process.ppid, command: 'up' }));
    const { status, err } = await s.run(command);
    expect(err).toMatch(`npm run up (process ${process.ppid}) is changing the cluster kind`);
    expect(status).toBe(3);
    expect(states()).toHaveLength(3);
  },
);

test.each(['stop', 'down'])('%s of a Docker that is stopped: exit 3', async (command) => {
  s.world.machine.dockerRuns = false;
  expect((await s.run(command)).status).toBe(3);
});
