// Keeps the site for use without a network. One revision of the site is one service worker: the text below changes with it
// when the site is put together, the browser installs the new one beside the old, and uses it once no page of the old one is
// open any more. So a page never gets files of two revisions.
const REVISION = '@REVISION@';
const CACHE = `spanorama-${REVISION}`;
const INDEX = 'site.json';
// Fetched when they are asked for, then kept: not everybody wants the demo.
const LATER = /^assets\/samples\//;

const urlOf = (name) => new URL(name, self.registration.scope).href;

async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('').slice(0, 16);
}

// The file from an older revision that has the same one, else from the network; never a file of another revision.
async function fetchFile(name, hash, older) {
  for (const cache of older) {
    const known = await cache.match(urlOf(name));
    if (known && (await hashOf(await known.clone().arrayBuffer())) === hash) return known;
  }
  const response = await fetch(urlOf(name), { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
  if ((await hashOf(await response.clone().arrayBuffer())) !== hash) throw new Error(`${name} belongs to another revision`);
  return response;
}

async function install() {
  const response = await fetch(urlOf(INDEX), { cache: 'no-store' });
  const index = await response.clone().json();
  if (index.revision !== REVISION) throw new Error(`the site is at revision ${index.revision} by now`);
  const older = await Promise.all((await caches.keys()).filter((key) => key !== CACHE).map((key) => caches.open(key)));
  const cache = await caches.open(CACHE);
  for (const [name, hash] of Object.entries(index.files)) {
    if (name === 'service_worker.js' || LATER.test(name)) continue;
    await cache.put(urlOf(name), await fetchFile(name, hash, older));
  }
  await cache.put(urlOf(INDEX), response);
}

async function removeOlder() {
  for (const key of await caches.keys()) if (key.startsWith('spanorama-') && key !== CACHE) await caches.delete(key);
}

async function answer(request) {
  const { pathname } = new URL(request.url);
  const name = pathname.slice(new URL(self.registration.scope).pathname.length) || 'index.html';
  const cache = await caches.open(CACHE);
  const known = await cache.match(urlOf(name));
  if (known) return known;
  const response = await fetch(request);
  if (response.ok && LATER.test(name)) await cache.put(urlOf(name), response.clone());
  return response;
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(removeOlder().then(() => self.clients.claim())));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) return;
  if (request.headers.has('Range')) return;
  event.respondWith(answer(request));
});
