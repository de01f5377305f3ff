// Two taps send one form. After five seconds, or on coming back, it may be sent again; what answers with a file, at once.
const forget = (form) => delete form.dataset.sent;

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "file" in form.dataset) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(forget, 5000, form);
});

addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach(forget));
