// The figures of a slow phone with nothing in its cache: 4× slower CPU, 1.6 Mbit/s, 150 ms; and Lighthouse (mobile).
import { chromium } from '@playwright/test';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { Client } from '../support/forms.js';
import { OWNER, PASSWORD } from '../support/people.js';
import { Server, makeTemplate } from '../support/server.js';
import { figure, median } from './report.js';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);

const template = makeTemplate('sqlite');
process.env.E2E_TEMPLATE_SQLITE = template.name;
const server = await Server.start({ settings: { COTERIE_LOG: 'error', COTERIE_DEMO: '0', COTERIE_MAIL_FROM: 'a@b.test' } });
const owner = await new Client(server.url).signIn(OWNER, PASSWORD);

/** One visit with an empty cache. Times in ms from the start of the navigation, sizes in bytes as sent. */
async function visit(browser, path, signedIn) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
  if (signedIn) {
    await context.addCookies([...owner.cookies].map(([name, value]) => ({ name, value, url: server.url })));
  }
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: (1.6 * 1024 * 1024) / 8,
    uploadThroughput: (0.75 * 1024 * 1024) / 8,
  });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const types = new Map();
  const bytes = {};
  cdp.on('Network.requestWillBeSent', ({ requestId, type, request }) => types.set(requestId, /\.wasm/.test(request.url) ? 'Wasm' : type));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const type = types.get(requestId) ?? 'Other';
    bytes[type] = (bytes[type] ?? 0) + encodedDataLength;
  });
  await page.goto(server.url + path, { waitUntil: 'load' });
  await page.waitForFunction(() => performance.getEntriesByName('hydrated').length > 0, undefined, { timeout: 60_000 });
  const times = await page.evaluate(() => ({
    painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    interactive: performance.getEntriesByType('navigation')[0].domInteractive,
    hydrated: performance.getEntriesByName('hydrated')[0].startTime,
  }));
  await page.waitForTimeout(300);
  await context.close();
  const total = Object.values(bytes).reduce((sum, size) => sum + size, 0);
  return { ...times, usable: Math.max(times.painted, times.interactive), needed: (bytes.Document ?? 0) + (bytes.Stylesheet ?? 0), total, bytes };
}

async function visits(browser, path, signedIn) {
  const all = [];
  for (let round = 0; round < rounds; round += 1) all.push(await visit(browser, path, signedIn));
  return (key) => median(all.map((one) => one[key]));
}

console.log(`a slow phone: 4× slower CPU, 1.6 Mbit/s, 150 ms, cold; the median of ${rounds} visits`);
const browser = await chromium.launch({ executablePath, args: flags });
// The browser itself starts up during its first visit.
await visit(browser, '/login', false);
const signIn = await visits(browser, '/login', false);
figure('sign-in page, usable', signIn('usable') / 1000, 's', { atMost: 0.5 });
figure('sign-in page, page and style', signIn('needed') / 1000, 'kB', { atMost: 30 });
figure('sign-in page, taken over by the client', signIn('hydrated') / 1000, 's');
const contacts = await visits(browser, '/account/contacts', true);
figure('contacts page, painted', contacts('painted') / 1000, 's', { atMost: 0.6 });
figure('contacts page, taken over by the client', contacts('hydrated') / 1000, 's', { atMost: 1.9 });
figure('contacts page, everything', contacts('total') / 1000, 'kB', { atMost: 300 });
const last = await visit(browser, '/account/contacts', true);
for (const [type, size] of Object.entries(last.bytes)) figure(`  ${type}`, size / 1000, 'kB');
await browser.close();

console.log('\nLighthouse, mobile');
const chrome = await launch({ chromePath: executablePath, chromeFlags: ['--headless=new', ...flags] });
for (const [path, headers] of [
  ['/login', undefined],
  ['/account/contacts', { Cookie: owner.cookie }],
]) {
  const { lhr } = await lighthouse(server.url + path, {
    port: chrome.port,
    onlyCategories: ['performance', 'accessibility'],
    extraHeaders: headers,
    logLevel: 'error',
  });
  figure(`${path}, performance`, lhr.categories.performance.score * 100, 'points', { atLeast: 99 });
  figure(`${path}, accessibility`, lhr.categories.accessibility.score * 100, 'points', { atLeast: 100 });
  for (const audit of ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift']) {
    console.log(`    ${lhr.audits[audit].title}: ${lhr.audits[audit].displayValue}`);
  }
  const lost = Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && ['binary', 'metricSavings', 'numeric'].includes(scoreDisplayMode));
  for (const { title, displayValue } of lost) console.log(`    to look at: ${title}${displayValue ? ` (${displayValue})` : ''}`);
}
chrome.kill();
await server.stop();
template.drop();
