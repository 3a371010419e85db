import { drawSvg } from '../../lib/topology/svg';
import { unbalanced } from './balance';
import { node, pod, topology } from './samples';

const draw = (more: Parameters<typeof topology>[0] = {}, options = {}) => drawSvg(topology(more), options).text;
const crowd = Array.from({ length: 60 }, (_, n) =>
  node(
    `w${n}`,
    Array.from({ length: 10 }, (_, p) =>
      pod(`web-${n}-${p}`, n === 7 && p === 2 ? { health: 'broken', state: 'CrashLoopBackOff' } : {}),
    ),
  ),
);

test('it has a role, a title and a description that tells the way to the pods', () => {
  const svg = draw();
  expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="topology-title topology-desc"/);
  expect(svg).toContain('<title id="topology-title">Topology of cluster kind</title>');
  expect(svg).toContain('localhost:30080 on the host leads through node cp to Service web, which has 3 pods on 2 nodes.');
  expect(svg).toContain('Node w1: worker, Ready; 2 pods.');
});

test('every node tells its size, what is requested and used; the pods of the cluster itself are only counted', () => {
  const svg = draw();
  expect(svg.match(/300m requested, 30m used of 1</g)).toHaveLength(3);
  expect(svg).toContain('512Mi requested, 118Mi used of 2Gi');
  expect(svg).toContain('>web-3<');
  expect(svg).not.toContain('>etcd-cp<');
  expect(svg).toContain('>1 system pod<');
});

test('arrows lead from the Service to the nodes that run its pods', () => {
  const wires = (nodes: ReturnType<typeof node>[]) => draw({ nodes }).match(/class="tip"/g)?.length;
  const two = [node('cp', []), node('w1', [pod('web-1')]), node('w2', [pod('web-2')])];
  const one = [node('cp', []), node('w1', [pod('web-1'), pod('web-2')]), node('w2', [])];
  expect([wires(two), wires(one)]).toEqual([4, 3]);
});

test('what is broken is told in words, and not by colour alone', () => {
  const svg = draw({
    nodes: [node('w1', [pod('web-1', { health: 'broken', state: 'ImagePullBackOff' })], { broken: true, state: 'NotReady' })],
    unscheduled: [pod('web-2', { health: 'broken', state: 'Pending' })],
    problems: ['rollout: Deployment default/web: 0 of 2 available'],
  });
  for (const words of [
    '>NotReady<',
    '>ImagePullBackOff<',
    '>On no node: 1 pod<',
    '>Pending<',
    '>rollout: Deployment default/web: 0 of 2 available<',
  ]) {
    expect(svg).toContain(words);
  }
  expect(svg).toContain('<path class="sign"');
});

test('a Service that nothing maps to the host says so', () => {
  const svg = draw({
    routes: [{ nodePort: 30080, service: { name: 'web', type: 'NodePort', port: 80, problem: 'not reachable' } }],
  });
  expect(svg).toContain('>not mapped to the host<');
  expect(svg).toContain('>port 80: not reachable<');
});

test('60 nodes with 600 pods become tiles with squares, the broken ones told by name', () => {
  const svg = draw({ nodes: crowd });
  expect(svg.match(/<rect class="pod (good|broken)"[^>]*width="10"/g)?.length).toBeGreaterThanOrEqual(600);
  expect(svg).not.toContain('>web-1-1<');
  expect(svg).toContain('<title>web-1-1: Running on w1</title>');
  expect(svg).toContain('>1 CrashLoopBackOff<');
  expect(svg).toContain('>Pod web-7-2 on w7: CrashLoopBackOff<');
  expect(Number(/ height="(\d+)"/.exec(svg)?.[1])).toBeLessThan(1300);
});

test('everything stays inside the picture, on a phone too', () => {
  for (const width of [992, 358]) {
    for (const nodes of [topology().nodes, crowd]) {
      const svg = draw({ nodes, unscheduled: [pod('web-9')], problems: ['something is wrong '.repeat(30)] }, { width });
      const height = Number(/ height="(\d+)"/.exec(svg)?.[1]);
      for (const [, x, y, w, h] of svg.matchAll(
        /<rect class="[^"]+" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g,
      )) {
        expect(Number(x) + Number(w)).toBeLessThanOrEqual(width);
        expect(Number(y) + Number(h)).toBeLessThanOrEqual(height);
      }
    }
  }
});

test('a name that does not fit loses its middle and is told whole in a title', () => {
  const long = `a${'b'.repeat(251)}c`;
  const svg = draw({ nodes: [node('w1', [pod(long)])] });
  expect(svg).toContain(`<title>${long}</title>a`);
  expect(svg).toMatch(/>ab+…b+c<\/text>/);
});

test('names do no harm', () => {
  const name = `<&>"'🐳\u0000\u001b[31m`;
  const svg = draw({ cluster: name, nodes: [node(name, [pod(name, { state: name, health: 'broken' })])], problems: [name] });
  expect(unbalanced(svg)).toEqual([]);
  expect(svg).toContain('&lt;&amp;&gt;&quot;&#39;🐳<');
  expect(svg).not.toMatch(/(?!\n)\p{Cc}/u);
});

test('two pictures of one page have different ids', () => {
  expect(draw({}, { id: 'narrow' })).toContain('aria-labelledby="narrow-title narrow-desc"');
});

test('a cluster without Services and nodes is drawn all the same', () => {
  expect(unbalanced(draw({ routes: [], nodes: [] }))).toEqual([]);
});
