import { z } from 'zod';

/** Row ids: positive integers; a query string brings them as digits. */
export const rowId = z.union([
  z.int().positive().max(2_147_483_647),
  z.string().regex(/^[1-9]\d{0,9}$/).transform(Number).pipe(z.int().max(2_147_483_647)),
]);

export const uuid = z.uuid();

/** SHA-256 of a stored file, lower-case hexadecimal. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * A moment with its zone, as RFC 3339 text between 2000 and 2100. Stored in UTC, shown in Asia/Shanghai.
 */
export const instant = z.iso.datetime({ offset: true }).refine((text) => {
  const year = Number(text.slice(0, 4));
  return year >= 2000 && year < 2100;
}, { params: { sentence: 'instant-out-of-range' } });

/** A calendar day in Asia/Shanghai, `2026-11-22`, of this or a neighbouring century. */
export const day = z.iso.date().refine((text) => text >= '1900-01-01' && text < '2200-01-01', { params: { sentence: 'day-out-of-range' } });

const nulCharacter = String.fromCharCode(0);

/**
 * Text a person typed. Kept exactly as it came (rare Hanzi, right-to-left marks, zero-width characters);
 * only NUL and lone surrogates, which no database text can hold, are refused. Length counts code points.
 */
export function typedText(max: number, min = 0): z.ZodType<string, string> {
  return z.string()
    .refine((text) => !text.includes(nulCharacter) && text.isWellFormed(), { params: { sentence: 'text-not-storable' } })
    .refine((text) => [...text].length <= max, { params: { sentence: 'text-too-long', max } })
    .refine((text) => [...text.trim()].length >= min, { params: { sentence: 'text-too-short', min } })
    .meta({ maxLength: max, ...(min > 0 ? { minLength: min } : {}) });
}

/** Keyset paging: `after` is the opaque `next` of the page before. */
export const paging = {
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** `true` and `false` as a query string writes them. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

export const datum = z.enum(['wgs84', 'gcj02']);

/** A point; degrees. Which datum it was measured in is said, never guessed. */
export const point = z.object({
  longitude: z.number().min(-180).max(180),
  latitude: z.number().min(-90).max(90),
  datum: datum.default('wgs84'),
});

export const dryRun = flag.default(false);

/** A row of an import that cannot be taken; `row` counts from 1 as the spreadsheet shows it. */
export const rowError = z.object({
  row: z.int(),
  column: z.string(),
  problem: z.string(),
  detail: z.string(),
});

/** What an import would do (`dryRun`) or did. All or nothing: with any error nothing is written. */
export const importReport = z.object({
  written: z.boolean(),
  rows: z.int(),
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  errors: z.array(rowError),
  preview: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))),
});
export type ImportReport = z.infer<typeof importReport>;
export type RowError = z.infer<typeof rowError>;
