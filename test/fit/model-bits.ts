import { createHash } from 'node:crypto';
import type { WholeDayModel } from '../../src/fit/whole-day-model.ts';

/** Digest of every bit of a model. */
export function modelBits(model: WholeDayModel): string {
  const bytes = (_: string, value: unknown): unknown =>
    ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
      : value;
  return createHash('sha256').update(JSON.stringify(model, bytes)).digest('hex');
}
