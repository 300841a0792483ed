// Languages: the browser's at first, then the one that was chosen.
import { test, expect } from '../support/fixtures.js';
import { OWNER, PAGES, PASSWORD, open, ready, signIn, signOut } from '../support/flows.js';

/** Signs in on the Norwegian page; what comes after is in `lang`. */
async function signInNorwegian(page, lang = 'nb') {
  await page.getByLabel('E-postadresse').fill(OWNER);
  await page.getByLabel('Passord', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Logg inn', exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/login');
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
  await ready(page);
}

test.describe('a Norwegian browser', () => {
  test.use({ locale: 'nb-NO' });

  test('is served in Bokmål throughout', async ({ page }) => {
    await open(page, '/login');
    await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
    // The owner's own language is English: signing in would turn the pages to it, had none been chosen here.
    await page.context().addCookies([{ name: 'locale', value: 'nb', url: page.url() }]);
    await signInNorwegian(page);
    for (const path of Object.keys(PAGES)) {
      await open(page, path);
      await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
      // Names, products and subjects are data; the words around them are ours.
      const text = await page.evaluate(() => {
        for (const cell of document.querySelectorAll('main td, main .attention a, main .tile:has(.price)')) {
          const ours = [...cell.querySelectorAll('.badge, time')].map((element) => element.textContent);
          cell.textContent = [cell.dataset.label, ...ours].join(' ');
        }
        return document.body.innerText;
      });
      const english = text.match(/\b(the|and|with|your|you|this|Save|has been|ago|January|February|May|June|July|October|December)\b/g);
      expect.soft(english ?? [], `English on ${path}`).toEqual([]);
    }
  });
});

test.describe('a Norwegian browser of somebody English', () => {
  test.use({ locale: 'nb-NO' });

  test('turns to English when they sign in, and back when they sign out', async ({ page }) => {
    await open(page, '/login');
    await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
    await signInNorwegian(page, 'en');
    await signOut(page);
    await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
  });
});

test('a chosen language is remembered, before and after signing in', async ({ page }) => {
  await open(page, '/login');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('contentinfo').getByRole('button', { name: 'Norsk bokmål' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
  await ready(page);
  await signInNorwegian(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
  await ready(page);
  await page.getByRole('contentinfo').getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('an English page is not half Norwegian', async ({ page }) => {
  await signIn(page, OWNER);
  for (const path of ['/', '/account/contacts/new', '/account/details', '/account/security']) {
    await open(page, path);
    const text = (await page.locator('main').innerText()).replace(/Norsk bokmål/g, '');
    expect.soft(text.match(/\b(og|ikke|eller|tilgang|lagre|konto)\b/gi) ?? [], path).toEqual([]);
  }
});
