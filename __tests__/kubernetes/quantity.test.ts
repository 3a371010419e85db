import { formatCpu, formatMemory, parseCpuMillis, parseMemoryBytes, parseQuantity } from '../../lib/kubernetes/quantity';

test.each([
  ['1', 1],
  [2, 2],
  ['.5', 0.5],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['100m', 0.1],
  ['1e3', 1000],
  ['2E', 2e18],
  ['2E3', 2000],
  ['-1Ki', -1024],
])('%s is %d', (text, value) => {
  expect(parseQuantity(text)).toBeCloseTo(value);
});

test.each(['', '1GB', '128MB', '1 Gi', 'Gi', '0x10', 'NaN', '1,5'])('"%s" is no quantity', (text) => {
  expect(parseQuantity(text)).toBeUndefined();
});

test('CPUs are counted in thousandths and memory in bytes, rounded up', () => {
  expect(parseCpuMillis('0.1')).toBe(100);
  expect(parseCpuMillis('0.0001')).toBe(1);
  expect(parseMemoryBytes('1Gi')).toBe(2 ** 30);
  expect(parseMemoryBytes('100m')).toBe(1);
});

test('sizes are written as people write them', () => {
  expect([1000, 500, 1500].map(formatCpu)).toEqual(['1', '500m', '1500m']);
  expect([2 ** 31, 1536 * 2 ** 20, 1000, 0].map(formatMemory)).toEqual(['2Gi', '1536Mi', '1000', '0']);
});
