// Says that the work goes on while the answer is waited for. Without this script the browser's own sign does.
"use strict";
for (const form of document.querySelectorAll("form[data-wait]")) {
  form.addEventListener("submit", () => {
    const told = form.querySelector(".waiting");
    told.hidden = false;
    told.querySelector("span").textContent = form.dataset.wait; // filled in now, so that it is read aloud
  });
}
window.addEventListener("pageshow", () => {
  for (const told of document.querySelectorAll(".waiting")) told.hidden = true; // back by the browser's own button
});
