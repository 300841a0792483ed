// The core of the story in Firefox, by WebDriver BiDi.
import puppeteer from 'puppeteer-core';
import { core } from './support/core.js';
import { Server, makeTemplate } from './support/server.js';

const template = makeTemplate('sqlite');
process.env.E2E_TEMPLATE_SQLITE = template.name;
const server = await Server.start();
let well = false;
try {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    extraPrefsFirefox: { 'intl.accept_languages': 'en-GB' },
  });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    const noise = [];
    page.on('console', (message) => {
      if (['error', 'warn', 'warning'].includes(message.type())) noise.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => noise.push(`page error: ${error.message}`));
    well = await core(
      {
        name: `Firefox ${(await browser.version()).replace(/^.*\//, '')}`,
        noise,
        goto: (url) => page.goto(url),
        run: (script, ...args) => page.evaluate(script, ...args),
        type: async (selector, text) => {
          await page.focus(selector);
          await page.type(selector, text);
        },
        click: (selector) => page.click(selector),
      },
      server.url,
    );
  } finally {
    await browser.close();
  }
} finally {
  await server.stop();
  template.drop();
}
process.exitCode = well ? 0 : 1;
