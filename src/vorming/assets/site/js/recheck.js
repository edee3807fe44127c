/* Marks items that are past their date of re-checking. The page is the same for everyone; the reader's clock decides. */
(() => {
  const words = SCRIPT_WORDS;
  const now = new Date();
  for (const mark of document.querySelectorAll('[class*="recheck-2"]')) {
    const day = mark.className.match(/recheck-(\d{4}-\d{2}-\d{2})/);
    if (!day || now < new Date(`${day[1]}T00:00:00`)) continue;
    const fold = mark.closest("details");
    if (fold) fold.open = true;
    const provenance = mark.closest(".provenance");
    if (provenance) provenance.append(SITE.element("strong", "past-recheck", words.recheck));
    else mark.append(SITE.element("span", "past-recheck-mark", ` (${words.recheck_short})`));
  }
})();
