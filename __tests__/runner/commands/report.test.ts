import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { unscheduledPod } from '../state/builders';
import { REFUSED } from './fake-kubectl';
import { Sandbox } from './sandbox';

let s: Sandbox;
beforeEach(() => {
  s = new Sandbox();
});
afterEach(() => s.end());

describe('a report', () => {
  const report = () => JSON.parse(readFileSync(join(s.folder, 'report.json'), 'utf8'));
  const up = () => s.run('up', '--json', join(s.folder, 'report.json'), '--junit', join(s.folder, 'junit.xml'));

  test('is written also where up fails, marked with what ended it, and with the checks that could be made', async () => {
    const api = await s.running();
    api.fate = () => unscheduledPod('a', 'no room');
    expect((await up()).status).toBe(1);
    expect(report()).toMatchObject({
      ended: 'Pod default/nginx-deployment-5d9f7c8b6d-a: it fits on no node: no room',
      command: 'up',
      cluster: { name: 'kind' },
    });
    expect(report().summary.failed).toBeGreaterThan(0);
    expect(readFileSync(join(s.folder, 'junit.xml'), 'utf8')).toMatch(/<failure/);
  });

  test('is written also where up is interrupted', async () => {
    s.world.when(/^kind create/, () => s.interrupt());
    await up();
    expect(report()).toMatchObject({
      ended: 'interrupted by SIGINT',
      checks: [],
      steps: expect.arrayContaining([expect.objectContaining({ status: 'interrupted' })]),
    });
    expect(report().versions).toEqual({ docker: '27.3.1', kind: '0.27.0', kubectl: '1.32.2' });
  });

  test('tells what up did', async () => {
    await up();
    expect(report()).toMatchObject({
      actions: [
        'cluster kind: created with 3 nodes',
        'image nginx:alpine loaded into kind-worker, kind-worker2',
        'deployment.apps/nginx-deployment created',
        'service/nginx-nodeport created',
      ],
      urls: ['http://localhost:30080'],
      summary: { passed: 10, failed: 0, skipped: 0 },
    });
    expect(report().ended).toBeUndefined();
  });

  test('that goes to standard output has it for itself', async () => {
    await s.running();
    const { out, err } = await s.run('up', '--json', '-');
    expect(JSON.parse(out).summary.failed).toBe(0);
    expect(err).toMatch(/10 passed/);
  });

  test('that can no longer be written at the end is an error of its own, but does not hide what ended up', async () => {
    await s.running();
    const folder = join(s.folder, 'reports');
    s.world.when(/apply --filename/, () => rmSync(folder, { recursive: true, force: true }));
    const upTo = () => {
      mkdirSync(folder);
      return s.run('up', '--json', join(folder, 'report.json'));
    };
    const well = await upTo();
    expect(well.err).toMatch(/✗ The report of --json cannot be written/);
    expect(well.out).toMatch(/10 passed/);
    expect(well.status).toBe(3);
    s.world.when(/namespaces\/default\/deployments/, { exitCode: 1, stderr: REFUSED });
    const failed = await upTo();
    expect(failed.err).toMatch(/The report of --json cannot be written.*✗ The workloads were not rolled out/s);
    expect(failed.status).toBe(1);
  });

  test('that cannot be written is said before anything is done', async () => {
    const { status, err } = await s.run('up', '--json', join(s.folder, 'nowhere', 'report.json'));
    expect(status).toBe(3);
    expect(err).toMatch(/there is no folder \S+nowhere/);
    expect(s.world.calls).toEqual([]);
  });
});
