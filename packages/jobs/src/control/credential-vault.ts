import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { jsonCodec } from '../metadata/codecs.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts the credentials of jobs with AES-256-GCM: nonce, tag, ciphertext. The job's id is authenticated with them,
 * so that one job's credentials can't be put into another's row.
 */
export class CredentialVault {
  readonly #key: Uint8Array;

  /** @throws RangeError unless the key has 32 bytes */
  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new RangeError(`the data folder's key has ${key.length} bytes; 32 are needed`);
    this.#key = key;
  }

  seal(jobId: number, credentials: unknown): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(associated(jobId));
    const text = Buffer.concat([cipher.update(jsonCodec.encode(credentials), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]);
  }

  /** The lossless JSON text that was sealed. @throws Error when the key is another one or the bytes were changed */
  open(jobId: number, sealed: Uint8Array): string {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(associated(jobId))
      .setAuthTag(tag);
    return decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }
}

function associated(jobId: number): Buffer {
  return Buffer.from(`orrery job ${jobId}`);
}
