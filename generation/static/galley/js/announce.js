// What a screen reader is told while a run goes on: seldom what went well, at once what failed.

const QUIET_MS = 15_000;

const statuses = new Map();
let total = 0;
let waiting = "";
let spokeAt = 0;
let timer;

function hear({ job, kind, data }) {
  if (job !== document.getElementById("run-state")?.dataset.job) return;
  if (kind === "snapshot") {
    total = data.tasks.length;
    for (const task of data.tasks) statuses.set(task.key, task.status);
  } else if (kind === "task") {
    const before = statuses.get(data.key);
    statuses.set(data.key, data.status);
    if (data.status !== before) tell(data);
  } else if (kind === "end" && data.status === "completed") {
    say("Everything is written.");
  }
}

function tell(task) {
  const name = task.title.replace(",", "");
  if (task.status === "failed") {
    document.getElementById("alarms")?.replaceChildren(`${name} failed. ${task.error?.message ?? ""}`);
  } else if (task.status === "completed") {
    const done = [...statuses.values()].filter((status) => status === "completed").length;
    say(total ? `${name} is done, ${done} of ${total}` : `${name} is done`);
  }
}

// The latest is said, and what came before it within the quiet time is left out.
function say(text) {
  waiting = text;
  clearTimeout(timer);
  timer = setTimeout(speak, Math.max(0, spokeAt + QUIET_MS - Date.now()));
}

function speak() {
  spokeAt = Date.now();
  document.getElementById("announcements")?.replaceChildren(waiting);
}

document.addEventListener("galley:job", ({ detail }) => hear(detail));
