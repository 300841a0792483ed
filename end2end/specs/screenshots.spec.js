// Pictures of every page, for people to look at: test-results/shots. Nothing is compared.
import { test, expect } from '../support/fixtures.js';
import { KAI, OWNER, PAGES, choose, fill, nameMenu, open, save, signIn, tick } from '../support/flows.js';

const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark']) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, isMobile: size === 'phone', hasTouch: size === 'phone' });

      test('pictures', async ({ page, visitor }) => {
        test.setTimeout(180_000);
        const shot = async (name, of = page) => {
          const path = `test-results/shots/${size}-${colorScheme}/${name}.png`;
          await of.screenshot({ path, fullPage: true, animations: 'disabled' });
        };
        for (const path of ['/login', '/forgot-password', '/reset-password?token=x']) {
          await open(page, path);
          await shot(path.slice(1).replace(/\?.*/, ''));
        }
        await signIn(page, OWNER);
        for (const path of Object.keys(PAGES)) {
          await open(page, path);
          await shot(path === '/' ? 'home' : path.slice(1).replaceAll('/', '-'));
        }
        await nameMenu(page).click();
        await page.screenshot({ path: `test-results/shots/${size}-${colorScheme}/name-menu.png` });
        await open(page, '/account/contacts');
        await choose(page, 'Sam');
        await expect(page.getByLabel('First Name')).toHaveValue('Sam');
        await fill(page, { City: 'Bodø' });
        await tick(page, 'View & Pay Invoices');
        await shot('contact-changed');
        await page.screenshot({ path: `test-results/shots/${size}-${colorScheme}/contact-changed-window.png` });
        await page.getByRole('button', { name: 'Delete Contact' }).first().click();
        await page.screenshot({ path: `test-results/shots/${size}-${colorScheme}/delete-dialog.png` });
        page.on('dialog', (dialog) => dialog.accept());
        await open(page, '/account/contacts/new');
        await fill(page, { 'Email Address': 'nonsense' });
        await save(page);
        await expect(page.getByRole('alert').first()).toBeVisible();
        await shot('contact-refused');
        const kai = await visitor({ colorScheme });
        await signIn(kai, KAI);
        await open(kai, '/');
        await shot('home-of-sub-account', kai);
        await open(kai, '/invoices');
        await shot('refused-403', kai);
      });
    });
  }
}
