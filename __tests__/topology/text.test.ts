import { createColors } from 'picocolors';

import stringWidth = require('string-width');

import { drawText } from '../../lib/topology/text';
import { node, pod, topology } from './samples';

const colors = createColors(false);
const draw = (columns: number, more: Parameters<typeof topology>[0] = {}) => drawText(topology(more), { columns, colors });

test('a wide terminal shows the way to the pods and a bar for each node', () => {
  expect(draw(110)).toMatchInlineSnapshot(`
"Cluster kind, Kubernetes v1.32.2, 3 nodes, 4 pods

localhost:30080 → cp:30080 → Service web:80 → 3 pods on 2 nodes

NODE  STATE  CPU     USED                    MEMORY     USED                     PODS
cp    Ready  300m/1  30m   █▒▒▒▒░░░░░░░░░░░  512Mi/2Gi  118Mi  █▒▒▒░░░░░░░░░░░░  1 system
w1    Ready  300m/1  30m   █▒▒▒▒░░░░░░░░░░░  512Mi/2Gi  118Mi  █▒▒▒░░░░░░░░░░░░  2 web
w2    Ready  300m/1  30m   █▒▒▒▒░░░░░░░░░░░  512Mi/2Gi  118Mi  █▒▒▒░░░░░░░░░░░░  1 web
requested/size: █ used  ▒ requested  ░ free
"
`);
});

test('without room for the bars there are none', () => {
  expect(draw(65)).toMatchInlineSnapshot(`
"Cluster kind, Kubernetes v1.32.2, 3 nodes, 4 pods

localhost:30080 → cp:30080 → Service web:80 → 3 pods on 2 nodes

NODE  STATE  CPU     USED  MEMORY     USED   PODS
cp    Ready  300m/1  30m   512Mi/2Gi  118Mi  1 system
w1    Ready  300m/1  30m   512Mi/2Gi  118Mi  2 web
w2    Ready  300m/1  30m   512Mi/2Gi  118Mi  1 web
CPU and MEMORY: requested/size
"
`);
});

test('a narrow terminal has a few lines for each node', () => {
  expect(draw(36)).toMatchInlineSnapshot(`
"Cluster kind, Kubernetes v1.32.2, 3
nodes, 4 pods

localhost:30080 → cp:30080
  → Service web:80
  → 3 pods on 2 nodes

cp  Ready
  cpu 300m/1, 30m used
  memory 512Mi/2Gi, 118Mi used
  1 system
w1  Ready
  cpu 300m/1, 30m used
  memory 512Mi/2Gi, 118Mi used
  2 web
w2  Ready
  cpu 300m/1, 30m used
  memory 512Mi/2Gi, 118Mi used
  1 web
"
`);
});

test.each([20, 36, 48, 60, 80, 100, 140, 250])('no line is wider than %d columns', (columns) => {
  const text = draw(columns, {
    cluster: 'c'.repeat(60),
    nodes: [
      node('n'.repeat(253), [pod('漢字'.repeat(60), { health: 'broken', state: 'CrashLoopBackOff' })]),
      node('w1', [pod('web-1')]),
    ],
    unscheduled: [pod('p'.repeat(253), { health: 'broken', state: 'Pending' })],
  });
  expect(Math.max(...text.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
});

test('broken pods are told by name under their node, and those on no node below', () => {
  const text = draw(100, {
    nodes: [node('w1', [pod('web-1', { health: 'broken', state: 'ImagePullBackOff' })], { broken: true, state: 'NotReady' })],
    unscheduled: Array.from({ length: 12 }, (_, i) => pod(`web-${i + 2}`, { health: 'broken', state: 'Pending' })),
  });
  expect(text).toMatch(/w1 +NotReady.*\n {2}✗ web-1: ImagePullBackOff\n/);
  expect(text).toContain('✗ web-2 is on no node: Pending');
  expect(text).toContain('and 2 more pods');
});

test('a pod of the cluster’s own that is not ready is no failure of anything declared', () => {
  const text = draw(100, { nodes: [node('w1', [pod('coredns-1', { health: 'broken', state: 'NotReady', system: true })])] });
  expect(text).toMatch(/\n {2}! coredns-1: NotReady\n/);
});

test('a Service says when it is broken or not mapped', () => {
  const text = draw(100, { routes: [{ nodePort: 30080, service: { name: 'web', port: 80, problem: 'endpoints missing' } }] });
  expect(text).toContain('not mapped to the host, node port 30080 → Service web:80 → 3 pods on 2 nodes → ✗ endpoints missing');
});

test('control characters of names do not reach the terminal', () => {
  expect(draw(100, { cluster: '\u001b[2Jkind\u0007', nodes: [node('w\u001b]0;x\u0007', [])] })).not.toMatch(/(?!\n)\p{Cc}/u);
});

test('colours are those that are handed in, and do not change the layout', () => {
  const colored = drawText(topology(), { columns: 110, colors: createColors(true) });
  expect(colored).toContain('\u001b[32mReady\u001b[39m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(colored.replaceAll(/\u001b\[\d+m/g, '').replaceAll(/ +$/gm, '')).toBe(draw(110));
});
