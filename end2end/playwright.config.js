// Every test gets a server of its own on a copy of the demo, so tests share nothing and may run in any order.
import { defineConfig } from '@playwright/test';

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const desktop = { viewport: { width: 1280, height: 800 } };
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

export default defineConfig({
  testDir: 'specs',
  outputDir: 'test-results/failures',
  globalSetup: './support/set-up.js',
  globalTeardown: './support/tear-down.js',
  fullyParallel: true,
  workers: Number(process.env.WORKERS ?? 2),
  forbidOnly: !!process.env.CI,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Oslo',
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: desktop, testIgnore: [/nojs/, /story/, /screenshots/] },
    { name: 'phone', use: phone, testMatch: [/story/, /phone/] },
    { name: 'without-javascript', use: { ...desktop, javaScriptEnabled: false }, testMatch: /nojs/ },
    { name: 'postgres', use: { ...phone, engine: 'postgres' }, testMatch: [/story/, /ends/, /conflict/] },
    { name: 'screenshots', use: desktop, testMatch: /screenshots/ },
  ],
});
