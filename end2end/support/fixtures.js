// What every browser test starts from: a server of its own, and an ear for everything a browser complains about.
import { test as base, expect } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { Server } from './server.js';

export { expect };

/** Chromium reports every refused request as an error of the console; refusals by intent are no complaint. */
const refusal = /Failed to load resource: the server responded with a status of 4(01|03|04|09|10|13|15|22|29)\b/;

export const test = base.extend({
  engine: ['sqlite', { option: true }],

  app: async ({ engine }, use) => {
    const server = await Server.start({ engine });
    await use(server);
    await server.stop();
    expect(server.trouble(), 'errors in the log of the server').toEqual([]);
  },

  baseURL: async ({ app }, use) => use(app.url),

  /** What browsers complained about. `noise.allow(/…/)` names what a test provokes. */
  noise: [
    async ({}, use) => {
      const heard = [];
      const allowed = [];
      await use({
        allow: (pattern) => allowed.push(pattern),
        listen(context) {
          context.on('console', (message) => {
            if (!['error', 'warning'].includes(message.type())) return;
            const { url } = message.location();
            if (refusal.test(message.text()) && !/\.(js|css|wasm|svg|webmanifest)(\?|$)/.test(url)) return;
            heard.push(`${message.type()}: ${message.text()} (${url})`);
          });
          context.on('weberror', (error) => heard.push(`page error: ${error.error().stack ?? error.error()}`));
        },
      });
      const unexpected = heard.filter((line) => !allowed.some((pattern) => pattern.test(line)));
      expect(unexpected, 'complaints of the browser').toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, noise }, use) => {
    noise.listen(context);
    await use(context);
  },

  page: async ({ page, javaScriptEnabled }, use) => {
    page.withoutScript = javaScriptEnabled === false;
    await use(page);
  },

  /** Somebody else with a browser of their own: `const page = await visitor()`. */
  visitor: async ({ browser, contextOptions, viewport, isMobile, hasTouch, locale, timezoneId, baseURL, noise, javaScriptEnabled }, use) => {
    const contexts = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        viewport,
        isMobile,
        hasTouch,
        locale,
        timezoneId,
        baseURL,
        javaScriptEnabled,
        ...options,
      });
      noise.listen(context);
      contexts.push(context);
      const page = await context.newPage();
      page.withoutScript = (options.javaScriptEnabled ?? javaScriptEnabled) === false;
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

/** Fails on anything that axe finds on the page as it stands, but for a part of it. */
export async function checkAccessibility(page, what, without) {
  const axe = new AxeBuilder({ page });
  if (without) axe.exclude(without);
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    where: nodes.slice(0, 5).map((node) => `${node.target.join(' ')} — ${node.failureSummary?.split('\n')[1]?.trim()}`),
  }));
  expect.soft(found, `axe on ${what}`).toEqual([]);
}

/** Fails when the page scrolls sideways. */
export async function checkWidth(page, what) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const sticking = [...document.querySelectorAll('body *')].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > width + 1;
    });
    return [`${document.documentElement.scrollWidth} > ${width}`, ...sticking.slice(0, 8).map((e) => `${e.tagName}.${e.className} ${e.id}`)];
  });
  expect.soft(wide, `width of ${what}`).toEqual([]);
}
