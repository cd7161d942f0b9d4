#!/usr/bin/env node
// A small static server for the built site, for scripts/dev serve and the browser tests.
//
//     node scripts/lib/serve.mjs [--port N] [--host ADDRESS] [--site FOLDER] [SRC…]
//
// Sends what any static host would: right types, byte ranges, no special headers; nothing is cached. Each SRC
// (a file, or all files of a folder) is offered below /src/<n>/ and opened through ?url=; an http(s) SRC is opened as it is.
// Without SRC the bundled samples are opened.

import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const FIRST_PORT = 8080;

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.jsonl': 'application/jsonl',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
  '.txt': 'text/plain; charset=utf-8',
  '.gz': 'application/gzip',
};

/** All files of a folder, sorted, or the file itself. */
function filesOf(source) {
  if (!statSync(source).isDirectory()) return [source];
  return readdirSync(source, { recursive: true })
    .map((name) => path.join(source, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

/** Where a source can be fetched, path in the site -> file; and what ?url= should name. */
function offer(sources) {
  const files = new Map();
  const urls = [];
  sources.forEach((source, n) => {
    if (/^https?:/.test(source)) return urls.push(source);
    for (const file of filesOf(source)) {
      const url = `src/${n + 1}/${encodeURIComponent(path.basename(file))}`;
      files.set(decodeURIComponent(`/${url}`), file);
      urls.push(url);
    }
  });
  return { files, urls };
}

function sampleUrls(site) {
  const folder = path.join(site, 'assets/samples');
  if (!existsSync(folder)) return [];
  return filesOf(folder).map((file) => path.relative(site, file).split(path.sep).map(encodeURIComponent).join('/'));
}

/** The file that a request means, or null; never one outside the site. */
function locate(site, files, url) {
  let decoded;
  try {
    decoded = decodeURIComponent(url.split(/[?#]/)[0]);
  } catch {
    return null;
  }
  if (files.has(decoded)) return files.get(decoded);
  const file = path.join(site, path.normalize(decoded.endsWith('/') ? `${decoded}index.html` : decoded));
  const inside = file.startsWith(site + path.sep) && !decoded.includes('\0');
  return inside && existsSync(file) && statSync(file).isFile() ? file : null;
}

/** First and last byte of a `Range: bytes=a-b` header; null for the whole file; 'bad' where it cannot be met. */
export function byteRange(header, size) {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!found || (found[1] === '' && found[2] === '')) return null;
  const first = found[1] === '' ? Math.max(0, size - Number(found[2])) : Number(found[1]);
  const last = found[1] === '' || found[2] === '' ? size - 1 : Math.min(size - 1, Number(found[2]));
  return first <= last ? { first, last } : 'bad';
}

function send(request, response, file) {
  const size = statSync(file).size;
  const headers = {
    'Content-Type': TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
    'Cache-Control': 'no-store',
    'Accept-Ranges': 'bytes',
  };
  const range = byteRange(request.headers.range, size);
  if (range === 'bad') return response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end();
  if (range) headers['Content-Range'] = `bytes ${range.first}-${range.last}/${size}`;
  headers['Content-Length'] = range ? range.last - range.first + 1 : size;
  response.writeHead(range ? 206 : 200, headers);
  if (request.method === 'HEAD') return response.end();
  createReadStream(file, range ? { start: range.first, end: range.last } : {})
    .on('error', () => response.destroy())
    .pipe(response);
}

/** A URL as the value of a query parameter, with the signs left readable that need no escape there. */
function queryValue(url) {
  return encodeURIComponent(url).replaceAll('%2F', '/').replaceAll('%3A', ':');
}

// In place of the site's own: somebody who builds the site wants to see the latest build, not the one that was kept.
const NO_WORKER = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.registration.unregister()));
`;

/** A server of the site, not listening yet. */
export function makeServer(site, files = new Map()) {
  return createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405).end();
    if (request.url === '/service_worker.js') return response.writeHead(200, { 'Content-Type': TYPES['.js'] }).end(NO_WORKER);
    const file = locate(site, files, request.url);
    if (!file) return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found\n');
    send(request, response, file);
  });
}

/** Listens on the given port, or on the next free one where the first is only a default. */
function listen(server, host, port, fixed) {
  server.once('error', (error) => {
    if (error.code === 'EADDRINUSE' && !fixed) return listen(server, host, port + 1, fixed);
    console.error(`serve: ${error.message}`);
    process.exit(1);
  });
  server.listen(port, host);
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string' }, host: { type: 'string' }, site: { type: 'string' } },
  });
  const site = path.resolve(values.site ?? path.join(ROOT, 'build/site'));
  const missing = positionals.filter((source) => !/^https?:/.test(source) && !existsSync(source));
  if (missing.length) {
    console.error(`serve: no such file or folder: ${missing.join(', ')}`);
    process.exit(2);
  }
  const host = values.host ?? '127.0.0.1';
  const { files, urls } = offer(positionals);
  const opened = positionals.length ? urls : sampleUrls(site);
  const server = makeServer(site, files);
  server.on('listening', () => {
    const query = opened.map((url) => `url=${queryValue(url)}`).join('&');
    console.log(`Spanorama is at http://${host}:${server.address().port}/${query ? `?${query}` : ''}  (Ctrl+C ends it)`);
  });
  listen(server, host, Number(values.port ?? FIRST_PORT), values.port !== undefined);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
