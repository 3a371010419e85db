import { renderJunit } from '../../../lib/runner/report/junit';
import { allWell, badSpread, interrupted, nasty, notAllReadable, podPending } from './samples';

test('there is a suite for each kind of check, with a testcase for each subject', () => {
  const xml = renderJunit(allWell);
  expect([...xml.matchAll(/<testsuite name="([^"]+)" tests="(\d+)"/g)].map(([, name, tests]) => `${name} ${tests}`)).toEqual([
    'nodes-ready 3',
    'node-size 2',
    'rollout 1',
    'spread 1',
    'endpoints 1',
    'pod-answers 3',
    'reachable 1',
  ]);
  expect(xml).toContain('<testcase classname="cdk8s-kind.node-size" name="Node kind-worker2" time="0.012"></testcase>');
  expect(xml).toContain('<testsuites name="cdk8s-kind up" tests="12" failures="0" errors="0" time="52.300">');
  expect(xml).toContain('timestamp="2025-03-12T10:04:05"');
  expect(xml).toContain('<property name="kind" value="v0.27.0"/>');
});

test('a failure tells what was expected and observed, the hint, and the diagnosis as output', () => {
  const xml = renderJunit(badSpread);
  expect(xml).toContain(
    '<failure type="spread" message="3 on kind-worker, 0 on kind-worker2: 3 more than on the emptiest node">',
  );
  expect(xml).toMatch(/<failure [^>]*>expected: at most 1 pod more.*\nobserved: 3 on kind-worker.*\nhint: A constraint holds/);
  expect(xml).toMatch(/<system-out>kind-worker2 became Ready.*\nthe constraint has no minDomains.*<\/system-out>/);
  expect(xml).toContain('failures="1"');
});

test('a check that is not to be made is skipped, with the reason', () => {
  expect(renderJunit(podPending)).toContain('<skipped message="rollout failed before it"/>');
});

test('a check that could not find out whether it holds is an error, and not skipped', () => {
  const xml = renderJunit(notAllReadable);
  expect(xml).toContain('<testsuites name="cdk8s-kind up" tests="7" failures="0" errors="1"');
  expect(xml).toMatch(/<testsuite name="rollout" tests="1" failures="0" errors="1" skipped="0"/);
  expect(xml).toMatch(/<testsuite name="reachable" tests="1" failures="0" errors="0" skipped="1"/);
  expect(xml).toContain('<error type="unknown" message="Error from server (Forbidden): deployments.apps is forbidden');
});

test('a run that was ended before it was through is an error, and a property says so', () => {
  const xml = renderJunit(interrupted);
  expect(xml).toContain('tests="1" failures="0" errors="1"');
  expect(xml).toContain('<property name="ended" value="interrupted by SIGINT"/>');
  expect(xml).toContain('<error type="ended" message="interrupted by SIGINT">');
  expect(xml).toContain('Create cluster kind: interrupted');
});

test('names neither end an element nor bring control characters', () => {
  const xml = renderJunit(nasty());
  expect(xml).not.toContain('<script>');
  expect(xml).not.toMatch(/(?!\n)\p{Cc}|\p{Cs}|[\u202e\uffff]/u);
  expect(xml).toContain(`name="${'x'.repeat(253)}"`);
  expect(xml).toContain('🐳👩‍👩‍👧‍👦漢字');
});
