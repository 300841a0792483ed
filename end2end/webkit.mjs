// The core of the story in WebKitGTK, the engine of phones, by plain WebDriver (https://www.w3.org/TR/webdriver2/).
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { core } from './support/core.js';
import { Server, freePort, makeTemplate, until } from './support/server.js';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const running = [];

function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  running.push(child);
  return child;
}

/** A screen that nobody looks at. */
async function display() {
  if (process.env.WEBKIT_DISPLAY) return process.env.WEBKIT_DISPLAY;
  const xvfb = start('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp']);
  const number = await new Promise((done, fail) => {
    xvfb.stdout.once('data', (text) => done(String(text).trim()));
    xvfb.once('error', fail);
  });
  return `:${number}`;
}

const template = makeTemplate('sqlite');
process.env.E2E_TEMPLATE_SQLITE = template.name;
const server = await Server.start();
let well = false;
let session;
try {
  const port = await freePort();
  const noise = [];
  const driver = start('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
    env: {
      ...process.env,
      DISPLAY: await display(),
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
      LANGUAGE: 'en_GB',
      LC_ALL: 'C.UTF-8',
      GDK_BACKEND: 'x11',
    },
  });
  for (const stream of [driver.stdout, driver.stderr]) stream.resume();
  const call = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  await until('WebKitWebDriver', () => call('GET', '/status').catch(() => false));
  const binary = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu']
    .map((folder) => `${folder}/webkit2gtk-4.1/MiniBrowser`)
    .find((file) => existsSync(file));
  const created = await call('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        timeouts: { pageLoad: 20_000, script: 20_000 },
        'webkitgtk:browserOptions': { binary, args: ['--automation'] },
      },
    },
  });
  session = { end: () => call('DELETE', `/session/${created.sessionId}`) };
  const here = `/session/${created.sessionId}`;
  const element = async (selector) =>
    (await call('POST', `${here}/element`, { using: 'css selector', value: selector }))[ELEMENT];
  const run = (script, ...args) =>
    call('POST', `${here}/execute/sync`, { script: `return (${script})(...arguments)`, args });
  /** This driver tells nothing of the console: from here on the page keeps what it complains about. */
  const listen = () =>
    run(() => {
      window.complaints = [];
      const keep = (what) => window.complaints.push(String(what));
      addEventListener('error', (event) => keep(event.message));
      addEventListener('unhandledrejection', (event) => keep(event.reason));
      for (const level of ['error', 'warn']) console[level] = (...words) => keep(words.join(' '));
    });
  const collect = async () => noise.push(...((await run(() => window.complaints?.splice(0) ?? []).catch(() => [])) ?? []));
  well = await core(
    {
      name: `WebKitGTK ${created.capabilities.browserVersion}`,
      noise,
      goto: async (url) => {
        await collect();
        await until('the page before', () => run(() => (window.left = true)).catch(() => false));
        // This driver's own wait can outlast the page, where one load takes the place of another.
        await call('POST', `${here}/url`, { url }).catch(async (error) => {
          if (!String(error.message).startsWith('timeout')) throw error;
          await until(`the page ${url}`, () => run(() => !window.left && document.readyState === 'complete').catch(() => false));
        });
        await listen();
      },
      run,
      collect,
      type: async (selector, text) => call('POST', `${here}/element/${await element(selector)}/value`, { text }),
      click: async (selector) => call('POST', `${here}/element/${await element(selector)}/click`, {}),
    },
    server.url,
  );
} finally {
  await session?.end().catch(() => {});
  for (const child of running) child.kill();
  await server.stop();
  template.drop();
}
process.exitCode = well ? 0 : 1;
