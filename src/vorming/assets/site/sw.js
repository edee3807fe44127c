/* The service worker that keeps the whole book on this device, from when the reader asks for it until they wipe it. */
const VERSION = "cursus-{{ version }}";
const FILES = {{ files | tojson }};

let isWiped = false;

async function keep() {
  const cache = await caches.open(VERSION);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
  // If the reader left or closed the book meanwhile, nothing is kept.
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (isWiped || !pages.length) {
    await wipe();
    throw new Error("nobody waits for it any more");
  }
  await self.skipWaiting();
}

async function wipe() {
  isWiped = true;
  for (const name of await caches.keys()) if (name.startsWith("cursus-")) await caches.delete(name);
  await self.registration.unregister();
}

self.addEventListener("install", (event) => event.waitUntil(keep()));

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("cursus-") && name !== VERSION).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

/* Leaving the site quickly also wipes the copy. */
self.addEventListener("message", (event) => {
  if (event.data === "wipe") event.waitUntil(wipe());
});

/* From the device first; other files come from the host of the site. Never with `caches.open`, which would create the wiped
   cache again, because this worker goes on while pages are open. */
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  const file = url.pathname.endsWith("/") ? `${url.pathname}index.html` : url.pathname;
  event.respondWith(
    caches
      .match(file, { cacheName: VERSION, ignoreSearch: true })
      .catch(() => undefined)
      .then((kept) => kept || fetch(event.request)),
  );
});
