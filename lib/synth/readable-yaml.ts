import { readFileSync } from 'node:fs';
import { Yaml } from 'cdk8s';
import { isRecord, text } from '../kubernetes/plain';

/**
 * Makes an `Include` say what is wrong with its file. cdk8s reads it in a child process, whose stack trace is all that it says of
 * a file that is not there; of one that is no YAML, or no Kubernetes object, that it "cannot read properties of undefined".
 */
export function readYamlReadably(): void {
  const load = Yaml.load.bind(Yaml);
  Yaml.load = (urlOrFile) => {
    const documents = isUrl(urlOrFile) ? load(urlOrFile) : loadFile(urlOrFile);
    for (const [index, document] of documents.entries()) refuseNoObject(`${urlOrFile}, document ${index + 1},`, document);
    return documents;
  };
}

function isUrl(urlOrFile: string): boolean {
  return /^https?:/.test(urlOrFile);
}

/** The documents of a file but for empty ones, in YAML 1.1, as cdk8s reads them. */
function loadFile(file: string): unknown[] {
  // Loaded only where it is needed: not every program includes something.
  const { parseAllDocuments } = require('yaml') as typeof import('yaml');
  let body: string;
  try {
    body = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(
      `Include: ${code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read: ${message}`}. A path is relative to the project's folder, or absolute.`,
    );
  }
  return [...parseAllDocuments(body, { version: '1.1' })].flatMap((document) => {
    const [mistake] = document.errors;
    if (mistake !== undefined) throw new Error(`Include: ${file} is not YAML: ${mistake.message}`);
    const value: unknown = document.toJSON();
    return isEmpty(value) ? [] : [value];
  });
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function refuseNoObject(where: string, document: unknown): void {
  const missing = ['apiVersion', 'kind'].find((field) => !isRecord(document) || text(document[field]) === undefined);
  if (missing === undefined) return;
  throw new Error(
    `Include: ${where} is not a Kubernetes object: it has no ${missing}. Mend the file, or leave this document out.`,
  );
}
