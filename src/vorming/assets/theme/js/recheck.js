/* A fact past its day of re-checking says so. The page is the same for everyone; the reader's clock decides. */
(function () {
  "use strict";

  const words = SCRIPT_WORDS;
  const today = new Date();
  for (const fact of document.querySelectorAll("[data-recheck-on]")) {
    if (today <= new Date(`${fact.dataset.recheckOn}T23:59:59`)) continue;
    if (fact.matches("span")) fact.append(SITE.element("span", "past-recheck-mark", ` (${words.recheck_short})`));
    else fact.append(SITE.element("p", "past-recheck", words.recheck));
  }
})();
