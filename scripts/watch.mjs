// Serves the demo from a development build, and while one edits rebuilds what changed and starts the server again.
// The server adds a script to every page that notices the restart and reloads (see server/src/http/reload.rs).
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';

const target = process.env.CARGO_TARGET_DIR ?? 'target';
const environment = { ...process.env, COTERIE_DEMO: '1', COTERIE_WATCH: process.env.COTERIE_WATCH_DIR };
const say = (text) => console.error(`\x1b[1m==>\x1b[0m ${text}`);
const run = (command, args) => spawnSync(command, args, { stdio: 'inherit', env: environment }).status === 0;

/** What each folder's changes make necessary. */
const folders = {
  app: ['client', 'server'],
  frontend: ['client'],
  migrations: ['server'],
  public: ['styles'],
  server: ['server'],
  style: ['styles'],
};

let server;

function stop() {
  if (!server) return Promise.resolve();
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  server = undefined;
  return gone;
}

function start() {
  server = spawn(`${target}/debug/coterie`, ['serve'], { stdio: 'inherit', env: environment });
  server.once('exit', (code) => {
    if (code) say(`the server stopped with ${code}; it starts again after the next change`);
  });
}

/** Builds; the old server goes on serving when that fails. */
async function build(needs) {
  const started = Date.now();
  const client = needs.has('client') || needs.has('styles');
  if (client && !run('scripts/client', ['--dev', ...(needs.has('client') ? [] : ['--keep-wasm'])])) return;
  if (needs.has('server') && !run('cargo', ['build', '--locked', '-p', 'server'])) return;
  await stop();
  if (needs.has('server') && !run(`${target}/debug/coterie`, ['demo'])) return;
  start();
  say(`ready after ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

let pending = new Set();
let timer;
let busy = false;

async function flush() {
  if (busy || pending.size === 0) return;
  busy = true;
  const needs = pending;
  pending = new Set();
  await build(needs);
  busy = false;
  flush();
}

for (const [folder, needs] of Object.entries(folders)) {
  if (!fs.existsSync(folder)) continue;
  fs.watch(folder, { recursive: true }, (_, file) => {
    // Editors' own files say nothing about the product.
    if (!file || /(^|\/)\.|~$|\.sw.$/.test(file)) return;
    for (const need of needs) pending.add(need);
    clearTimeout(timer);
    timer = setTimeout(flush, 200);
  });
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, async () => { await stop(); process.exit(0); });

say('watching; stop with Ctrl-C');
for (const need of ['client', 'server']) pending.add(need);
flush();
