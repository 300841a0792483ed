// Builds what the browser loads into a folder that the server's build puts inside the binary:
//
//   the crate `frontend` → WebAssembly → wasm-bindgen → wasm-opt     client.LANGUAGE.wasm, client.LANGUAGE.js
//   style/main.css with all it imports, minified                      main.css
//   public/**                                                         as they are
//
// Each file gets a name with the hash of its content, so that it may be cached for ever, and a brotli and a gzip twin
// where that saves something. manifest.json tells the server the names. When no input changed, nothing is done.
//
//   node scripts/client.mjs [--dev] [--keep-wasm]
//     --dev        unoptimised, for `make watch`
//     --keep-wasm  take the compiled client as it is: only styles or public files changed
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import zlib from 'node:zlib';
import binaryen from 'binaryen';
import esbuild from 'esbuild';
import { bundleAsync } from 'lightningcss';

const dev = process.argv.includes('--dev');
const keepWasm = process.argv.includes('--keep-wasm');
const target = process.env.CARGO_TARGET_DIR ?? 'target';
const site = dev
  ? (process.env.COTERIE_WATCH_DIR ?? `${target}/site-watch`)
  : (process.env.COTERIE_SITE_DIR ?? `${target}/site`);
const work = `${target}/client-work`;
const require = createRequire(import.meta.url);

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
// Browsers from 2024 on; what is newer than they are is written in older words.
const browsers = { chrome: 120 << 16, edge: 120 << 16, firefox: 121 << 16, safari: (17 << 16) | (2 << 8) };

// What Rust's compiler uses, and all browsers have. Not --all-features: the optimiser would use what none has yet.
const features = ['bulk-memory', 'bulk-memory-opt', 'call-indirect-overlong', 'extended-const', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext'];

// A client for each language (app/src/locale.rs), so that nobody loads the texts of another; in development one for all.
const languages = dev ? [''] : ['en', 'nb'];

// What leptos compiles into every view and this client never calls: hydrating asynchronously (for routes that are loaded
// on demand), from templates, and listing the routes (the server's). Linkers keep it, because views hold pointers to it.
const neverCalled = [/hydrate_async/, /into_any_attr.*hydrate_from_template/, /generate_routes/];

const say = (text) => console.error(`    ${text}`);
const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

function fail(text) {
  console.error(`cannot go on: ${text}`);
  process.exit(1);
}

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (result.error) fail(`${command} does not start: ${result.error.message}`);
  if (result.status !== 0) fail(`${command} failed; see the message above.`);
}

function filesUnder(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Everything that the result depends on, as one hash. */
function hashOfInputs() {
  const files = ['app', 'frontend', 'style', 'public'].flatMap(filesUnder);
  files.push('.cargo/config.toml', 'Cargo.toml', 'Cargo.lock', 'scripts/client.mjs', 'scripts/package-lock.json');
  const compiler = spawnSync('rustc', ['-vV'], { encoding: 'utf8' }).stdout ?? '';
  const hash = createHash('sha256').update(compiler).update(dev ? 'dev' : 'release');
  for (const file of files) hash.update(file).update('\0').update(fs.readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** WebAssembly in which the functions of these names do nothing but trap. */
function without(wasm, names) {
  const module = binaryen.readBinary(wasm);
  let emptied = 0;
  for (let index = 0; index < module.getNumFunctions(); index += 1) {
    const one = module.getFunctionByIndex(index);
    if (!names.some((name) => name.test(binaryen.getFunctionInfo(one).name))) continue;
    binaryen.Function.setBody(one, module.unreachable());
    emptied += 1;
  }
  if (emptied === 0) fail('the compiled client has no names by which to leave out what it never calls.');
  return module.emitBinary();
}

/** The compiled client of a language with its glue, as [script, WebAssembly]. */
function compile(language) {
  const profile = dev ? 'dev' : 'wasm-release';
  const made = `${work}/${profile}${language && `-${language}`}`;
  if (!(keepWasm && fs.existsSync(`${made}/client_bg.wasm`))) {
    const env = { ...process.env, ...(language && { COTERIE_CLIENT_LANGUAGE: language }) };
    run('cargo', ['build', '--locked', '-p', 'frontend', '--target', 'wasm32-unknown-unknown', '--profile', profile], { env });
    const compiled = `${target}/wasm32-unknown-unknown/${dev ? 'debug' : profile}/frontend.wasm`;
    fs.rmSync(made, { recursive: true, force: true });
    run('wasm-bindgen', ['--target', 'web', '--no-typescript', '--out-name', 'client', '--out-dir', made, compiled]);
    if (!dev) {
      say('making the WebAssembly small (half a minute)');
      const optimiser = path.join(path.dirname(require.resolve('binaryen/package.json')), 'bin/wasm-opt');
      const file = `${made}/client_bg.wasm`;
      fs.writeFileSync(file, without(fs.readFileSync(file), neverCalled));
      run(process.execPath, [optimiser, '-Oz', ...features.map((name) => `--enable-${name}`), '-o', file, file]);
    }
  }
  // Bundled, because the glue imports snippets of its own.
  const script = esbuild.buildSync({
    entryPoints: [`${made}/client.js`],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: !dev,
    legalComments: 'none',
    write: false,
    logLevel: 'warning',
  });
  return [Buffer.from(script.outputFiles[0].contents), fs.readFileSync(`${made}/client_bg.wasm`)];
}

/** The stylesheet with all it imports: files beside it, or else of an npm package. */
async function styles() {
  const { code, warnings } = await bundleAsync({
    filename: path.resolve('style/main.css'),
    minify: !dev,
    targets: browsers,
    resolver: {
      resolve(name, from) {
        const beside = path.resolve(path.dirname(from), name);
        return fs.existsSync(beside) ? beside : require.resolve(name);
      },
    },
  });
  for (const warning of warnings) say(`style: ${warning.message}`);
  return Buffer.from(code);
}

const files = {};

/** Writes a file under its hashed name, with its compressed twins; `page`: every page loads it. */
function emit(name, data, { page = false, open = false } = {}) {
  const { dir, name: stem, ext } = path.parse(name);
  const type = types[ext] ?? fail(`public/${name}: scripts/client.mjs does not know what kind of file ${ext} is.`);
  const hash = sha256(data);
  const file = path.posix.join(dir, `${stem}.${hash.slice(0, 16)}${ext}`);
  const twins = [];
  const write = (suffix, bytes) => {
    fs.mkdirSync(path.dirname(`${fresh}/${file}`), { recursive: true });
    fs.writeFileSync(`${fresh}/${file}${suffix}`, bytes);
  };
  write('', data);
  const compressible = !['.png', '.jpg', '.webp', '.woff2'].includes(ext);
  if (compressible) {
    const quality = dev ? 4 : 11;
    const br = zlib.brotliCompressSync(data, {
      params: { [zlib.constants.BROTLI_PARAM_QUALITY]: quality, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: data.length, [zlib.constants.BROTLI_PARAM_LGWIN]: 24 },
    });
    const gz = zlib.gzipSync(data, { level: dev ? 4 : 9 });
    // The page's own files always have both, so that sizes can be read off; others where it saves something.
    if (page || br.length < data.length * 0.9) {
      write('.br', br);
      write('.gz', gz);
      twins.push('br', 'gz');
    }
  }
  files[name] = { file, type, etag: hash.slice(0, 32), twins, page, open };
}

const inputs = hashOfInputs();
const previous = fs.existsSync(`${site}/manifest.json`) ? JSON.parse(fs.readFileSync(`${site}/manifest.json`, 'utf8')) : null;
if (previous?.inputs === inputs) {
  console.error('\x1b[1m==>\x1b[0m the client is up to date');
  process.exit(0);
}
console.error(`\x1b[1m==>\x1b[0m building the client (${dev ? '1 minute from nothing' : '3 to 4 minutes from nothing'})`);
const clients = languages.map((language) => [language ? `client.${language}` : 'client', ...compile(language)]);
const sheet = fs.existsSync('style/main.css') ? await styles() : null;

// Written beside and moved into place whole, so that a server's build never sees half of it.
if (!previous && fs.existsSync(site) && fs.readdirSync(site).length > 0) {
  fail(`${site} holds something else than a built client; empty it or name another folder with COTERIE_SITE_DIR.`);
}
const fresh = `${site}.new`;
fs.rmSync(fresh, { recursive: true, force: true });
fs.mkdirSync(fresh, { recursive: true });
for (const [name, script, wasm] of clients) {
  emit(`${name}.wasm`, wasm, { page: true });
  emit(`${name}.js`, script, { page: true });
}
if (sheet) emit('main.css', sheet, { page: true });
// `open`: also served under its plain name, for icons and the like that outside programs ask for.
for (const file of filesUnder('public')) {
  emit(path.relative('public', file).split(path.sep).join('/'), fs.readFileSync(file), { open: true });
}
fs.writeFileSync(`${fresh}/manifest.json`, JSON.stringify({ mode: dev ? 'dev' : 'release', inputs, files }, null, 1));
fs.rmSync(site, { recursive: true, force: true });
fs.renameSync(fresh, site);

const size = (name, suffix) => fs.statSync(`${site}/${files[name].file}${suffix}`).size;
for (const name of Object.keys(files).filter((one) => files[one].page)) {
  say(`${name}: ${kb(size(name, ''))}, as brotli ${kb(size(name, '.br'))}`);
}
