import { share, shortCpu, shortMemory } from '../../lib/topology/amount';
import { fit, wrap } from '../../lib/topology/fit';
import { markup } from '../../lib/topology/markup';
import { DARK, LIGHT } from '../../lib/topology/palette';
import { plainLine, plainText } from '../../lib/topology/plain-text';
import { hostLabel } from '../../lib/topology/topology';

test.each([
  [0, '0'],
  [2 ** 31, '2Gi'],
  [1536 * 2 ** 20, '1536Mi'],
  [123_456_789, '118Mi'],
  [5_000_000_001, '4.7Gi'],
  [9_999, '9.8Ki'],
  [1000, '1000'],
])('%d bytes are read as %s', (bytes, text) => {
  expect(shortMemory(bytes)).toBe(text);
});

test('CPU is read in whole ones or thousandths', () => {
  expect([shortCpu(12.4), shortCpu(2000), shortCpu(1500)]).toEqual(['12m', '2', '1500m']);
});

test('a share is between nothing and all, also of nothing', () => {
  expect([share(1, 4), share(5, 4), share(0, 0), share(1, 0)]).toEqual([0.25, 1, 0, 1]);
});

test.each([
  ['abcdefghij', 10, 'abcdefghij'],
  ['abcdefghij', 7, 'abc…hij'],
  ['漢字漢字漢字', 7, '漢…漢字'],
  ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 5, '👩‍👩‍👧‍👦…👩‍👩‍👧‍👦'],
  ['abc', 0, ''],
])('%s in %d cells is %s', (text, cells, fitted) => {
  expect(fit(text, cells)).toBe(fitted);
});

test('lines are broken at spaces', () => {
  expect(wrap('one two  three fourteen', 9)).toEqual(['one two', 'three', 'fourteen']);
});

test('terminal sequences, control characters and turned text are taken away', () => {
  expect(plainText('\u001b[31mred\u001b[0m\u0000\u0007 a\tb\r\nc\u202ed\ud800e\uffff')).toBe('red a\tb\ncde');
  expect(plainLine(' a\n\n b ')).toBe('a b');
  expect(plainText('👩‍👩‍👧‍👦')).toBe('👩‍👩‍👧‍👦');
});

test('what is put into markup is escaped, unless it is markup', () => {
  expect(markup`<a b="${'"<&>\''}">${[markup`<i/>`, undefined, false, 0]}</a>`.text).toBe(
    '<a b="&quot;&lt;&amp;&gt;&#39;"><i/>0</a>',
  );
});

test.each([
  ['127.0.0.1', 'localhost:80'],
  ['0.0.0.0', 'localhost:80'],
  ['::', 'localhost:80'],
  ['192.168.1.2', '192.168.1.2:80'],
  ['fd00::1', '[fd00::1]:80'],
])('a port on %s is reached at %s', (address, label) => {
  expect(hostLabel({ address, port: 80, node: 'n' })).toBe(label);
});

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
])('in the %s palette', (_name, palette) => {
  test.each([
    ['ink', ['paper', 'surface', 'broken-soft']],
    ['muted', ['paper', 'surface', 'broken-soft']],
    ['link', ['paper']],
    ['good', ['paper', 'surface', 'good-soft']],
    ['suspect', ['paper', 'surface', 'suspect-soft']],
    ['broken', ['paper', 'surface', 'broken-soft']],
  ] as const)('%s can be read on %j', (text, grounds) => {
    for (const ground of grounds) expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });

  test('marks stand out from what they lie on', () => {
    for (const mark of ['good', 'suspect-mark', 'broken', 'used'] as const) {
      expect(contrast(palette[mark], palette.surface)).toBeGreaterThanOrEqual(3);
    }
  });
});

// https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
