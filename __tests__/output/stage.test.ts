import { placeFor, STAGE_VARIABLE } from '../../lib/output/stage';

test('what is written goes to the output folder', () => {
  expect(placeFor('out', {})).toBe('out');
});

test('what is staged for an output folder goes to the stage', () => {
  const env = { CDK8S_OUTDIR: 'out', [STAGE_VARIABLE]: '/tmp/stage' };
  expect(placeFor('./out', env)).toBe('/tmp/stage');
  expect(placeFor('dist', { [STAGE_VARIABLE]: '/tmp/stage' })).toBe('/tmp/stage');
});

test('an app with another output folder is not staged', () => {
  expect(placeFor('other', { [STAGE_VARIABLE]: '/tmp/stage' })).toBeUndefined();
});
