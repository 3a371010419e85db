import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on 127.0.0.1 that has some files. */
export interface Mirror {
  readonly url: string;
  readonly asked: string[];
  close(): Promise<void>;
}

/** Serves the files by their path; `headers` are sent with each. */
export async function serve(files: Readonly<Record<string, string>>, headers: Record<string, string> = {}): Promise<Mirror> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const text = files[request.url ?? ''];
    response.writeHead(text === undefined ? 404 : 200, text === undefined ? {} : headers);
    // A body that is shorter than it was said to be ends with the connection.
    if (text !== undefined && 'content-length' in headers) response.write(text, () => response.destroy());
    else response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
