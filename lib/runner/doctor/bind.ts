import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { WantedPort } from './ports';

export type BindResult = 'free' | 'held' | 'no-such-address';

/** Whether a port can be had, found out by taking it for a moment. */
export async function tryBind({ address, port, protocol }: WantedPort): Promise<BindResult> {
  if (protocol === 'SCTP') return 'free'; // Node has no sockets for it.
  const error = await (protocol === 'UDP' ? bindUdp(address, port) : bindTcp(address, port));
  if (error?.code === 'EADDRINUSE') return 'held';
  if (error?.code === 'EADDRNOTAVAIL') return 'no-such-address';
  return 'free'; // EACCES too: a port below 1024 is for Docker, which runs as root.
}

function bindTcp(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

function bindUdp(address: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => socket.close(() => resolve(error)));
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => resolve(undefined)));
  });
}
