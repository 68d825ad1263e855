import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { cacheControlFor, windowSecurityHeaders } from '../shared/window-policy.ts';
import { isOwnAddress } from './baseline.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Answers the window's requests from the built files in `folder` (inside `app.asar` once packaged) and from nowhere else. */
export const serveWindowFiles =
  (folder: string) =>
  async (request: Request): Promise<Response> => {
    if (!isOwnAddress(request.url)) return refuse(403);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const path = decodePath(new URL(request.url).pathname);
    const file = path === undefined ? undefined : fileIn(folder, path);
    if (path === undefined || file === undefined) return refuse(404);
    // Of an unknown type a browser makes nothing, because `nosniff` goes with it.
    const type = contentTypes[extname(file)] ?? 'application/octet-stream';
    try {
      const content = await readFile(file);
      return new Response(request.method === 'HEAD' ? null : new Uint8Array(content), {
        headers: { ...windowSecurityHeaders, 'content-type': type, 'cache-control': cacheControlFor(path) },
      });
    } catch {
      return refuse(404);
    }
  };

const refuse = (status: number): Response => new Response(null, { status, headers: windowSecurityHeaders });

const decodePath = (pathname: string): string | undefined => {
  try {
    const path = decodeURIComponent(pathname);
    return path === '/' ? '/index.html' : path;
  } catch {
    return undefined;
  }
};

const fileIn = (folder: string, path: string): string | undefined => {
  if (path.includes('\0') || path.includes('\\')) return undefined;
  const file = normalize(join(folder, path));
  const isHidden = path.split('/').some((part) => part.startsWith('.'));
  return file.startsWith(normalize(folder) + sep) && !isHidden ? file : undefined;
};
