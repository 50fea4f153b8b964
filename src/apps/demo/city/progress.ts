// How far a long piece of work has come: a bar where somebody sits before it, plain lines where it is written to a file.

export type Progress = {
  /** A new part; `whole` where its size is known. */
  readonly begin: (what: string, whole?: number) => void;
  readonly advance: (by: number) => void;
  readonly end: () => void;
};

type Out = { readonly isTTY?: boolean | undefined; readonly write: (text: string) => unknown };

const width = 30;

/** @param now ms, of a clock that never goes back */
export function progressOn(out: Out, now: () => number): Progress {
  let what = '';
  let whole = 0;
  let done = 0;
  let began = 0;
  let told = 0;
  const bar = out.isTTY === true;
  const show = (isOver: boolean): void => {
    const seconds = (now() - began) / 1_000;
    const share = whole === 0 ? null : Math.min(1, done / whole);
    const left = share === null || share < 0.02 || isOver ? '' : `　约余 ${Math.ceil((seconds / share) * (1 - share))} s`;
    const part = share === null ? '' : ` ${done.toLocaleString('en')}/${whole.toLocaleString('en')}`;
    const text = isOver ? `  ${what}${part}　${seconds.toFixed(1)} s` : `  ${what}${part}${left}`;
    if (!bar) out.write(`${text}\n`);
    else out.write(`\r\u001b[2K${share === null || isOver ? '' : `  [${'█'.repeat(Math.round(share * width)).padEnd(width, '·')}]`}${text}${isOver ? '\n' : ''}`);
    told = now();
  };
  const close = (): void => { if (what !== '') show(true); what = ''; };
  return {
    begin(next, size = 0) {
      close();
      [what, whole, done, began] = [next, size, 0, now()];
      if (bar) show(false);
      told = now();
    },
    advance(by) {
      done += by;
      if (now() - told > (bar ? 200 : 10_000)) show(false);
    },
    end: close,
  };
}

export const quiet: Progress = { begin: () => undefined, advance: () => undefined, end: () => undefined };
