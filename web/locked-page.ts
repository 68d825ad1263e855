/** For a browser that has no cookie: what this is, and how to get in. Holds nothing of the console and no key. */
export const lockedPage = (port: number): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Fleetdeck: this window has no key</title>
    <style>
      :root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
      main { max-width: 38rem; margin: 15vh auto; padding: 0 1.5rem; }
    </style>
  </head>
  <body>
    <main>
      <h1>This window has no key</h1>
      <p>Fleetdeck is running, but only for the person who started it.</p>
      <p>
        Open the whole address that was printed where Fleetdeck was started. It begins with
        <code>http://127.0.0.1:${String(port)}/?key=</code>. If that terminal is closed, start Fleetdeck again.
      </p>
    </main>
  </body>
</html>
`;
