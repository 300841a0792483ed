// What axe finds on every page, light and dark, and whether anything scrolls sideways at 320 px or at 200 % zoom.
import { test, expect, checkAccessibility, checkWidth } from '../support/fixtures.js';
import { FABRIKAM, KAI, OWNER, PAGES, choose, fill, nameMenu, open, save, signIn, tick } from '../support/flows.js';

const OPEN_PAGES = [
  '/login',
  '/forgot-password',
  '/reset-password',
  '/reset-password?token=nonsense',
  '/invitations',
  '/confirm-email',
  '/no/such/page',
];

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test.setTimeout(150_000);

    test('pages for everyone', async ({ page }) => {
      for (const path of OPEN_PAGES) {
        await open(page, path);
        await checkAccessibility(page, path);
      }
    });

    test('pages of the client area', async ({ page }) => {
      await signIn(page, OWNER);
      for (const path of [...Object.keys(PAGES), '/accounts', '/no/such/page']) {
        await open(page, path);
        await checkAccessibility(page, path);
      }
    });

    test('states of the contact form', async ({ page }) => {
      await signIn(page, OWNER);
      await nameMenu(page).click();
      await checkAccessibility(page, 'the open name menu');

      await open(page, '/account/contacts');
      await choose(page, 'Sam');
      await expect(page.getByLabel('First Name')).toHaveValue('Sam');
      await checkAccessibility(page, 'a chosen contact');
      await page.getByRole('button', { name: 'Delete Contact' }).first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await checkAccessibility(page, 'the dialog before deleting');

      await open(page, '/account/contacts/new');
      await fill(page, { 'Email Address': 'nonsense', 'Phone Number': 'call me' });
      await tick(page, 'Activate Sub-Account');
      await save(page);
      await expect(page.getByRole('alert').first()).toBeVisible();
      await checkAccessibility(page, 'a refused form');
    });

    test('refused, missing, little and nothing', async ({ page, visitor }) => {
      await open(page, '/login');
      await page.getByLabel('Email Address').fill(OWNER);
      await page.getByLabel('Password', { exact: true }).fill('something else');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page.getByRole('alert').first()).toBeVisible();
      await checkAccessibility(page, 'a refused sign-in');

      await signIn(page, OWNER);
      await open(page, '/account/contacts/01900000-0000-7000-8000-000000000000');
      await checkAccessibility(page, 'a contact that is not there');

      const kai = await visitor({ colorScheme });
      await signIn(kai, KAI);
      await open(kai, '/invoices');
      await checkAccessibility(kai, 'a page refused with 403');
      await open(kai, '/');
      await checkAccessibility(kai, 'the home of a sub-account');

      const little = await visitor({ colorScheme });
      await signIn(little, FABRIKAM);
      for (const path of Object.keys(PAGES)) {
        await open(little, path);
        await checkAccessibility(little, `${path} of an account with little on it`);
      }
    });
  });
}

// 320 CSS pixels are also what 1280 are at 400 % zoom; 640 are what they are at 200 %.
for (const width of [320, 640]) {
  test(`nothing scrolls sideways at ${width} px`, async ({ page }) => {
    test.setTimeout(150_000);
    await page.setViewportSize({ width, height: 700 });
    for (const path of OPEN_PAGES) {
      await open(page, path);
      await checkWidth(page, path);
    }
    await signIn(page, OWNER);
    for (const path of [...Object.keys(PAGES), '/accounts']) {
      await open(page, path);
      await checkWidth(page, path);
    }
    await open(page, '/account/contacts');
    await choose(page, 'Sam');
    await expect(page.getByLabel('First Name')).toHaveValue('Sam');
    await checkWidth(page, 'a chosen contact');
    await nameMenu(page).click();
    await checkWidth(page, 'the open name menu');
  });
}

test('text at twice its size stays within the page', async ({ page }) => {
  await signIn(page, OWNER);
  for (const path of ['/', '/account/contacts/new', '/account/contacts/emails', '/invoices']) {
    await open(page, path);
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    await checkWidth(page, `${path} with text at 200 %`);
  }
});

test('targets are large enough for a thumb', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, OWNER);
  for (const path of ['/', '/account/contacts', '/account/contacts/new', '/account/details', '/account/security']) {
    await open(page, path);
    const small = await page.evaluate(() => {
      const selector = 'main button, main select, main input:not([type=hidden]), header button, main a.button';
      return [...document.querySelectorAll(selector)]
        .filter((target) => target.checkVisibility())
        .map((target) => {
          // A box counts with its label.
          const label = ['checkbox', 'radio'].includes(target.type) ? target.labels?.[0] : undefined;
          const heights = [target, label].filter(Boolean).map((element) => element.getBoundingClientRect().height);
          return { what: target.outerHTML.slice(0, 120), height: Math.round(Math.max(...heights)) };
        })
        .filter(({ height }) => height < 43);
    });
    expect.soft(small, path).toEqual([]);
  }
});
