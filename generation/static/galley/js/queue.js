// Workers give signs of life of which no event tells: the page looks at them by itself.
import { lookAgain } from "./look.js";

const BEATS_MS = 10_000;

setInterval(lookAgain, BEATS_MS);
