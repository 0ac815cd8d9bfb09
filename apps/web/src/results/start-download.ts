import { OrreryError } from '@orrery/sdk';
import { client } from '../api/index.ts';
import { showErrorToast } from '../ui/index.ts';

/**
 * Lets the browser download from an address of the server. The session is asked for first: a browser says of a refused
 * download only that it failed, while the client leads to the sign-in.
 */
export async function startDownload(href: string): Promise<void> {
  try {
    await client.session();
  } catch (error) {
    if (!(error instanceof OrreryError && error.httpStatus === 401)) showErrorToast(error);
    return;
  }
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  link.click();
}
