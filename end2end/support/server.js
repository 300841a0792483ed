// Starts and stops the release binary, each time on a database of its own: a copy of one that holds the demo.
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The binary under test. */
export function binary() {
  const file =
    process.env.COTERIE_BINARY ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'release', 'coterie');
  if (!existsSync(file)) throw new Error(`There is no ${file}: build it with \`make build\`, or set COTERIE_BINARY.`);
  return resolve(file);
}

/** Nothing of the caller's configuration may leak into a server under test. */
export function environment(settings) {
  const { PATH, HOME, TMPDIR, RUST_BACKTRACE } = process.env;
  const plain = Object.fromEntries(
    Object.entries({ PATH, HOME, TMPDIR, RUST_BACKTRACE }).filter(([, value]) => value !== undefined),
  );
  return { ...plain, ...settings };
}

export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Asks until the answer is not false, undefined or null; says what it waited for otherwise. */
export async function until(what, ask, patience = 20_000, pause = 25) {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== undefined && answer !== null) return answer;
    if (Date.now() > end) throw new Error(`waited ${patience} ms in vain for ${what}`);
    await sleep(pause);
  }
}

export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Runs a command of the binary to its end. */
export function command(args, settings = {}) {
  return execFileSync(binary(), args, { env: environment(settings), cwd: tmpdir(), encoding: 'utf8', stdio: 'pipe' });
}

/** Where PostgreSQL is: the cluster that `scripts/with-postgres` started. */
export const postgresUrl = () => process.env.COTERIE_TEST_POSTGRES_URL;

function psql(database, sql) {
  const url = new URL(postgresUrl());
  url.pathname = `/${database}`;
  return execFileSync('psql', ['-X', '-q', '-t', '-A', '-v', 'ON_ERROR_STOP=1', '-d', url.href, '-c', sql], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A database: a file or a name, with a way to ask it and to end it. */
export class Database {
  static #count = 0;

  /** A fresh one; from the template of the run when there is one. */
  static create(engine, template) {
    Database.#count += 1;
    const name = `e2e_${process.pid}_${Date.now().toString(36)}_${Database.#count}`;
    if (engine === 'postgres') {
      psql('postgres', `CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ''}`);
      return new Database(engine, name);
    }
    const folder = mkdtempSync(join(tmpdir(), 'coterie-e2e-'));
    const file = join(folder, 'coterie.db');
    if (template) copyFileSync(template, file);
    return new Database(engine, file);
  }

  constructor(engine, name) {
    this.engine = engine;
    this.name = name;
  }

  get url() {
    if (this.engine !== 'postgres') return `sqlite://${this.name}?mode=rwc`;
    const url = new URL(postgresUrl());
    url.pathname = `/${this.name}`;
    return url.href;
  }

  /** Runs SQL beside the server, as an operator's shell would, and returns what it prints. */
  sql(statement) {
    if (this.engine === 'postgres') return psql(this.name, statement).trim();
    return execFileSync('sqlite3', ['-cmd', '.timeout 5000', this.name, statement], { encoding: 'utf8' }).trim();
  }

  drop() {
    if (this.engine === 'postgres') psql('postgres', `DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
    else rmSync(dirname(this.name), { recursive: true, force: true });
  }
}

/** A database with the demo, to be copied. Made once a run. */
export function makeTemplate(engine) {
  const database = Database.create(engine);
  const settings = { COTERIE_DATABASE_URL: database.url, COTERIE_DEMO: '1' };
  command(['migrate'], settings);
  command(['demo'], settings);
  if (engine === 'sqlite') database.sql('PRAGMA wal_checkpoint(TRUNCATE);');
  return database;
}

/** A running server. */
export class Server {
  /** Starts one. `database` keeps its owner; without it the server has its own, which ends with it. */
  static async start({ engine = 'sqlite', database, settings = {}, port } = {}) {
    const server = new Server();
    server.owned = !database;
    server.database = database ?? Database.create(engine, process.env[`E2E_TEMPLATE_${engine.toUpperCase()}`]);
    server.port = port ?? (await freePort());
    server.url = `http://127.0.0.1:${server.port}`;
    server.settings = {
      COTERIE_DATABASE_URL: server.database.url,
      COTERIE_LISTEN: `127.0.0.1:${server.port}`,
      COTERIE_PUBLIC_URL: server.url,
      COTERIE_DEMO: '1',
      COTERIE_LOG: 'info',
      ...settings,
    };
    await server.run();
    return server;
  }

  log = '';

  async run() {
    const started = performance.now();
    this.process = spawn(binary(), ['serve'], { env: environment(this.settings), cwd: tmpdir() });
    this.ended = new Promise((done) => this.process.once('exit', (code, signal) => done({ code, signal })));
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.log += text));
    }
    await until('the server to be ready', async () => {
      if (this.process.exitCode !== null) throw new Error(`the server ended at once:\n${this.log}`);
      const ready = await fetch(`${this.url}/readyz`).catch(() => undefined);
      return ready?.ok || undefined;
    }, 20_000, 1);
    this.startMilliseconds = performance.now() - started;
  }

  /** Asks it to end, and waits until it did. */
  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill('SIGTERM');
      const slow = setTimeout(() => this.process.kill('SIGKILL'), 15_000);
      await this.ended;
      clearTimeout(slow);
    }
    if (this.owned) this.database.drop();
  }

  /** A power cut. */
  async kill() {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  /** What the log says that no test expects. */
  trouble() {
    return this.log.split('\n').filter((line) => /panicked|\bERROR\b/.test(line));
  }

  sql(statement) {
    return this.database.sql(statement);
  }
}
