import type { Kubectl } from '../../kubectl';
import type { PodState } from '../../state/cluster-state';
import type { Answer } from '../answer';

/** Asks one pod through the API server, which reaches it from everywhere and past every Service. */
export async function askPod(
  kubectl: Kubectl,
  pod: PodState,
  port: number,
  scheme: 'http' | 'https',
  path: string,
): Promise<Answer> {
  const began = performance.now();
  const name = `${scheme === 'https' ? 'https:' : ''}${pod.name}:${port}`;
  // The level shows the HTTP status, which kubectl tells in no other way.
  const args = ['get', '--raw', `/api/v1/namespaces/${pod.namespace}/pods/${name}/proxy${path}`, '--v=6'];
  const { exitCode, stdout, stderr } = await kubectl.attempt(args, 5);
  return { ...readAnswer(exitCode, stdout, stderr), durationMs: performance.now() - began };
}

/** What kubectl's output says about the pod's answer. */
export function readAnswer(exitCode: number, stdout: string, stderr: string): Omit<Answer, 'durationMs'> {
  // Between the log lines stands the whole answer when it is an error; its gist comes last.
  const words =
    stderr
      .trim()
      .split('\n')
      .findLast((line) => !/^[IWE]\d{4} /.test(line)) ?? '';
  const refused = NOT_FOR_US.exec(stderr)?.[0];
  if (refused !== undefined) return { unable: refused };
  // The API server answers 503 of its own when it does not reach the pod.
  const unreached = /error trying to reach service: ([^"\n]*)/.exec(stderr)?.[1];
  if (unreached !== undefined) return { error: unreached.trim() };
  // `GET https://… 200 OK in 3 milliseconds`, from 1.33 on `"Response" verb="GET" url="…" status="200 OK"`.
  const status = /(?:status="|https?:\/\/\S+ )(\d{3}) /.exec(stderr)?.[1];
  if (status !== undefined) return { status: Number(status), body: stdout };
  return exitCode === 0 ? { status: 200, body: stdout } : { error: words || `kubectl exited with ${exitCode}` };
}

/** The API server's refusal of the user. kubectl writes `Error from server (Forbidden)` before a 403 of the pod's own as well. */
const NOT_FOR_US = /^Error from server \(Forbidden\): pods "[^"]*" is forbidden: User ".*" cannot get resource "pods\/proxy".*$/m;
