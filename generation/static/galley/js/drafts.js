// What was typed into an editor and is not saved, kept by this tab until it is: it outlives a reload. It is its
// writer's alone: signing out takes it away, and who signs in here next does not find it.

const { user } = document.body.dataset;
const KEY = /^galley:(draft|kept):/;

const draftOf = (section) => `galley:draft:${user}:${section}`;
const keptOf = (section) => `galley:kept:${user}:${section}`;

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

function forgetAll(isForgotten) {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (KEY.test(key) && isForgotten(key)) sessionStorage.removeItem(key);
    }
  } catch {
    // Not allowed: then nothing was kept either.
  }
}

// A page without anybody may be on the way back in, after a session that ran out.
if (user) forgetAll((key) => key.split(":")[2] !== user);
document.addEventListener("submit", ({ target }) => {
  if (target.matches('[action="/sign-out/"]')) forgetAll(() => true);
});
