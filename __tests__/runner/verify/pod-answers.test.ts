import type { Answer } from '../../../lib/runner/verify/answer';
import { planPods, podAnswers } from '../../../lib/runner/verify/pod-answers';
import { declaredOf, rawPod, service, stateOf, waitingPod } from '../state/builders';

const ok: Answer = { status: 200, durationMs: 1 };
const judge = (raw: Parameters<typeof stateOf>[0], answers: readonly Answer[], one = service()) => {
  const state = stateOf(raw);
  return podAnswers(
    state,
    planPods(declaredOf([one]), state).map((planned) => ({ planned, answers })),
  )[0];
};

describe('pod-answers', () => {
  test('passes when every ready pod answers', () => {
    expect(judge({}, [ok, ok, ok])).toEqual({
      id: 'pod-answers',
      subject: 'Service default/nginx-nodeport',
      status: 'passed',
      expected: 'every ready pod answers with status 200',
      observed: '3 of 3 answer',
    });
  });

  test('fails and names the pod that does not', () => {
    expect(judge({}, [ok, { error: 'connection refused', durationMs: 1 }, ok])).toMatchObject({
      status: 'failed',
      observed: '2 of 3 answer; nginx-deployment-5d9f7c8b6d-b on kind-worker: connection refused',
      hint: 'See what it says:\nkubectl --context kind-kind logs nginx-deployment-5d9f7c8b6d-b --namespace default --tail 20',
    });
  });

  test('a pod that was not asked has not answered', () => {
    expect(judge({}, [ok, ok])).toMatchObject({ status: 'failed' });
  });

  test('asks no more than 50 pods of a Service, and says so', () => {
    const pods = Array.from({ length: 60 }, (_, index) => rawPod(String(index), 'kind-worker'));
    expect(judge({ pods }, Array(50).fill(ok))).toMatchObject({
      status: 'passed',
      observed: '50 of 60 pods asked, 50 of 50 answer',
    });
  });

  test('looks up a named target port in the pod, and fails where there is none', () => {
    const named = (targetPort: string) => service({}, { targetPort });
    expect(planPods(declaredOf([named('http')]), stateOf())[0]?.pods[0]?.port).toBe(80);
    expect(judge({}, [ok, ok, ok], named('web'))?.observed).toContain('no container port of the name');
  });

  test('is skipped when no pod is ready, or pods may not be asked', () => {
    expect(judge({ pods: [waitingPod('a', 'kind-worker', 'ErrImagePull')] }, [])).toMatchObject({ status: 'skipped' });
    const unable = { unable: 'pods/proxy is forbidden', durationMs: 1 };
    expect(judge({}, [unable, unable, unable])).toMatchObject({
      status: 'skipped',
      unknown: true,
      observed: 'pods/proxy is forbidden',
    });
  });

  test('says nothing of a Service that speaks no HTTP', () => {
    expect(judge({}, [], service({}, { name: 'redis' }))).toBeUndefined();
  });
});
