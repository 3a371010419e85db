import { Kubectl } from '../../../lib/runner/kubectl';
import { ProgramFailed, type Programs } from '../../../lib/runner/process';
import { fakePrograms } from './fake-programs';

const failing = (stderr: string, contexts = '') =>
  new Kubectl(
    fakePrograms((call) => (call.includes('get-contexts') ? contexts : { exitCode: 1, stderr })),
    'kind-kind',
  );

describe('Kubectl', () => {
  test('names the context, the kubeconfig and a time limit in every call', async () => {
    const programs = fakePrograms(() => '{}');
    await new Kubectl(programs, 'kind-kind', { kubeconfig: '/tmp/kubeconfig' }).json(['get', '--raw', '/version']);
    expect(programs.calls).toEqual([
      [
        'kubectl',
        '--kubeconfig',
        '/tmp/kubeconfig',
        '--context',
        'kind-kind',
        '--request-timeout=20s',
        'get',
        '--raw',
        '/version',
      ],
    ]);
  });

  test.each([
    'The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?',
    'Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout',
    'Error from server (ServiceUnavailable): the server is currently unable to handle the request',
  ])('an API server that does not answer is what is in the way: %s', async (stderr) => {
    await expect(failing(stderr).text(['get', 'pods'])).rejects.toMatchObject({
      name: 'UserError',
      exitStatus: 3,
      message: `The API server of context kind-kind does not answer: ${stderr}`,
      hint: expect.stringContaining('docker ps --all --filter label=io.x-k8s.kind.cluster=kind'),
    });
  });

  const hanging = (stderr = ''): Programs => ({
    ...fakePrograms(() => ''),
    run: async (program, args, { timeoutMs } = {}) =>
      Promise.reject(new ProgramFailed(program, args, { exitCode: 143, stdout: '', stderr }, timeoutMs)),
  });

  test('a kubectl that hangs is ended, and is not said to be an API server that does not answer', async () => {
    await expect(new Kubectl(hanging(), 'kind-kind').text(['get', 'pods'])).rejects.toMatchObject({
      exitStatus: 3,
      message: 'kubectl get did not end within 30 s.',
      hint: expect.stringMatching(/login plugin.*\nkubectl --context kind-kind get --raw \/readyz --v=6$/),
      cause: expect.any(ProgramFailed),
    });
    await expect(new Kubectl(hanging('Enter your password:'), 'c').text(['get', 'pods'])).rejects.toMatchObject({
      message: 'kubectl get did not end within 30 s: Enter your password:',
    });
  });

  test('one that makes requests for each object has 10 min for all, and its usual time for one', async () => {
    const programs = fakePrograms(() => '');
    const run = jest.spyOn(programs, 'run');
    await new Kubectl(programs, 'c').patient().text(['apply'], { perObject: true, input: '{}' });
    await new Kubectl(programs, 'c').text(['diff'], { perObject: true });
    expect(programs.calls.map((call) => call.at(-2))).toEqual(['--request-timeout=120s', '--request-timeout=20s']);
    expect(run.mock.calls.map(([, , options]) => options)).toEqual([{ input: '{}', timeoutMs: 600_000 }, { timeoutMs: 600_000 }]);
    await expect(new Kubectl(hanging(), 'c').text(['apply'], { perObject: true })).rejects.toMatchObject({
      message: 'kubectl apply did not end within 600 s.',
    });
  });

  test.each([
    'Error in configuration: context was not found for specified context: kind-kind',
    'error: context "kind-kind" does not exist',
  ])('a context that does not exist is wrong usage, and those that do are listed: %s', async (stderr) => {
    await expect(failing(stderr, 'minikube\nprod\n').text(['get', 'pods'])).rejects.toMatchObject({
      exitStatus: 2,
      message: 'There is no context kind-kind in the kubeconfig.',
      hint: 'These exist: minikube, prod.',
    });
  });

  test('a user whom the API server does not know is told to log in', async () => {
    await expect(failing('error: You must be logged in to the server (Unauthorized)').text([])).rejects.toMatchObject({
      exitStatus: 3,
    });
  });

  test('what the API server itself could not reach is not the API server', async () => {
    const stderr = 'Error from server (InternalError): failed calling webhook "x": connect: connection refused';
    await expect(failing(stderr).text(['apply'])).rejects.toBeInstanceOf(ProgramFailed);
  });

  test.each(['', '{"items": [{"meta', 'Usage: kubectl [flags]'])(
    'JSON cut off or none is an error that names the command: %j',
    async (stdout) => {
      const kubectl = new Kubectl(
        fakePrograms(() => stdout),
        'kind-kind',
      );
      await expect(kubectl.json(['get', 'pods'])).rejects.toMatchObject({
        exitStatus: 3,
        message: expect.stringContaining('kubectl did not write the JSON that it was asked for'),
        hint: 'Try it by hand:\nkubectl --context kind-kind get pods',
      });
    },
  );
});

describe('Kubectl.list', () => {
  const page = (names: string[], token?: string) =>
    JSON.stringify({ metadata: { ...(token !== undefined && { continue: token }) }, items: names });
  const paths = (calls: readonly (readonly string[])[]) => calls.map((call) => call.at(-1));

  test('reads a list page by page', async () => {
    const programs = fakePrograms((call) => (call.includes('continue=a%2Fb%3D') ? page(['z']) : page(['x', 'y'], 'a/b=')));
    const items = await new Kubectl(programs, 'c').list('/api/v1/pods', (item: string) => item.toUpperCase());
    expect(items).toEqual(['X', 'Y', 'Z']);
    expect(paths(programs.calls)).toEqual(['/api/v1/pods?limit=2000', '/api/v1/pods?limit=2000&continue=a%2Fb%3D']);
  });

  test('begins anew when the pages have expired', async () => {
    let expired = false;
    const programs = fakePrograms((call) => {
      if (!call.includes('continue')) return page(['x'], expired ? undefined : 'token');
      expired = true;
      return { exitCode: 1, stderr: 'Error from server (Expired): The provided continue parameter is too old' };
    });
    expect(await new Kubectl(programs, 'c').list('/api/v1/pods', (item: string) => item)).toEqual(['x']);
  });

  test.each(['null', '{"items": 3}', '[]'].slice(0, 2))('an answer that is no list is an error: %s', async (stdout) => {
    const kubectl = new Kubectl(
      fakePrograms(() => stdout),
      'c',
    );
    await expect(kubectl.list('/api/v1/pods', (item) => item)).rejects.toMatchObject({ exitStatus: 3 });
  });
});
