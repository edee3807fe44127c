// Reloads the page after an edit; shows errors above the last good page.
(() => {
  let version = null;
  const show = ({ heading, problems }) => {
    document.getElementById("live-problems")?.remove();
    if (!problems.length) return;
    const box = document.createElement("div");
    box.id = "live-problems";
    box.setAttribute("role", "alert");
    box.style.cssText =
      "position:fixed;inset:0 0 auto 0;max-height:60vh;overflow:auto;z-index:99999;" +
      "background:#fff;color:#1d1d1f;border-bottom:4px solid #a3172d;padding:1rem 1.5rem;font:16px/1.5 system-ui";
    const title = document.createElement("strong");
    title.textContent = heading;
    const list = document.createElement("ul");
    for (const problem of problems) {
      const item = document.createElement("li");
      item.style.whiteSpace = "pre-line";
      item.textContent = problem;
      list.append(item);
    }
    box.append(title, list);
    document.body.append(box);
  };
  const look = async () => {
    try {
      const state = await (await fetch("/_live/state")).json();
      if (state.version !== version) {
        if (version !== null && !state.problems.length) location.reload();
        version = state.version;
        show(state);
      }
    } catch {
      // The server has stopped, and may start again.
    }
    setTimeout(look, 300);
  };
  look();
})();
