// What the run page has besides what every page has.
import "./announce.js";
import "./card.js";
import "./panel.js";
import "./preview.js";
