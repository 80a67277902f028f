// How much of the page's end the tracker and the messages cover, told to the style sheet: the page is longer by it.
const tracker = document.getElementById("tracker-entries");
const corners = [tracker, document.getElementById("toasts")].filter(Boolean);

// The messages may stand above the tracker, so it is told first.
function measure() {
  tell("--tracker", tracker ? reach(tracker) : 0);
  tell("--covered", Math.max(0, ...corners.map(reach)));
}

// What sticks out of the tracker counts, too.
function reach(corner) {
  const shown = [...corner.children].filter((child) => child.offsetHeight);
  const tops = shown.map((child) => child.getBoundingClientRect().top);
  return tops.length ? Math.ceil(window.innerHeight - Math.min(...tops)) : 0;
}

function tell(name, height) {
  document.documentElement.style.setProperty(name, `${height}px`);
}

const observer = new ResizeObserver(measure);
corners.forEach((corner) => observer.observe(corner));
