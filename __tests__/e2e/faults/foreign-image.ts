import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arch } from 'node:process';
import { must } from '../harness';

/** What this machine's processor is not, as Docker names it and as an ELF header does. */
const OTHER = arch === 'arm64' ? { architecture: 'amd64', machine: 62 } : { architecture: 'arm64', machine: 183 };

/** Gives Docker an image whose one program is for another processor. @returns what the image is for: `linux/arm64` */
export async function loadForeignImage(name: string, folder: string): Promise<string> {
  const file = (path: string) => join(folder, path);
  writeFileSync(file('app'), emptyProgram(OTHER.machine), { mode: 0o755 });
  await must('tar', ['-C', folder, '-cf', file('layer.tar'), 'app']);
  const layer = `sha256:${createHash('sha256')
    .update(readFileSync(file('layer.tar')))
    .digest('hex')}`;
  const config = {
    os: 'linux',
    architecture: OTHER.architecture,
    config: { Entrypoint: ['/app'] },
    rootfs: { type: 'layers', diff_ids: [layer] },
  };
  writeFileSync(file('config.json'), JSON.stringify(config));
  writeFileSync(file('manifest.json'), JSON.stringify([{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }]));
  await must('tar', ['-C', folder, '-cf', file('image.tar'), 'manifest.json', 'config.json', 'layer.tar']);
  await must('docker', ['load', '--input', file('image.tar')]);
  return `linux/${OTHER.architecture}`;
}

/** An ELF program of 64 bits with one segment, in which there is nothing to run. */
function emptyProgram(machine: number): Buffer {
  const program = Buffer.alloc(64 + 56);
  Buffer.from('\x7fELF\x02\x01\x01', 'latin1').copy(program);
  program.writeUInt16LE(2, 16); // executable
  program.writeUInt16LE(machine, 18);
  program.writeUInt32LE(1, 20);
  program.writeBigUInt64LE(0x400078n, 24); // where it begins
  program.writeBigUInt64LE(64n, 32); // the table of its segments, and the sizes of this and that
  program.writeUInt16LE(64, 52);
  program.writeUInt16LE(56, 54);
  program.writeUInt16LE(1, 56);
  program.writeUInt32LE(1, 64); // to be loaded, to be read and run
  program.writeUInt32LE(5, 68);
  program.writeBigUInt64LE(0x400000n, 80);
  program.writeBigUInt64LE(0x400000n, 88);
  program.writeBigUInt64LE(BigInt(program.length), 96);
  program.writeBigUInt64LE(BigInt(program.length), 104);
  program.writeBigUInt64LE(0x1000n, 112);
  return program;
}
