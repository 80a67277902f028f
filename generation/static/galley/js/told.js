// What the stream tells, said to the modules of the page as events of the document: `galley:job` when a job
// changed, `galley:text` while one is written, `galley:file` when an export came further, `galley:processes` when
// a worker came or went, `galley:ready` when something may have been missed before.

const OF_THEIR_OWN = ["text", "file", "processes"];

export function say({ name, data }) {
  if (OF_THEIR_OWN.includes(name)) return dispatch(`galley:${name}`, data);
  if (name === "ready" || name === "joined") return dispatch("galley:ready");
  if (name !== "alive") dispatch("galley:job", { job: data.job, kind: name, data });
}

function dispatch(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}
