// Pictures of every page and state, for people to look at: test-results/shots. Nothing is compared. The one of the
// README is made here too.
import { test, expect } from '../support/fixtures.js';
import { FABRIKAM, INES, KAI, OWNER, PAGES, PASSWORD, SAM, endAccess, nameMenu, open, ready } from '../support/flows.js';
import { waitForLink } from '../support/mail.js';

const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const saves = 'main .save-bar button[type=submit]:not(.danger)';

/** Signs in whatever the language. */
async function enter(page, email) {
  await open(page, '/login');
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.locator('main button[type=submit]').first().click();
  await page.waitForURL((url) => url.pathname !== '/login');
  await ready(page);
}

/** Opens a contact by address or name. */
async function person(page, who) {
  await open(page, '/account/contacts');
  await page.locator('#choose-contact option', { hasText: who }).first().evaluate((option) => {
    option.selected = true;
    option.parentElement.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await expect(page.locator('[name="form[email]"]')).toBeVisible();
}

const tickBox = (page, name) => page.locator(`[name="form[${name}]"]`).check();

test('the picture of the README', async ({ page }) => {
  await enter(page, OWNER);
  await open(page, '/account/contacts');
  await page.screenshot({ path: '../docs/contacts.png', animations: 'disabled' });
});

for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark']) {
    for (const locale of ['en-GB', 'nb-NO']) {
      const folder = `test-results/shots/${size}-${colorScheme}-${locale.slice(0, 2)}`;
      test.describe(`${size}, ${colorScheme}, ${locale}`, () => {
        test.use({ viewport, colorScheme, locale, isMobile: size === 'phone', hasTouch: size === 'phone' });
        test.setTimeout(240_000);

        const shooting = (page) => async (name, { window = false } = {}) => {
          await page.evaluate(() => scrollTo(0, 0));
          await page.screenshot({ path: `${folder}/${name}.png`, fullPage: !window, animations: 'disabled' });
        };

        test('pages', async ({ page }) => {
          const shot = shooting(page);
          for (const path of ['/login', '/forgot-password', '/reset-password?token=x', '/no/such/page']) {
            await open(page, path);
            await shot(path.slice(1).replace(/\?.*/, '').replaceAll('/', '-'));
          }
          await enter(page, OWNER);
          for (const path of Object.keys(PAGES)) {
            await open(page, path);
            await shot(path === '/' ? 'home' : path.slice(1).replaceAll('/', '-'));
          }
          await nameMenu(page).click();
          await shot('name-menu', { window: true });
          if (size === 'phone') {
            await open(page, '/');
            await page.locator('button[popovertarget=sections]').click();
            await shot('sections-menu', { window: true });
          }
        });

        test('states of a contact', async ({ page, visitor }) => {
          const shot = shooting(page);
          page.on('dialog', (dialog) => dialog.accept());
          await enter(page, OWNER);
          await person(page, 'Sam');
          await page.locator('[name="form[city]"]').fill('Bodø');
          await tickBox(page, 'permissions][invoices');
          await shot('contact-changed');
          await page.screenshot({ path: `${folder}/contact-changed-window.png` });
          await page.locator('button.danger').filter({ visible: true }).first().click();
          await shot('delete-dialog', { window: true });

          await open(page, '/account/contacts/new');
          await page.locator('[name="form[email]"]').fill('nonsense');
          await page.locator(saves).click();
          await expect(page.getByRole('alert').first()).toBeVisible();
          await shot('contact-refused');
          const long = 'Wolfeschlegelsteinhausenbergerdorff-Vindenes';
          for (const [name, value] of Object.entries({
            first_name: 'Anne-Kristine Margarethe',
            last_name: long,
            company: 'Nordnorsk Kystrederi og Skipsmeglerforretning AS',
            email: `anne.kristine.${long.toLowerCase()}@kystrederi-og-skipsmegling.test`,
          })) {
            await page.locator(`[name="form[${name}]"]`).fill(value);
          }
          for (const box of await page.locator('main input[type=checkbox]').all()) if (await box.isVisible()) await box.check();
          await page.locator(saves).click();
          await expect(page.locator('.notice[data-tone=good]').filter({ visible: true })).toBeVisible();
          await shot('contact-long-invited');
          await open(page, '/account/contacts');
          await shot('contacts-long');
          await open(page, '/account/contacts/emails');
          await shot('overview-long');
          await open(page, '/account/activity');
          await shot('activity-long');

          const second = await visitor({ viewport, colorScheme, locale });
          await enter(second, OWNER);
          await person(page, INES);
          await person(second, INES);
          await second.locator('[name="form[city]"]').fill('Bergen sentrum');
          await second.locator('[name="form[postcode]"]').fill('5003');
          await second.locator(saves).click();
          await expect(second.locator('.notice[data-tone=good]').filter({ visible: true })).toBeVisible();
          await page.locator('[name="form[city]"]').fill('Tromsø');
          await page.locator('[name="form[postcode]"]').fill('9008');
          await page.locator(saves).click();
          await expect(page.locator('.conflict').filter({ visible: true })).toBeVisible();
          await shot('contact-conflict');
        });

        test('refused, ended, empty', async ({ page, visitor, app }) => {
          const shot = shooting(page);
          await open(page, '/login');
          await page.locator('input[type=email]').fill(KAI);
          await page.locator('input[type=password]').fill('something else');
          await page.locator('main button[type=submit]').first().click();
          await expect(page.getByRole('alert').first()).toBeVisible();
          await shot('login-refused');
          await open(page, '/forgot-password');
          await page.locator('input[type=email]').fill(KAI);
          await page.locator('main form button[type=submit]').last().click();
          await page.goto(await waitForLink(app, KAI, '/reset-password'));
          await ready(page);
          await page.locator('input[autocomplete=new-password]').first().fill('four green');
          await shot('reset-password-form');
          await enter(page, KAI);
          await open(page, '/');
          await shot('home-of-sub-account');
          await open(page, '/invoices');
          await shot('refused-403');
          await open(page, '/account/security');
          await shot('security-of-sub-account');
          await page.locator('button.danger').filter({ visible: true }).first().click();
          await shot('leave-dialog', { window: true });
          endAccess(app, KAI);
          await open(page, '/');
          await shot('ended');

          const little = await visitor({ viewport, colorScheme, locale });
          await enter(little, FABRIKAM);
          for (const path of ['/', '/account/contacts', '/domains', '/tickets']) {
            await open(little, path);
            await shooting(little)(`little-${path === '/' ? 'home' : path.slice(1).replaceAll('/', '-')}`);
          }
          const sam = await visitor({ viewport, colorScheme, locale });
          await enter(sam, SAM);
          await open(sam, '/accounts');
          await shooting(sam)('accounts');
          await sam.locator('main button', { hasText: 'Fabrikam' }).click();
          await expect(sam.locator('header .account')).toHaveText('Fabrikam Labs');
          await person(sam, 'Sam').catch(() => {});
          await shooting(sam)('contact-locked');
        });
      });
    }
  }
}
