import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language, Languages, Words } from '../core/words.ts';
import { speak } from './call.ts';

const kept = 'jingwei.language';

/** Starts the catalogue in the language last chosen on this device; Chinese where nobody has chosen. */
export function startWords(catalogue: Languages): void {
  const first = localStorage.getItem(kept) === 'en' ? 'en' : 'zh-CN';
  void i18next.use(initReactI18next).init({
    lng: first, fallbackLng: 'zh-CN', initAsync: false,
    resources: { 'zh-CN': { translation: catalogue['zh-CN'] }, en: { translation: catalogue.en } },
    interpolation: { escapeValue: false },
  });
  told(first);
}

export async function changeLanguage(language: Language): Promise<void> {
  localStorage.setItem(kept, language);
  await i18next.changeLanguage(language);
  told(language);
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'zh-CN';
}

type Values = Readonly<Record<string, string | number>>;
/** Dotted keys of a catalogue. */
export type Key<W> = { [K in keyof W & (string | number)]: W[K] extends string ? `${K}` : `${K}.${Key<W[K]>}` }[keyof W & (string | number)];
export type Say<W extends Words> = (key: Key<W>, values?: Values) => string;

/** The sentences of one catalogue, by keys that the compiler knows. The catalogue itself must be in `startWords`. */
export function useWords<W extends Words>(_catalogue: Languages<W>): Say<W> {
  const { t } = useTranslation();
  return (key, values) => String(t(key as string, values ?? {})); // the key is one of the catalogue's: our type is narrower than the library's
}

/** A sentence by a key that only the server knows (a refusal's name); undefined where there is none. */
export function sentence(key: string, values: Values = {}): string | undefined {
  return i18next.exists(key) ? i18next.t(key, { ...values }) : undefined;
}

function told(language: Language): void {
  speak(language);
  document.documentElement.lang = language;
}
