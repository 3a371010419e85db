import { rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

const REAL = process.env.DOCKER_HOST?.replace(/^unix:\/\//, '') ?? '/var/run/docker.sock';

/** The way to Docker for one command, which can be cut at any moment: for that command Docker is then dead, and for nobody else. */
export class MortalDocker {
  private readonly sockets = new Set<Socket>();
  private readonly path: string;
  private accepted = 0;
  private readonly server = createServer({ allowHalfOpen: true }, (client) => {
    this.accepted++;
    if (this.accepted > this.most) {
      this.die();
      client.destroy();
    } else this.pass(client);
  });

  /** @param most the connection after which it dies by itself */
  constructor(
    folder: string,
    private readonly most = Number.POSITIVE_INFINITY,
  ) {
    this.path = join(folder, 'docker.sock');
  }

  /** @returns the environment of the command */
  async live(): Promise<NodeJS.ProcessEnv> {
    rmSync(this.path, { force: true });
    await new Promise<void>((listening) => this.server.listen(this.path, listening));
    return { DOCKER_HOST: `unix://${this.path}` };
  }

  die(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private pass(client: Socket): void {
    const docker = createConnection({ path: REAL, allowHalfOpen: true });
    for (const socket of [client, docker]) {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket)).on('error', () => socket.destroy());
    }
    client.pipe(docker).pipe(client);
  }
}
