// Mötesläge: arrows lead to the section before and after, a clock counts down, and forms are saved while somebody writes.
// Without this script the links and the forms' own buttons do the same; only the clock is not there.
"use strict";
(() => {
  const PAUSE = 800, AGAIN = 5000; // milliseconds
  let leaving = false;
  const kept = new Map(); // form -> {timer, busy, dirty}

  for (const form of document.querySelectorAll("form[data-saves]")) {
    const now = {};
    kept.set(form, now);
    const place = form.querySelector(".saved");
    const tell = (words, wrong) => {
      place.textContent = words;
      place.classList.toggle("error", wrong); // what is not saved must not look like what is
    };
    const later = (pause) => {
      clearTimeout(now.timer);
      now.dirty = true;
      now.timer = setTimeout(save, pause);
    };
    async function save() {
      if (now.busy) return later(PAUSE);
      now.busy = true;
      now.dirty = false;
      try {
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
        const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
        if (!told) throw new Error("signed out or down");
        if (told.saved) {
          form.elements.seen.value = told.seen;
          form.elements.submission.value = told.submission;
          tell(`${form.dataset.saved} ${told.saved}`, false);
        } else {
          now.dirty = true; // nothing is stored: warn whoever leaves
          tell(told.error, true);
        }
      } catch {
        tell(form.dataset.failed, true);
        later(AGAIN);
      } finally {
        now.busy = false;
      }
    }
    form.addEventListener("input", () => later(PAUSE));
    form.addEventListener("submit", () => { clearTimeout(now.timer); leaving = true; });
  }

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && [...kept.values()].some((one) => one.dirty || one.busy)) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const busy = event.target.closest?.("input, textarea, select, summary, .scroll");
    if (!way || busy || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    document.querySelector(`nav a[rel=${way}]`)?.click();
  });

  const timer = document.querySelector("[data-timer]");
  const [minutes, button, left, over] = ["input", "button", "[data-left]", "[data-over]"].map((one) => timer.querySelector(one));
  let until = Number(sessionStorage.getItem("until")) || 0;
  function tick() {
    const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    left.textContent = until ? `${Math.floor(seconds / 60)}.${String(seconds % 60).padStart(2, "0")}` : "";
    button.textContent = until ? button.dataset.stop : button.dataset.start;
    if (until && !seconds && !over.textContent) over.textContent = over.dataset.over;
    if (until && !seconds) left.textContent = over.dataset.over;
  }
  button.addEventListener("click", () => {
    const wanted = Number(minutes.value.replace(",", "."));
    until = until || !(wanted > 0) ? 0 : Date.now() + wanted * 60000;
    over.textContent = "";
    sessionStorage.setItem("until", String(until));
    tick();
  });
  timer.hidden = false;
  tick();
  setInterval(tick, 1000);
})();
