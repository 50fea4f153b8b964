// Days of the farmers' calendar (农历). `Intl` knows it too, but its reckoning of the moon is off by a day in six months of this century,
// among them the first one of 2027: whoever goes to market by the moon would be sent a day late. So the months stand here.

/** The first day of a month, and then for each month whether it has thirty days (1) or twenty-nine, four months to a digit: 2000 to 2100. */
const firstMonth = '2000-01-07';
const lengths = '64b6a5752b6956aaad555b25d92dc95d4ada55aaab5556a9754b6a5752ba9374ab5556aa6d52da95d49da4dd26d535aa6b54b6a5752b6937497a4baa5b54b5a56d4ada4dd25e92ea96d4ada55b4ab6937497a4bb25b52ba95acaad955d45d92ec96d4aea56d2ad555aa9b54baa5b52ba95b4ab5556aaad52ea96d4aea4ed26e536aaad54daa5b52ba93b45ba4daa5b54d6a56d4aea4ed16e8aec97548';
const months = 1_249;

const dayMs = 86_400_000;
const starts = ((): readonly number[] => {
  const all = [Date.parse(`${firstMonth}T00:00:00Z`) / dayMs];
  for (let month = 0; month < months; month += 1) {
    const digit = Number.parseInt(lengths[Math.floor(month / 4)] ?? '0', 16);
    all.push((all[month] ?? 0) + ((digit >> (3 - (month % 4))) & 1 ? 30 : 29));
  }
  return all;
})();

/** The day of the month, 1 to 30, in a leap month as in any other; null outside the table. */
export function lunarDayOf(day: string): number | null {
  const number = Date.parse(`${day}T00:00:00Z`) / dayMs;
  let [low, high] = [0, starts.length - 1];
  if (number < (starts[0] ?? 0) || number >= (starts[high] ?? 0)) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= number) low = middle;
    else high = middle;
  }
  return number - (starts[low] ?? 0) + 1;
}
