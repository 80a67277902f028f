// An event stream that never gives up. The browser's own does, for good, where the answer is no stream.

const NAMES = ["snapshot", "task", "progress", "text", "end", "gone", "file", "processes", "ready", "alive"];
const SILENT_MS = 35_000; // the server says something every 15 seconds
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

// Keeps the stream at `url` open. `heard(name, data)` is told of every event, `lost()` of every loss, and
// `refused()` where the answer was that this person may not listen.
export function keepOpen(url, { heard, lost, refused }) {
  let source;
  let timer;
  let failures = 0;
  let isClosed = false;

  function open() {
    source?.close();
    source = new EventSource(url);
    source.addEventListener("error", fail);
    for (const name of NAMES) source.addEventListener(name, take);
    expectMore();
  }

  function take({ type, data, target }) {
    if (target !== source) return;
    failures = 0;
    expectMore();
    heard(type, JSON.parse(data));
  }

  function expectMore() {
    clearTimeout(timer);
    timer = setTimeout(fail, SILENT_MS);
  }

  async function fail() {
    const wasAnswered = source.readyState === EventSource.CLOSED;
    source.close();
    clearTimeout(timer);
    timer = setTimeout(open, pauseAfter(failures++));
    lost();
    if (wasAnswered && (await isRefused(url)) && !isClosed) refused();
  }

  open();
  return {
    restart() {
      lost();
      failures = 0;
      open();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      source.close();
    },
  };
}

// Half a second at first, then twice as long each time; tabs that lost the same server come back one by one.
function pauseAfter(failures) {
  return Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS) * (0.5 + Math.random());
}

// An event source does not tell which answer it got.
async function isRefused(url) {
  const question = new AbortController();
  try {
    const { status } = await fetch(url, { signal: question.signal });
    return status === 401 || status === 403;
  } catch {
    return false;
  } finally {
    question.abort();
  }
}
