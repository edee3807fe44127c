/* Keeps the whole book on this device, from when the reader asks for it until she wipes it. */
const VERSION = "cursus-{{ version }}";
const FILES = {{ files | tojson }};

let isWiped = false;

async function keep() {
  const cache = await caches.open(VERSION);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
  // Who left or closed the book meanwhile keeps nothing of it.
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

/* Who leaves the site quickly leaves no copy of it either. */
self.addEventListener("message", (event) => {
  if (event.data === "wipe") event.waitUntil(wipe());
});

/* From the device first; what is not kept comes from the site's own host. Never `open`, which would make the copy anew
   that was wiped: this worker lives on in pages that are still open. */
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
