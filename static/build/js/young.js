import "./leave-quickly.js";
import "./once.js";
import "./copy-and-print.js";
import "./letters-left.js";
import "./listen.js";

const summary = document.querySelector(".error-summary");
if (summary) summary.focus();
