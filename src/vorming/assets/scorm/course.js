/* The SCORM package of a module: shows one page at a time, a table of contents, and the page where the reader stopped.
   It is "completed" once every page was opened and every scored question answered. session.js calls the platform. */
(() => {
  const pages = Array.from(document.querySelectorAll(".package-page"));
  const links = Array.from(document.querySelectorAll(".package-contents a"));
  let current = null;

  function say() {
    const seen = pages.filter((page) => SCORM.hasSeen(page.dataset.page)).length;
    SCORM.say(SCORM.words.progress, { seen, pages: pages.length }, SCORM.words.course_done);
    for (const link of links) {
      const page = pages.find((found) => `#${found.id}` === link.getAttribute("href"));
      link.classList.toggle("is-seen", SCORM.hasSeen(page.dataset.page));
      link.ariaCurrent = page === current ? "page" : null;
    }
  }

  /** Show the page with an id, and scroll to the element with that id. */
  function show(id) {
    const target = document.getElementById(id);
    document.querySelector(".package-contents details").open = false;
    const page = target?.closest(".package-page") ?? pages[0];
    if (page !== current) {
      current = page;
      for (const other of pages) other.hidden = other !== page;
      SCORM.place = page.id;
      SCORM.visit(page.dataset.page, pages.length);
      say();
    }
    if (target && target !== page) target.scrollIntoView();
    else window.scrollTo(0, 0);
    page.querySelector("h1")?.focus();
  }

  function step(by) {
    const next = pages[pages.indexOf(current) + by];
    if (next) location.hash = next.id;
  }

  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  }
  for (const page of pages) page.querySelector("h1")?.setAttribute("tabindex", "-1");
  window.addEventListener("hashchange", () => show(location.hash.slice(1)));

  /* Leave at once: first a blank page, then another site instead of the platform. */
  document.querySelector(".leave")?.addEventListener("click", (event) => {
    event.preventDefault();
    const address = event.currentTarget.href;
    document.documentElement.classList.add("is-left");
    document.title = "";
    try {
      window.top.location.replace(address);
    } catch {
      location.replace(address);
    }
  });

  SCORM.start(say);

  document.addEventListener("DOMContentLoaded", () => {
    SCORM.restoreAll(Array.from(document.querySelectorAll(".question")));
    show(location.hash.slice(1) || SCORM.place || pages[0].id);
  });
})();
