// The browser keeps nothing of what is typed, so that going back would not bring it again: whoever is about to leave a
// form that is filled in and not sent is asked first. Forms that save themselves ask by themselves, and a search keeps
// nothing.
"use strict";
{
  const came = new Map(); // form -> what it held when it came
  const held = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
  const know = (form) => {
    if (form?.method !== "post" || came.has(form) || form.matches("[data-saves], [data-autosave], [role=search]")) return;
    came.set(form, held(form));
  };
  [...document.forms].forEach(know);
  document.addEventListener("focusin", (event) => know(event.target.form)); // one that came after the page
  document.addEventListener("submit", (event) => came.delete(event.target));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("form a[href]");
    if (link?.parentElement.querySelector("button")) came.delete(link.closest("form")); // beside its button: not to send it
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...came].some(([form, then]) => form.isConnected && held(form) !== then)) event.preventDefault();
  });
}
