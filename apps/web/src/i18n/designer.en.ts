export const designerEn = {
} as const;
