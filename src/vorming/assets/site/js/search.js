/* Searches the book in the reader's own browser; the search words are not sent anywhere.
   Sphinx's searchindex.js calls Search.setIndex; search-items.js calls Search.setItems with FAQ, terms and synonyms. */
const Search = (() => {
  const words = RESULT_WORDS;
  const LIMIT = 30;
  const form = document.querySelector(".search-page");
  const field = document.getElementById("zoekveld");
  const status = document.querySelector(".search-status");
  const notes = document.querySelector(".search-notes");
  const list = document.querySelector(".search-results");
  const stemmer = new Stemmer();
  const loaded = {};

  function split(text) {
    return text
      .toLowerCase()
      .split(/[^\p{L}\p{N}_]+/u)
      .filter(Boolean);
  }

  /** Return the stems of words, as in the index, without stop words. */
  function stems(text) {
    const found = split(text);
    const telling = found.filter((word) => !stopwords.has(word));
    return (telling.length ? telling : found).map((word) => stemmer.stemWord(word));
  }

  /** Return each word of the query with its synonyms in the course. */
  function readQuery(query) {
    const text = ` ${split(query).join(" ")} `;
    const synonyms = loaded.items.synonyms.filter((one) =>
      one.words.some((word) => text.includes(` ${word} `)),
    );
    let rest = text;
    const groups = [];
    for (const one of synonyms) {
      const asked = one.words.filter((word) => text.includes(` ${word} `));
      groups.push([...one.means, ...asked.map(stems)]);
      for (const word of asked) rest = rest.replace(` ${word} `, " ");
    }
    for (const stem of stems(rest.trim())) groups.push([[stem]]);
    return { groups, notes: synonyms.map((one) => one.note).filter(Boolean) };
  }

  /** Return how well a stem matches a word: whole, at its start, except for an ending (abortussen), or inside a compound. */
  function meets(stem, word) {
    if (word === stem) return 4;
    if (stem.length > 2 && word.startsWith(stem)) return 2;
    if (word.length > 4 && stem.startsWith(word) && stem.length - word.length < 3) return 2;
    return stem.length > 3 && word.includes(stem) ? 1 : 0;
  }

  /** Score words against one phrase; each of its stems must match. */
  function scorePhrase(phrase, known) {
    const best = phrase.map((stem) => Math.max(0, ...known.map((word) => meets(stem, word))));
    return best.every(Boolean) ? best.reduce((sum, one) => sum + one, 0) / best.length : 0;
  }

  /** Score words against the query; in each group of phrases, or in at least `least` groups, one phrase must match. */
  function score(groups, known, least = groups.length) {
    const best = groups.map((phrases) => Math.max(0, ...phrases.map((phrase) => scorePhrase(phrase, known))));
    return best.filter(Boolean).length >= least ? best.reduce((sum, one) => sum + one, 0) : 0;
  }

  /** Return, for each page, the stems in its titles and its text that match the query. */
  function pagesWith(groups) {
    const found = new Map();
    const wanted = groups.flat(2);
    for (const [place, words] of [
      ["titles", loaded.index.titleterms],
      ["text", loaded.index.terms],
    ]) {
      for (const [word, at] of Object.entries(words)) {
        if (!wanted.some((stem) => meets(stem, word))) continue;
        for (const page of [].concat(at)) {
          if (!found.has(page)) found.set(page, { titles: [], text: [] });
          found.get(page)[place].push(word);
        }
      }
    }
    return found;
  }

  function find(query) {
    const { groups, notes: remarks } = readQuery(query);
    if (!groups.length) return { results: [], remarks };
    const results = ranked(query, groups, groups.length);
    if (results.length || groups.length === 1) return { results, remarks };
    const partly = ranked(query, groups, 1);
    return { results: partly, remarks: partly.length ? [words.partly, ...remarks] : remarks };
  }

  /** Return the results that match at least so many words of the query: exact titles first, then by score. */
  function ranked(query, groups, least) {
    const results = [...itemsWith(groups, least), ...pagesAbout(groups, least)];
    const asked = split(query).join(" ");
    const isNamed = (result) => split(result.title).join(" ") === asked;
    results.sort(
      (one, other) =>
        isNamed(other) - isNamed(one) ||
        other.points - one.points ||
        one.title.localeCompare(other.title, document.documentElement.lang),
    );
    return results.slice(0, LIMIT);
  }

  function* itemsWith(groups, least) {
    for (const item of loaded.items.items) {
      const points = score(groups, item.title_stems, least) * 3 || score(groups, item.stems, least);
      if (points) yield { ...item, points: points + 4 };
    }
  }

  function* pagesAbout(groups, least) {
    const { docnames, titles } = loaded.index;
    for (const [page, known] of pagesWith(groups)) {
      const about = loaded.items.pages[docnames[page]] || {};
      const met = score(groups, [...known.titles, ...known.text], least);
      if (!met) continue;
      const points = met + score(groups, known.titles, least) + 2 * score(groups, stems(titles[page]), least);
      yield {
        title: titles[page],
        href: `${docnames[page]}.html`,
        kind: about.part || words.page,
        text: about.text,
        points,
      };
    }
  }

  function row(result) {
    const item = SITE.element("li");
    const link = SITE.element("a", "", result.title);
    link.href = SITE.base + result.href;
    item.append(link, SITE.element("span", "kind", result.kind));
    if (result.text) item.append(SITE.element("p", "", result.text));
    return item;
  }

  function sentenceFor(count) {
    if (count === LIMIT) return words.most;
    return count === 0 ? words.none : count === 1 ? words.one : words.many;
  }

  function show() {
    const query = field.value.trim();
    list.replaceChildren();
    notes.replaceChildren();
    if (!query || !loaded.index || !loaded.items) {
      status.textContent = query ? "" : words.empty;
      return;
    }
    const { results, remarks } = find(query);
    status.textContent = SITE.fill(sentenceFor(results.length), { count: String(results.length), query });
    notes.append(...remarks.map((text) => SITE.element("p", "", text)));
    list.append(...results.map(row));
  }

  function readAddress() {
    const asked = location.hash.slice(1);
    try {
      field.value = decodeURIComponent(asked);
    } catch {
      field.value = asked; // a truncated address
    }
    show();
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `#${encodeURIComponent(field.value.trim())}`);
    show();
  });
  field.addEventListener("input", show);
  window.addEventListener("hashchange", readAddress);
  document.addEventListener("DOMContentLoaded", () => {
    readAddress();
    if (!field.value) field.focus();
  });

  return {
    setIndex(index) {
      loaded.index = index;
    },
    setItems(items) {
      loaded.items = items;
    },
  };
})();
