/* Keeps the book on this device, only if the reader asks for it, and wipes it again. Needs a site served over HTTPS. */
(() => {
  const words = KEEP_WORDS;
  const place = document.querySelector(".keep");
  if (!("serviceWorker" in navigator) || !window.isSecureContext || location.protocol === "file:") return;

  const NAME = "cursus";
  const scope = new URL(SITE.base, location.href).href;
  const title = SITE.element("h2", "", words.title);
  const status = SITE.element("p", "keep-status");
  const save = SITE.button("keep-save", words.save, () => run(keep));
  const erase = SITE.button("keep-erase", words.erase, () => run(wipe));
  status.setAttribute("role", "status");

  async function run(act) {
    save.disabled = erase.disabled = true;
    try {
      await act();
    } catch {
      status.textContent = words.failed;
    }
    save.disabled = erase.disabled = false;
  }

  async function keep() {
    status.textContent = words.saving;
    const registration = await navigator.serviceWorker.register(`${scope}sw.js`, { scope });
    SITE.hold(registration);
    const worker = registration.installing || registration.waiting || registration.active;
    await new Promise((done, fail) => {
      const look = () => {
        if (worker.state === "activated") done();
        if (worker.state === "redundant") fail(new Error("not installed"));
      };
      worker.addEventListener("statechange", look);
      look();
    });
    await tell();
  }

  async function wipe() {
    for (const name of await caches.keys()) if (name.startsWith(NAME)) await caches.delete(name);
    const registration = await navigator.serviceWorker.getRegistration(scope);
    if (registration) await registration.unregister();
    await tell();
    status.textContent = words.erased;
  }

  /** Show whether the book is kept here, and how much space it takes. */
  async function tell() {
    const kept = (await caches.keys()).find((name) => name.startsWith(NAME));
    save.hidden = Boolean(kept);
    erase.hidden = !kept;
    if (!kept) return;
    const cache = await caches.open(kept);
    const answers = await Promise.all((await cache.keys()).map((request) => cache.match(request)));
    const sizes = await Promise.all(answers.map((answer) => answer.blob()));
    const bytes = sizes.reduce((sum, blob) => sum + blob.size, 0);
    const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    status.textContent = SITE.fill(words.saved, { size: size.format(bytes / 1e6) });
  }

  place.append(title, save, erase, status);
  place.hidden = false;
  run(tell);
})();
