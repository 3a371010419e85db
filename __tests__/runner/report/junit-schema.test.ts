import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';
import { renderJunit } from '../../../lib/runner/report/junit';
import { samples } from './samples';

const schema = readFileSync(join(__dirname, 'junit.xsd'), 'utf8');
const broken = '<testsuites><testsuite name="a" tests="one" failures="0" errors="0"/></testsuites>';

// One call for all of them: loading the validator takes longer than everything else.
test('every sample is valid JUnit XML, and what is not is refused', async () => {
  const xml = Object.entries(samples()).map(([name, report]) => ({ fileName: `${name}.xml`, contents: renderJunit(report) }));
  const { errors } = await validateXML({ xml: [...xml, { fileName: 'broken.xml', contents: broken }], schema });
  expect([...new Set(errors.map(({ loc }) => loc?.fileName))]).toEqual(['broken.xml']);
});
