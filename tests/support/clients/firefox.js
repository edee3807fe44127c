/* A trainer with Firefox: the deck and the speaker's window that it opens, from files. Prints what she sees as JSON.
   Usage: node firefox.js FIREFOX DECK-ADDRESS */

const puppeteer = require("puppeteer-core");

const [, , executablePath, address] = process.argv;
const seen = { said: [], asked: [] };

const text = (page, selector) => page.$eval(selector, (part) => part.textContent.trim());
const hands = (page) => page.$$eval(".present output", (all) => all.map((one) => Number(one.textContent)));
const slide = (page) => page.evaluate(() => Reveal.getIndices().h);
const isReady = (page) => page.waitForSelector("html.is-ready", { timeout: 120000 });
/* A window that is not in front draws no frames: look at it by the clock. A busy machine needs its time. */
const WAIT = { polling: 200, timeout: 120000 };
/* Only after its first look the speaker's window says whether it hears of the deck. */
const isHeard = (page) =>
  page.waitForFunction(
    () => document.getElementById("now-number")?.textContent && document.getElementById("lost").hidden,
    WAIT,
  );
const isAt = (page, number) =>
  page.waitForFunction(
    (number) => document.getElementById("now-number").textContent.split(" ")[0] === number,
    WAIT,
    String(number),
  );
async function previews(page, id, slide) {
  const frame = await (await page.$(id)).contentFrame();
  await frame.waitForFunction((slide) => globalThis.Reveal?.getIndices().h === slide, WAIT, slide);
  return slide;
}

function listen(page) {
  page.on("pageerror", (error) => seen.said.push(String(error)));
  page.on("console", (message) => message.type() === "error" && seen.said.push(message.text()));
  page.on(
    "request",
    (request) => /^(file|data|about|blob):/.test(request.url()) || seen.asked.push(request.url()),
  );
}
async function opened(page, act) {
  const [popup] = await Promise.all([new Promise((resolve) => page.once("popup", resolve)), act()]);
  listen(popup);
  return popup;
}
/* A hand is counted in the other window when its number has come through. */
const counted = (page, count) =>
  page.waitForFunction(
    (count) => document.querySelector(".present output")?.textContent === count,
    WAIT,
    String(count),
  );

const isCounted = (speaker) =>
  speaker.waitForFunction(
    () => document.querySelectorAll("#hands-list output")[1]?.textContent === "1",
    WAIT,
  );

async function run(browser) {
  const deck = await browser.newPage();
  listen(deck);
  await deck.goto(address);
  await isReady(deck);
  await deck.evaluate(() =>
    Reveal.slide([...document.querySelectorAll("section.dia")].findIndex((s) => s.dataset.type === "single")),
  );
  const start = await slide(deck);

  const speaker = await opened(deck, () => deck.keyboard.press("s"));
  await isHeard(speaker);
  await isAt(speaker, start + 1);
  seen.follows = true;
  await speaker.click("#run");
  await speaker.click("#hands-list li:first-child button:last-child");
  await counted(deck, 1);
  await deck.keyboard.press("Digit2");
  await isCounted(speaker);

  await speaker.reload();
  await isHeard(speaker);
  await isCounted(speaker);
  seen.afterSpeakerReload = {
    clock: await text(speaker, "#run"),
    hands: await speaker.$$eval("#hands-list output", (all) => all.map((one) => Number(one.textContent))),
  };

  await deck.reload();
  await isReady(deck);
  await counted(deck, 1);
  seen.afterDeckReload = { isSameSlide: (await slide(deck)) === start, hands: await hands(deck) };
  await speaker.click("#next");
  await deck.waitForSelector(".present.is-answered", { timeout: 120000 });
  await deck.bringToFront();
  await deck.keyboard.press("PageDown");
  await isAt(speaker, start + 2);
  seen.previews = [await previews(speaker, "#now", start + 1), await previews(speaker, "#after", start + 2)];
  seen.previews = seen.previews.map((slide) => slide - start);

  await deck.close();
  await speaker.waitForFunction(() => !document.getElementById("lost").hidden, WAIT);
  const again = await opened(speaker, () => speaker.click("#open"));
  await isReady(again);
  await isHeard(speaker);
  seen.reopened = true;
}

(async () => {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
  try {
    await run(browser);
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify(seen));
})();
