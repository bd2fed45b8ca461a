// Minifies the readable sources beside it into the package: `make assets`. With --check, writes
// nothing and fails where what is shipped is not what the sources make.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { transform } from 'lightningcss';
import { minify } from 'terser';

const SOURCES = new URL('./', import.meta.url);
const SHIPPED = new URL('../src/rxglossary/render/assets/', SOURCES);
const RECORD = new URL('built.json', SOURCES);
const NAMES = ['rxg.css', 'rxg.js', 'rxg-entries.js', 'rxg-search.js'];
const OPTIONS = {
  compress: { ecma: 2020, passes: 3, unsafe_arrows: true },
  format: { comments: /^!/ },
};

const hash = (text) => createHash('sha256').update(text).digest('hex');

const build = async (name, source) => {
  if (!name.endsWith('.css')) return (await minify(source, OPTIONS)).code + '\n';
  return transform({ filename: name, code: Buffer.from(source), minify: true }).code + '\n';
};

const check = process.argv.includes('--check');
const record = {};
let stale = 0;
for (const name of NAMES) {
  const source = readFileSync(new URL(name, SOURCES), 'utf8');
  const built = await build(name, source);
  const place = new URL(name, SHIPPED);
  record[name] = { source: hash(source), built: hash(built) };
  console.log(`${name}: ${Buffer.byteLength(built)} bytes, ${gzipSync(built, { level: 9 }).length} as gzip`);
  if (check) {
    if (readFileSync(place, 'utf8') !== built) {
      console.error(`${name} is not what its source makes: run "make assets" and commit the result`);
      stale = 1;
    }
  } else {
    writeFileSync(place, built);
  }
}
if (!check) writeFileSync(RECORD, JSON.stringify(record, null, 2) + '\n');
process.exit(stale);
