import { renderHtml } from '../../../lib/runner/report/html';
import type { Report } from '../../../lib/runner/report/report';
import { unbalanced } from '../../topology/balance';
import { allWell, badSpread, interrupted, many, NASTY, nasty, notAllReadable, podPending, samples } from './samples';

test.each([
  ['all is well', () => allWell, 'All 12 checks passed'],
  ['a check failed', () => badSpread, '1 of 12 checks failed'],
  ['it was ended', () => interrupted, 'Not through: interrupted by SIGINT'],
  ['a check could not be judged', () => notAllReadable, 'Not proven: 1 of 7 checks could not be judged'],
  [
    'only skipped',
    (): Report => ({ ...podPending, summary: { passed: 9, failed: 0, skipped: 2 } }),
    '2 of 11 checks could not run',
  ],
])('the verdict stands at the top when %s', (_name, report, words) => {
  const html = renderHtml(report());
  expect(html).toContain(`<h1>${words}</h1>`);
  expect(html).toContain(`<title>${words} · `);
});

test('it needs neither network nor JavaScript', () => {
  for (const report of Object.values(samples())) {
    const html = renderHtml(report);
    expect(html).not.toMatch(/<script|<iframe|<img|\ssrc=|\bon\w+="|url\(|@import|href="(?!https?:\/\/localhost|data:,)/);
    expect(html).toContain("default-src 'none'");
  }
});

test('what failed comes first, with expected, observed, what is known and what to do', () => {
  const html = renderHtml(badSpread);
  const article = html.slice(html.indexOf('<article>'), html.indexOf('</article>'));
  expect(article).toMatch(
    /at most 1 pod more.*3 on kind-worker.*minDomains.*Schedule them again.*<pre>kubectl --context kind-kind/s,
  );
  expect(html.indexOf('<article>')).toBeLessThan(html.indexOf('All checks'));
  const results = [...html.matchAll(/<tr class="(\w+)">/g)].map(([, status]) => status);
  expect(results[0]).toBe('failed');
  expect(results).toHaveLength(12);
});

test('nodes, versions, actions and the timeline are told', () => {
  const html = renderHtml(allWell);
  expect(html).toContain('300m requested, 32m used <span class="muted">of 1</span>');
  expect(html).toContain('<li>created cluster kind with 3 nodes</li>');
  expect(html).toContain('2025-03-12 10:04 UTC · kind v0.27.0');
  expect(html).toMatch(/Create cluster kind<\/span>.*style="left:1\.34%;width:65\.20%".*34\.1 s/);
});

test('an up that changed nothing says so, and verify does not speak of it', () => {
  expect(renderHtml({ ...allWell, actions: [] })).toContain('Nothing: the cluster was right already.');
  expect(renderHtml({ ...allWell, command: 'verify', actions: [] })).not.toContain('carried out');
});

test('with 60 nodes the long tables are folded up and the page stays small', () => {
  const html = renderHtml(many());
  expect(html).toContain('<summary>62 checks</summary>');
  expect(html).toContain('<summary>60 nodes</summary>');
  expect(renderHtml(allWell)).not.toContain('<details>');
  expect(html.length).toBeLessThan(500_000);
});

test('more requested than there is is told in words and colour', () => {
  const [first, ...others] = allWell.cluster?.nodes ?? [];
  const over = first && { ...first, cpu: { capacity: 1000, allocatable: 500, requested: 800 } };
  const html = renderHtml({
    ...allWell,
    ...(allWell.cluster && over && { cluster: { ...allWell.cluster, nodes: [over, ...others] } }),
  });
  expect(html).toContain('<i class="over" style="width:100.0%">');
  expect(html).toContain('<span class="over-words">800m requested</span> <span class="muted">of 500m, capacity 1</span>');
});

test('names do no harm', () => {
  const html = renderHtml(nasty());
  expect(unbalanced(html)).toEqual([]);
  expect(html).toContain('&lt;script&gt;alert(&quot;it&#39;s &amp; &#39;that&#39;&quot;)&lt;/script&gt;');
  expect(html).toContain(NASTY[2]);
  expect(html).not.toMatch(/(?!\n)\p{Cc}|\p{Cs}|\u202e/u);
  expect(html).not.toContain('href="javascript');
});
