// Small manners on top of pages that work without them.
import {
  Button, CharacterCount, Checkboxes, createAll, ErrorSummary, isSupported, PasswordInput, Radios, SkipLink,
} from "govuk-frontend";
import { AddAnother } from "@ministryofjustice/frontend/moj/components/add-another/add-another.mjs";
import { startExit } from "./exit.js";
import { startFilters } from "./filters.js";
import { startPrint } from "./print.js";

startExit(document);
startPrint(document);
startFilters(document);

if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("js-enabled", "govuk-frontend-supported");

if (isSupported()) {
  createAll(Button, { preventDoubleClick: true });
  for (const Part of [AddAnother, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink]) createAll(Part);
}
