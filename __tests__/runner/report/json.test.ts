import Ajv, { type ValidateFunction } from 'ajv';
import { renderJson } from '../../../lib/runner/report/json';
import {
  CHECK_IDS,
  type Check,
  type Report,
  type ReportAmount,
  type ReportCluster,
  type ReportNode,
  type ReportPod,
  type ReportService,
  type ReportServicePort,
  type Step,
} from '../../../lib/runner/report/report';
import schema from '../../../lib/runner/report/report.schema.json';
import { samples } from './samples';

let validate: ValidateFunction;
beforeAll(() => {
  validate = new Ajv({ allErrors: true }).compile(schema);
});

test.each(Object.entries(samples()))('the report %s is as the schema says', (_name, report) => {
  validate(JSON.parse(renderJson(report)));
  expect(validate.errors ?? []).toEqual([]);
});

/** Every property of a type with whether it must be there; the compiler refuses one too many or too few. */
type Properties<T> = { [K in keyof Required<T>]: undefined extends T[K] ? 'optional' : 'required' };

const report: Properties<Report> = {
  version: 'required',
  command: 'required',
  startedAt: 'required',
  durationMs: 'required',
  ended: 'optional',
  cluster: 'optional',
  services: 'required',
  checks: 'required',
  urls: 'required',
  versions: 'required',
  actions: 'required',
  steps: 'required',
  summary: 'required',
};
const cluster: Properties<ReportCluster> = {
  name: 'required',
  context: 'required',
  kubernetes: 'required',
  nodes: 'required',
  unscheduled: 'optional',
};
const node: Properties<ReportNode> = {
  name: 'required',
  role: 'required',
  ready: 'required',
  container: 'optional',
  unschedulable: 'required',
  version: 'required',
  sized: 'required',
  cpu: 'required',
  memory: 'required',
  pods: 'required',
};
const amounts: Properties<ReportAmount> = {
  capacity: 'required',
  allocatable: 'required',
  requested: 'required',
  used: 'optional',
};
const pod: Properties<ReportPod> = {
  namespace: 'required',
  name: 'required',
  ready: 'required',
  state: 'required',
  owner: 'optional',
};
const service: Properties<ReportService> = {
  namespace: 'required',
  name: 'required',
  type: 'required',
  ports: 'required',
  pods: 'required',
};
const servicePort: Properties<ReportServicePort> = { port: 'required', nodePort: 'optional', host: 'optional' };
const host: Properties<NonNullable<ReportServicePort['host']>> = { address: 'required', port: 'required', node: 'required' };
const check: Properties<Check> = {
  id: 'required',
  subject: 'required',
  status: 'required',
  unknown: 'optional',
  expected: 'required',
  observed: 'required',
  hint: 'optional',
  diagnosis: 'optional',
  durationMs: 'required',
};
const step: Properties<Step> = { title: 'required', status: 'required', startMs: 'required', durationMs: 'required' };
const summary: Properties<Report['summary']> = { passed: 'required', failed: 'required', skipped: 'required' };

const { definitions } = schema;
test.each([
  ['Report', report, schema],
  ['ReportCluster', cluster, definitions.cluster],
  ['ReportNode', node, definitions.node],
  ['ReportAmount', amounts, definitions.amounts],
  ['ReportPod', pod, definitions.pod],
  ['ReportService', service, definitions.service],
  ['ReportServicePort', servicePort, definitions.servicePort],
  ['its host', host, definitions.host],
  ['Check', check, definitions.check],
  ['Step', step, definitions.step],
  ['its summary', summary, definitions.summary],
])('the schema has the properties of the type %s, and no others', (_name, properties, part) => {
  const required: readonly string[] = part.required;
  const inSchema = Object.keys(part.properties).map((key) => [key, required.includes(key) ? 'required' : 'optional']);
  expect(Object.fromEntries(inSchema)).toEqual(properties);
  expect(part.additionalProperties).toBe(false);
});

test('the schema knows every kind of check', () => {
  expect(definitions.check.properties.id.enum).toEqual(CHECK_IDS);
});

test.each([
  ['another version', { version: 2 }],
  ['a time that is none', { startedAt: 'yesterday' }],
  ['a status that there is not', { checks: [{ ...samples().allWell?.checks[0], status: 'ok' }] }],
  ['a property too many', { verdict: 'good' }],
  ['a negative count', { summary: { passed: -1, failed: 0, skipped: 0 } }],
  ['no checks', { checks: undefined }],
])('the schema refuses %s', (_name, change) => {
  expect(validate({ ...samples().allWell, ...change })).toBe(false);
});
