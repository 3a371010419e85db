import { existsSync, writeFileSync } from 'node:fs';
import { Kubectl } from '../../../lib/runner/kubectl';
import { reducePod } from '../../../lib/runner/state/pod';
import { curl } from '../../../lib/runner/verify/probe/curl';
import { inParallel } from '../../../lib/runner/verify/probe/in-parallel';
import { askPod, readAnswer } from '../../../lib/runner/verify/probe/pod-proxy';
import { withPortForward } from '../../../lib/runner/verify/probe/port-forward';
import { parseEvidence } from '../../../lib/runner/verify/probe/size-evidence';
import { tryFor } from '../../../lib/runner/verify/probe/try-for';
import { rawPod } from '../state/builders';
import { fakePrograms } from '../state/fake-programs';

describe('curl', () => {
  const fileOf = (args: readonly string[]) => args[args.indexOf('--output') + 1] ?? '';

  test('reads the status and the body, and leaves no file', async () => {
    const programs = fakePrograms((_, args) => {
      writeFileSync(fileOf(args), 'Welcome');
      return '200';
    });
    expect(await curl(programs, 'http://localhost:30080')).toMatchObject({ status: 200, body: 'Welcome' });
    const [call = []] = programs.calls;
    expect([...call.slice(0, 7), call.at(-1)]).toEqual([
      'curl',
      '--disable',
      '--globoff',
      '--silent',
      '--show-error',
      '--max-time',
      '5',
      'http://localhost:30080',
    ]);
    expect(existsSync(fileOf(call))).toBe(false);
  });

  test('an answer without a body has an empty one', async () => {
    expect(
      await curl(
        fakePrograms(() => '204'),
        'http://localhost',
      ),
    ).toMatchObject({ status: 204, body: '' });
  });

  test('tells why there was no answer', async () => {
    const refused = { exitCode: 7, stdout: '000', stderr: 'curl: (7) Failed to connect' };
    const answer = await curl(
      fakePrograms(() => refused),
      'http://localhost',
    );
    expect(answer).toMatchObject({ error: 'curl: (7) Failed to connect' });
    expect(answer.status).toBeUndefined();
  });
});

describe('asking a pod through the API server', () => {
  const REFUSED =
    'Error from server (Forbidden): pods "x:80" is forbidden: User "u" cannot get resource "pods/proxy" in API group "" in the namespace "default"';

  test.each([
    ['http', 'nginx-deployment-5d9f7c8b6d-a:80'],
    ['https', 'https:nginx-deployment-5d9f7c8b6d-a:80'],
  ] as const)('asks its %s port', async (scheme, name) => {
    const programs = fakePrograms(() => ({
      stdout: 'hi',
      stderr: 'I1125 round_trippers.go:553] GET https://127.0.0.1:1/x 200 OK in 3 milliseconds',
    }));
    const answer = await askPod(new Kubectl(programs, 'c'), reducePod(rawPod('a', 'n')), 80, scheme, '/healthz');
    expect(answer).toMatchObject({ status: 200, body: 'hi' });
    expect(programs.calls[0]).toContain(`/api/v1/namespaces/default/pods/${name}/proxy/healthz`);
  });

  test.each([
    [
      'an older kubectl',
      1,
      'I1125 1 round_trippers.go:553] GET https://127.0.0.1:1/x 404 Not Found in 3 milliseconds\nError from server (NotFound): the server could not find the requested resource',
      { status: 404, body: '' },
    ],
    [
      'kubectl from 1.33 on',
      1,
      'I1125 1 round_trippers.go:632] "Response" verb="GET" url="https://127.0.0.1:1/x" status="503 Service Unavailable" milliseconds=3\nError from server (ServiceUnavailable): the server is currently unable to handle the request',
      { status: 503, body: '' },
    ],
    [
      'a pod that is not reached',
      1,
      'I1125 1 x.go:1] GET https://127.0.0.1:1/x 503 Service Unavailable in 3 milliseconds\nError from server (ServiceUnavailable): error trying to reach service: dial tcp 10.244.1.2:80: connect: connection refused',
      { error: 'dial tcp 10.244.1.2:80: connect: connection refused' },
    ],
    [
      'a user who may not',
      1,
      `I1125 1 x.go:1] GET https://127.0.0.1:1/x 403 Forbidden in 3 milliseconds\n${REFUSED}`,
      { unable: REFUSED },
    ],
    [
      'a pod that answers 403 with a page',
      1,
      'I1125 1 x.go:1] GET https://127.0.0.1:1/x 403 Forbidden in 3 milliseconds\nError from server (Forbidden): <html>403 from the app</html>',
      { status: 403, body: '' },
    ],
    [
      'a pod that answers 403 with nothing',
      1,
      'I1125 1 x.go:1] "Response" verb="GET" url="https://127.0.0.1:1/x" status="403 Forbidden" milliseconds=1\nError from server (Forbidden): ',
      { status: 403, body: '' },
    ],
    [
      'a pod that is itself an API server, and refuses',
      1,
      'I1125 1 x.go:1] GET https://127.0.0.1:1/x 403 Forbidden in 1 milliseconds\nError from server (Forbidden): forbidden: User "system:anonymous" cannot get path "/"',
      { status: 403, body: '' },
    ],
    ['an API server that is gone', 1, 'Unable to connect to the server: EOF', { error: 'Unable to connect to the server: EOF' }],
    ['a kubectl that logs in no known way', 0, '', { status: 200, body: '' }],
  ])('understands %s', (_, exitCode, stderr, answer) => {
    expect(readAnswer(exitCode, '', stderr)).toEqual(answer);
  });
});

describe('a port-forward', () => {
  const target = { namespace: 'default', name: 'nginx-nodeport', port: 80 };

  test('gives the local port to the work, and is ended after it', async () => {
    const programs = fakePrograms(() => undefined, ['Forwarding from 127.0.0.1:40123 -> 80']);
    const result = await withPortForward(new Kubectl(programs, 'c'), target, async (port) => {
      expect(programs.stopped).toEqual([]);
      return port;
    });
    expect(result).toEqual({ result: 40123 });
    expect(programs.stopped).toEqual(['kubectl']);
    expect(programs.calls[0]).toEqual([
      ...[
        'kubectl',
        '--context',
        'c',
        'port-forward',
        '--address',
        '127.0.0.1',
        '--namespace',
        'default',
        'service/nginx-nodeport',
        ':80',
      ],
    ]);
  });

  test('is ended when the work fails', async () => {
    const programs = fakePrograms(() => undefined, ['Forwarding from 127.0.0.1:40123 -> 80']);
    const work = withPortForward(new Kubectl(programs, 'c'), target, () => Promise.reject(new Error('no')));
    await expect(work).rejects.toThrow('no');
    expect(programs.stopped).toEqual(['kubectl']);
  });

  test('that does not open is told in its own words', async () => {
    const programs = fakePrograms(() => undefined);
    const opening = withPortForward(new Kubectl(programs, 'c'), target, async (port) => port);
    expect(await opening).toEqual({ error: 'the port-forward did not open' });
    expect(programs.stopped).toEqual(['kubectl']);
  });
});

describe('tryFor', () => {
  const statuses =
    (...list: number[]) =>
    async () => ({ status: list.shift() ?? 0, durationMs: 1 });
  const good = ({ status }: { status?: number }) => status === 200;
  const pause = async () => {};

  test('asks until the answer is good', async () => {
    expect((await tryFor(1000, statuses(503, 503, 200, 500), good, pause)).status).toBe(200);
  });

  test('asks several times also when one question takes all the time', async () => {
    expect((await tryFor(1, statuses(503, 503, 200), good, pause)).status).toBe(200);
    expect((await tryFor(1, statuses(503, 503, 503, 200), good, pause)).status).toBe(503);
  });

  test('gives the last answer when the time is up', async () => {
    expect((await tryFor(0, statuses(503, 200), good, pause)).status).toBe(503);
  });
});

describe('inParallel', () => {
  test('keeps the order and the bound', async () => {
    let running = 0;
    let most = 0;
    const results = await inParallel([5, 1, 3, 1, 1], 2, async (ms) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, ms));
      running -= 1;
      return ms * 10;
    });
    expect(results).toEqual([50, 10, 30, 10, 10]);
    expect(most).toBe(2);
  });

  test('waits for what runs before it throws', async () => {
    let done = false;
    const work = inParallel([0, 5], 2, async (ms) => {
      if (ms === 0) throw new Error('first');
      await new Promise((resolve) => setTimeout(resolve, ms));
      done = true;
    });
    await expect(work).rejects.toThrow('first');
    expect(done).toBe(true);
  });
});

describe('the evidence of a size', () => {
  test('is read from what the node says', () => {
    const text = 'kubelet 100\nchanged 200\nonline 0-1\nMemTotal:       2097152 kB\nMemFree:        2097152 kB\n';
    expect(parseEvidence(text)).toEqual({
      meminfo: { kind: 'file', text: 'MemTotal:       2097152 kB\nMemFree:        2097152 kB\n', changedAtMs: 200_000 },
      online: '0-1',
      kubeletStartedAtMs: 100_000,
    });
  });

  test('may be an empty folder', () => {
    expect(parseEvidence('folder\nkubelet 100\nchanged 200\nonline \n')).toEqual({
      meminfo: { kind: 'folder' },
      kubeletStartedAtMs: 100_000,
    });
  });
});
