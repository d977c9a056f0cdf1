// Mötesläge: arrows lead to the section before and after, and a clock counts down; saves.js saves the forms.
// Without this script the links do the same; only the clock is not there.
"use strict";
(() => {
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
