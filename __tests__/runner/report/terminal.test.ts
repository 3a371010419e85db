import { createColors } from 'picocolors';
import { renderTerminal } from '../../../lib/runner/report/terminal';
import { allWell, badSpread, interrupted, nasty, notAllReadable, podPending } from './samples';

const plain = { columns: 100, colors: createColors(false) };

test('when all is well there is a line for each kind of check, the address to paste, and the counts', () => {
  expect(renderTerminal(allWell, plain)).toMatchInlineSnapshot(`
"✓ nodes-ready  3 passed: Node kind-control-plane, Node kind-worker, Node kind-worker2
✓ node-size    2 passed: Node kind-worker, Node kind-worker2
✓ rollout      Deployment default/nginx-deployment: 3 of 3 replicas updated and available
✓ spread       Deployment default/nginx-deployment: 2 on kind-worker, 1 on kind-worker2
✓ endpoints    Service default/nginx-nodeport: 3 ready endpoints
✓ pod-answers  3 passed: Pod default/nginx-deployment-6d4cf56db6-x7k2p, Pod…
✓ reachable    Service default/nginx-nodeport: status 200 from http://localhost:30080

http://localhost:30080
  curl http://localhost:30080

12 passed, 0 failed, 0 skipped in 52.3 s
"
`);
});

test('a failure tells what was expected, observed and is known, and what to do, with the command on its own line', () => {
  const text = renderTerminal(badSpread, plain);
  expect(text.slice(text.indexOf('✗'), text.indexOf('\nhttp'))).toMatchInlineSnapshot(`
"✗ spread       Deployment default/nginx-deployment
  expected  at most 1 pod more on one node than on another (maxSkew 1 over kubernetes.io/hostname)
  observed  3 on kind-worker, 0 on kind-worker2: 3 more than on the emptiest node
  known     kind-worker2 became Ready 12 s after the pods were scheduled
            the constraint has no minDomains, so one Ready worker was enough
  hint      A constraint holds for pods when they are scheduled. Schedule them again:
            kubectl --context kind-kind rollout restart deployment/nginx-deployment
"
`);
  expect(text.trimEnd().split('\n').at(-1)).toBe('11 passed, 1 failed, 0 skipped in 52.3 s');
});

test('a check that could not be judged tells why, and the end that this is no success', () => {
  const text = renderTerminal(notAllReadable, plain);
  expect(text).toContain(
    '? rollout      Deployment default/nginx-deployment\n  unknown   Error from server (Forbidden): deployments.apps is forbidden',
  );
  expect(text).toContain('- reachable    Service default/nginx-nodeport\n  skipped   it says that it is not for the host');
  expect(text).toMatch(/\nnot proven: 1 of 7 checks could not be judged\n5 passed, 0 failed, 2 skipped in /);
});

test('a skipped check tells why', () => {
  expect(renderTerminal(podPending, plain)).toContain(
    '- reachable    Service default/nginx-nodeport\n  skipped   rollout failed before it\n',
  );
});

test('prose is broken at the width of the terminal, commands are not', () => {
  const lines = renderTerminal(badSpread, { ...plain, columns: 60 }).split('\n');
  expect(lines.find((line) => line.includes('observed'))?.length).toBeLessThanOrEqual(60);
  expect(lines).toContain('            kubectl --context kind-kind rollout restart deployment/nginx-deployment');
});

test('a run that was ended says so in the line before the counts', () => {
  expect(renderTerminal(interrupted, plain)).toBe('not through: interrupted by SIGINT\n0 passed, 0 failed, 0 skipped in 21 s\n');
});

test('an address is quoted where a shell would take it apart, and only a web address is for curl', () => {
  const text = renderTerminal(nasty(), plain);
  expect(text).toContain(String.raw`curl 'http://localhost/?a=1&b='\''2'\'''`);
  expect(text).not.toContain('curl javascript');
});

test('nothing from the cluster reaches the terminal as a control character', () => {
  expect(renderTerminal(nasty(), plain)).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
});

test('colours are those that are handed in', () => {
  expect(renderTerminal(badSpread, { columns: 100, colors: createColors(true) })).toContain('\u001b[31m✗\u001b[39m');
});
