// What the stream tells, said to the modules of the page as events of the document: `galley:job` when a job
// changed, `galley:text` while one is written, `galley:ready` when something may have been missed before.

export function say({ name, data }) {
  if (name === "text") return dispatch("galley:text", data);
  if (name === "ready" || name === "joined") return dispatch("galley:ready");
  if (name !== "alive") dispatch("galley:job", { job: data.job, kind: name, data });
}

function dispatch(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}
