import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import "./leave-quickly.js";
import "./once.js";
import "./copy-and-print.js";
import "./letters-left.js";

document.body.classList.add("govuk-frontend-supported");
const summary = document.querySelector(".error-summary");
if (summary) new ErrorSummary(summary);
