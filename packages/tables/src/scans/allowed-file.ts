import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { OrreryError } from '@orrery/contracts';

/**
 * The real path of a file that a workflow names, when it lies below one of the configured folders. A relative path is
 * looked up in each of them in order; an absolute one must be inside one. `..` is refused, and so is a symbolic link
 * that leads out.
 *
 * @throws OrreryError ErrForbidden outside the folders, ErrNotFound where nothing is there, ErrParam for a folder
 */
export async function resolveAllowedFile(path: string, folders: readonly string[]): Promise<string> {
  const shown = JSON.stringify(path);
  if (path.includes('\0') || path.split(/[/\\]/).includes('..')) {
    throw new OrreryError('ErrForbidden', `file ${shown}: a path may not contain ".."`);
  }
  if (folders.length === 0) {
    throw new OrreryError(
      'ErrForbidden',
      `file ${shown}: no folder of input files is configured on this server (files.folders)`,
    );
  }
  let outside = false;
  for (const folder of folders) {
    const root = await realpath(folder).catch(() => undefined);
    const candidate = isAbsolute(path) ? path : join(folder, path);
    const file = await realpath(candidate).catch(() => undefined);
    if (root === undefined || file === undefined) continue;
    if (!isBelow(file, root)) {
      outside = true;
      continue;
    }
    if (!(await stat(file)).isFile()) throw new OrreryError('ErrParam', `file ${shown} is not a file`);
    return file;
  }
  // Whether something exists outside is nobody's business, unless a link inside points to it.
  if (outside || isAbsolute(path)) {
    const inside = !isAbsolute(path) || folders.some((folder) => isBelow(path, folder));
    if (outside || !inside) {
      throw new OrreryError('ErrForbidden', `file ${shown} is not below a folder that this server may read`);
    }
  }
  throw new OrreryError('ErrNotFound', `there is no file ${shown} in the folders of input files`);
}

function isBelow(path: string, folder: string): boolean {
  const steps = relative(folder, path);
  return steps !== '' && steps !== '..' && !steps.startsWith(`..${sep}`) && !isAbsolute(steps);
}
