// What every page runs. Each module looks for its own elements and does nothing where there are none.
import "./look.js"; // before any that writes into the page: it keeps what was served
import "./badge.js";
import "./covered.js";
import "./dialogs.js";
import "./drafts.js";
import "./endings.js";
import "./keys.js";
import "./notify.js";
import "./offline.js";
import "./time.js";
import "./toasts.js";
import "./token.js";
import "./tracker.js";
