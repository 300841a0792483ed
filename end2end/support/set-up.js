// Before all tests: the databases that every test gets a copy of.
import { makeTemplate, postgresUrl } from './server.js';

export default function setUp() {
  const sqlite = makeTemplate('sqlite');
  process.env.E2E_TEMPLATE_SQLITE = sqlite.name;
  if (postgresUrl()) process.env.E2E_TEMPLATE_POSTGRES = makeTemplate('postgres').name;
}
