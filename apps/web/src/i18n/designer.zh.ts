import type { designerEn } from './designer.en.ts';

export const designerZh: Readonly<Record<keyof typeof designerEn, string>> = {
};
