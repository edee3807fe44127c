/* Keeps the whole book on this device, from when the reader asks for it until she wipes it. */
const VERSION = "cursus-{{ version }}";
const FILES = {{ files | tojson }};

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(VERSION).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })))).then(() => self.skipWaiting()),
  );
});

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
  if (event.data !== "wipe") return;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("cursus-")).map((name) => caches.delete(name))))
      .then(() => self.registration.unregister()),
  );
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
