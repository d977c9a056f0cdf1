// The answer to a form is a page of its own to the browser, which would keep what was sent in its profile, to send it
// again when the page is loaded anew. Told that the page was only asked for, it keeps nothing.
history.replaceState(null, "", location.href);
