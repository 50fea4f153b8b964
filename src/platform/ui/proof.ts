import { createContext } from 'react';

/** Asks who sits here for his password once more; false where he would rather not. Null: there is nobody to ask for it. */
export const AskForProof = createContext<(() => Promise<boolean>) | null>(null);
