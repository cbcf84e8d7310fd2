// The calls of the page to the program it came from. It knows no chats and shows nothing.

/** What the program refused, in its own words. */
export class Refusal extends Error {}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new TypeError("unreachable");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok || answer.error) throw new Refusal(answer.error ?? `${response.status} ${response.statusText}`);
  return answer;
}

/** Asks for something. */
export const get = (path) => ask(path);

/** Tells the program something. */
export const post = (path, body) => ask(path, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

/** Waits between tries to reach a program that is gone, in ms. */
const WAITS = [250, 500, 1000, 2000, 3000];

/**
 * Follows the events after a number, as long as the page lives. `load` fetches the world and returns the number it
 * stands at; `take` gets each event; `lost` and `found` tell how it goes.
 */
export function follow({ load, take, lost, found }) {
  let tries = 0;
  let stream = null;
  // A page that is left, and kept by the browser to come back to, must not hold one of the few connections it allows.
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", (event) => event.persisted && begin());
  const again = () => {
    lost();
    setTimeout(begin, WAITS[Math.min(tries, WAITS.length - 1)]);
    tries += 1;
  };
  const begin = async () => {
    let at;
    try {
      at = await load();
    } catch {
      again();
      return;
    }
    stream = new EventSource(`/local/events?after=${at}`);
    stream.addEventListener("open", () => {
      tries = 0;
      found();
    });
    stream.addEventListener("message", (message) => {
      const event = JSON.parse(message.data);
      if (event.kind === "reload") {
        stream.close();
        begin();
      } else if (event.n > at) {
        // The same number twice is the same event.
        at = event.n;
        take(event);
      }
    });
    stream.addEventListener("error", () => {
      stream.close();
      again();
    });
  };
  begin();
}
