// Times that count, by the server's clock: `data-since` up, `data-until` down, `data-left` and `data-starts` down in
// whole minutes, `data-ago` in words, and `data-local` as the person writes times. What is due is "now", or what `data-due` calls
// it. One timer for the page, and none where nothing counts.

const COUNTING = "time[data-since], time[data-until], time[data-left], time[data-starts], time[data-ago]";
const UNITS = [[86_400, "day", "days"], [3600, "hour", "hours"], [60, "min", "min"]];

let ahead = aheadOf(document.querySelector('meta[name="server-time"]')?.content, servedAt());
let timer;

function now() {
  return Date.now() + ahead;
}

// How many milliseconds the server's clock is ahead of ours, judged by what it said at `moment` of ours.
function aheadOf(said, moment) {
  return said && moment ? new Date(said).getTime() - moment : 0;
}

// When the page was served, by our clock; a page out of the browser's cache says nothing of now.
function servedAt() {
  const [loading] = performance.getEntriesByType("navigation");
  return loading?.transferSize ? performance.timeOrigin + loading.responseStart : 0;
}

function tick() {
  clearTimeout(timer);
  for (const element of document.querySelectorAll("time[data-local]")) show(element, local(element));
  const counting = document.querySelectorAll(COUNTING);
  for (const element of counting) show(element, inWords(element));
  if (counting.length) timer = setTimeout(tick, 1000 - (now() % 1000));
}

function show(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function inWords(element) {
  const { since, until, left, starts, words, due = "now" } = element.dataset;
  if (since) return words === undefined ? clock(secondsTo(since)) : spell(secondsTo(since));
  if (until) return -secondsTo(until) > 0 ? spell(-secondsTo(until)) : due;
  if (left) return `${about(-secondsTo(left)) || "less than a minute"} left`;
  if (starts) return about(-secondsTo(starts)) ? `starts in ${about(-secondsTo(starts))}` : "starts soon";
  return ago(secondsTo(element.dateTime));
}

function secondsTo(moment) {
  const seconds = (now() - new Date(moment).getTime()) / 1000;
  return seconds > 0 ? Math.floor(seconds) : -Math.ceil(-seconds);
}

function clock(seconds) {
  const [hours, minutes, rest] = parts(seconds);
  const tail = String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

function spell(seconds) {
  const [hours, minutes, rest] = parts(seconds);
  if (hours) return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes) return rest ? `${minutes} min ${rest} s` : `${minutes} min`;
  return `${rest} s`;
}

function parts(seconds) {
  const whole = Math.max(0, seconds);
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
}

function ago(seconds) {
  for (const [length, one, many] of UNITS) {
    const count = Math.floor(seconds / length);
    if (count >= 1) return `${count} ${count === 1 ? one : many} ago`;
  }
  return "just now";
}

// An estimate is no clock: it is told in whole minutes, and nothing is said of less than one.
function about(seconds) {
  if (seconds < 60) return "";
  const minutes = Math.round(seconds / 60);
  return `about ${spell(minutes * 60)}`;
}

function local(element) {
  return inManner(new Date(element.dateTime), element.dataset.local);
}

// A moment as the person writes it: its `date`, its `time` of day, that with seconds (`clock`), or date and time.
export function inManner(moment, form) {
  const forms = { date: { dateStyle: "medium" }, time: { timeStyle: "short" }, clock: { timeStyle: "medium" } };
  const styles = forms[form] ?? { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(undefined, styles).format(moment);
}

document.addEventListener("galley:looked", ({ detail }) => {
  if (detail?.servedAt) ahead = aheadOf(detail.servedAt, detail.answeredAt);
  tick();
});
document.addEventListener("htmx:afterSettle", tick);
tick();
