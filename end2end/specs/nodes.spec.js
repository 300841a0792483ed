// Two nodes on one PostgreSQL: what one changes holds on the other from the very next request.
import { test, expect } from '../support/fixtures.js';
import { KAI, OWNER, choose, expectDone, heading, open, post, save, signIn, untick } from '../support/flows.js';
import { Server, postgresUrl } from '../support/server.js';

test.skip(!postgresUrl(), 'COTERIE_TEST_POSTGRES_URL is not set: run it through scripts/with-postgres');

test.describe('two nodes', () => {
  let first;
  let second;
  test.use({
    baseURL: async ({}, use) => {
      first = await Server.start({ engine: 'postgres' });
      second = await Server.start({ engine: 'postgres', database: first.database });
      await use(first.url);
      await second.stop();
      await first.stop();
    },
  });

  for (const [what, end] of Object.entries({
    'un-ticking': async (owner) => {
      await untick(owner, 'Activate Sub-Account');
      await save(owner);
      await expectDone(owner);
    },
    'deleting': async (owner) => {
      await owner.getByRole('button', { name: 'Delete Contact' }).first().click();
      await owner.getByRole('dialog').getByRole('button', { name: /delete/i }).click();
      await expect(owner.getByRole('combobox', { name: 'Choose Contact' })).not.toContainText('Kai');
    },
  })) {
    test(`${what} on one ends the open session on the other`, async ({ page: owner, visitor }) => {
      const kai = await visitor({ baseURL: second.url });
      await signIn(kai, KAI);
      await open(kai, '/domains');
      await expect(heading(kai)).toHaveText('Domains');
      expect((await post(kai, '/api/page', [['path', '/domains']])).status()).toBe(200);
      await signIn(owner, OWNER);
      await open(owner, '/account/contacts');
      await choose(owner, 'Kai');
      await expect(owner.getByLabel('Email Address')).toHaveValue(KAI);
      await end(owner);
      expect([401, 403]).toContain((await post(kai, '/api/page', [['path', '/domains']])).status());
      const response = await open(kai, '/domains');
      expect(new URL(kai.url()).pathname === '/login' || response.status() === 403).toBe(true);
    });
  }

  test('a session begun on one goes on on the other', async ({ page }) => {
    await signIn(page, OWNER);
    await page.goto(`${second.url}/account/contacts`);
    await expect(heading(page)).toHaveText('Contacts');
  });
});
