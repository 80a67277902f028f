// How much of the page's end the tracker and the messages cover, told to the style sheet: the page is longer by it.
const tracker = document.getElementById("tracker-entries");
const corners = [tracker, document.getElementById("toasts")].filter(Boolean);

// The messages may stand above the tracker, so it is told first.
function measure() {
  tell("--tracker", tracker?.offsetHeight ?? 0);
  tell("--covered", Math.max(0, ...corners.filter((corner) => corner.offsetHeight).map(reach)));
}

function reach(corner) {
  return Math.ceil(window.innerHeight - corner.getBoundingClientRect().top);
}

function tell(name, height) {
  document.documentElement.style.setProperty(name, `${height}px`);
}

const observer = new ResizeObserver(measure);
corners.forEach((corner) => observer.observe(corner));
