// What was typed into an editor and is not saved, kept by the browser until it is: it outlives a reload.

const draftOf = (section) => `galley:draft:${section}`;
const keptOf = (section) => `galley:kept:${section}`;

export function keepDraft(section, draft) {
  write(draftOf(section), draft);
}

// Returns what was typed here and not saved, where it may simply be put back.
export const findDraft = (section) => read(draftOf(section));

// The draft of a section that was saved since is of no use; what was put aside stays until it is decided upon.
export function dropDraft(section) {
  sessionStorage.removeItem(draftOf(section));
}

// Put aside what was typed, because another text takes its place in the editor.
export function putAside(section, draft) {
  write(keptOf(section), draft);
  dropDraft(section);
}

// Returns what was typed here and never saved, put aside so that further typing does not replace it.
export function findUnsaved(section) {
  const draft = read(draftOf(section));
  if (draft) putAside(section, draft);
  return read(keptOf(section));
}

export function dropUnsaved(section) {
  sessionStorage.removeItem(keptOf(section));
}

function write(key, draft) {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Full, or not allowed: the text is still in the editor, and leaving it is asked about.
  }
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}
