/* A reader with a browser of her own, on the whole site: first page, lesson, quiz, term, colours, search, and leaving.
   Prints what she sees as JSON.
   Usage: node reader.js firefox|chrome EXECUTABLE SITE-ADDRESS NEUTRAL-ADDRESS HOME PART LESSON QUERY, the three as paths of pages */

const puppeteer = require("puppeteer-core");

const [, , browser, executablePath, site, neutral, HOME, PART, LESSON, QUERY] = process.argv;
const ARGUMENTS = {
  chrome: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  firefox: [],
};
const seen = { said: [], asked: [] };

const text = (page, selector) => page.$eval(selector, (part) => part.textContent.trim());
/* Complete: before that no script hears what she does. */
const isRead = (page, path) =>
  page.waitForFunction(
    (path) =>
      location.href.split("#")[0].endsWith(path) &&
      document.readyState === "complete" &&
      document.querySelector("h1").checkVisibility(),
    {},
    path,
  );
const waitsAway = (page) =>
  page.waitForFunction(
    (address) => {
      // Of a page that is just going away there is none.
      const marks = document.documentElement?.dataset;
      return (
        location.href === address && document.readyState === "complete" && marks && !("isEarlier" in marks)
      );
    },
    {},
    neutral,
  );
/* Firefox answers with an error of its own when a page goes away while it is asked: then ask again. */
const isAway = (page) =>
  waitsAway(page).catch((error) => {
    if (error.cause?.name !== "ProtocolError") throw error;
    return isAway(page);
  });
const isOwn = (url) => url.startsWith(site) || url === neutral || /^(data|about|blob):/.test(url);

function listen(page) {
  page.on("pageerror", (error) => seen.said.push(String(error)));
  page.on("console", (message) => message.type() === "error" && seen.said.push(message.text()));
  page.on("request", (request) => isOwn(request.url()) || seen.asked.push(request.url()));
}

async function readsALesson(page) {
  await page.goto(`${site}index.html`);
  await isRead(page, HOME);
  await page.click(`.contents a[href$="${PART}"]`);
  await isRead(page, PART);
  await page.click(`.contents li li a[href$="${LESSON}"]`);
  await isRead(page, LESSON);
}

/** By keyboard: choose, go to the button, press it. */
async function answers(page) {
  await page.focus('[data-type="single"] input');
  await page.keyboard.press(" ");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForSelector('[data-type="single"] .question-status:not(:empty)');
  seen.verdict = (await text(page, '[data-type="single"] .question-status')).replace(/[.:].*/s, "");
}

async function opensATerm(page) {
  await page.focus(".text a:has(> .std-term)");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".term-card").textContent.trim().length > 40);
  seen.isExplained = true;
  await page.keyboard.press("Escape");
}

async function choosesColours(page) {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await ground();
  // By keyboard: the page scrolls smoothly to what is clicked, and on a busy machine the click comes before it.
  await page.focus(".colours");
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    (before) => getComputedStyle(document.body).backgroundColor !== before && localStorage.length,
    {},
    before,
  );
  seen.isOtherGround = true;
  seen.kept = await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)]);
}

async function searches(page) {
  await page.type("#site--zoekterm", QUERY);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll(".search-results li").length > 0);
  seen.finds = true;
  await page.click(".search-results a");
  await page.waitForFunction(
    () => !location.pathname.endsWith("search.html") && document.readyState === "complete",
  );
}

/** By links only: from a folder, Firefox gives a page that is opened by its address a storage of its own. */
async function leaves(page) {
  await page.click(".brand");
  await isRead(page, HOME);
  await page.evaluate(() => history.back());
  await page.waitForFunction(
    (home) => !location.href.endsWith(home) && document.querySelector("h1")?.checkVisibility(),
    {},
    HOME,
  );
  seen.isShownOnBackInside = true;
  await page.click(".brand");
  await isRead(page, HOME);
  for (let i = 0; i < 3; i++) await page.keyboard.press("Shift");
  await isAway(page);
}

/** Press Back, past each page that was read; the other site must be what she ends at each time, opened anew. */
async function goesBack(page) {
  for (let i = 0; i < 3; i++) {
    await page.evaluate(() => {
      document.documentElement.dataset.isEarlier = "";
      setTimeout(() => history.back());
    });
    await isAway(page);
  }
  seen.endsAt = await text(page, "h1");
}

async function opensItAgain(page) {
  await page.goto(site + LESSON);
  await isRead(page, LESSON);
  await page.waitForFunction(() => !localStorage.length && !sessionStorage.length);
  seen.keptAfter = await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)]);
}

(async () => {
  const opened = await puppeteer.launch({
    browser,
    executablePath,
    headless: true,
    defaultViewport: { width: 1280, height: 800 },
    args: ARGUMENTS[browser],
  });
  try {
    const page = await opened.newPage();
    page.setDefaultTimeout(60000); // a busy machine needs its time
    listen(page);
    for (const act of [
      readsALesson,
      answers,
      opensATerm,
      choosesColours,
      searches,
      leaves,
      goesBack,
      opensItAgain,
    ])
      await act(page);
  } finally {
    await opened.close();
  }
  console.log(JSON.stringify(seen));
})();
