// Writes app/domain/src/country_names.rs: the codes of ISO 3166-1 with their names from Unicode CLDR.
// Run from a folder where `npm install i18n-iso-countries cldr-localenames-full` was done:
//   node countries.mjs > country_names.rs
import { createRequire } from 'node:module';
const require = createRequire(process.cwd() + '/');
const codes = require('i18n-iso-countries/codes.json').map((row) => row[0]).filter((code) => code !== 'XK').sort();
const names = (locale) =>
  require(`cldr-localenames-full/main/${locale}/territories.json`).main[locale].localeDisplayNames.territories;
const [en, nb] = [names('en'), names('no')];
const version = require('cldr-localenames-full/package.json').version;
const name = (of, code) => JSON.stringify(of[code]);
console.log(`//! The countries of ISO 3166-1: alpha-2 code, then the name in English and in Bokmål, from Unicode CLDR ${version}.
//!
//! Written by \`scripts/countries.mjs\`; sorted by code.

pub(crate) const NAMES: [(&str, [&str; 2]); ${codes.length}] = [
${codes.map((code) => `    ("${code}", [${name(en, code)}, ${name(nb, code)}]),`).join('\n')}
];`);
