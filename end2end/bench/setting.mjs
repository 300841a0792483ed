// What every measurement of a server has in common: the settings, a folder of its own, both databases, and memory.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database, binary, makeTemplate, postgresUrl } from '../support/server.js';

/** How long a figure is measured. */
export const seconds = (usually) => Number(process.env.BENCH_SECONDS ?? usually);

/** A server for the public, quiet. */
export const SETTINGS = {
  COTERIE_DEMO: '0',
  COTERIE_LOG: 'error',
  COTERIE_TRUSTED_PROXIES: '127.0.0.1',
  COTERIE_MAIL_FROM: 'bench@provider.test',
};

/** A figure of a process's memory in MiB: `VmRSS`, what it has; `VmHWM`, the most that it has had. */
export const memory = (pid, figure) =>
  Number(new RegExp(`${figure}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** A copy of the demo, which goes when the work is done. */
export async function withDemo(engine, work) {
  const template = makeTemplate(engine);
  const database = Database.create(engine, template.name);
  try {
    return await work(database);
  } finally {
    database.drop();
    template.drop();
  }
}

/** Measures on both databases, in a folder that goes afterwards. */
export async function onBoth(each, usually) {
  console.log(`${cpus().length} cores (${cpus()[0].model.trim()}), shared with the load; ${seconds(usually)} s a figure; ${binary()}`);
  const folder = mkdtempSync(join(tmpdir(), 'coterie-bench-'));
  try {
    for (const engine of postgresUrl() ? ['sqlite', 'postgres'] : ['sqlite']) {
      console.log(`\n${engine === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`);
      await each(engine, folder);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
