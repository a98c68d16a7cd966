/** One role's colour on a light and on a dark page. */
export interface Colour {
  readonly light: string;
  readonly dark: string;
}

/**
 * The page's palette. Charts refer to a colour as `var(--name)`, so that one SVG serves both modes;
 * the values stand once, in the style sheet. Red (`breach`) is for a breached limit and a failed scorecard only, violet
 * (`tail`) is the worst days everywhere.
 */
export const palette = {
  page: { light: '#ffffff', dark: '#15181c' },
  ink: { light: '#1b1f24', dark: '#e7eaed' },
  ink2: { light: '#57606a', dark: '#a7b0b9' },
  ink3: { light: '#8c959f', dark: '#6f7a85' },
  grid: { light: '#e6e9ec', dark: '#262c32' },
  rule: { light: '#d5dadf', dark: '#343b43' },
  fill: { light: '#c9d0d7', dark: '#3a434c' },
  fillDark: { light: '#a3adb7', dark: '#66717c' },
  tail: { light: '#6a3d9a', dark: '#b491e0' },
  tailText: { light: '#5b3287', dark: '#c5a8ea' },
  breach: { light: '#c1121f', dark: '#ff6b6b' },
  ok: { light: '#2f6f5e', dark: '#5fc3a5' },
  caution: { light: '#8f5f00', dark: '#f0b847' },
  dayAhead: { light: '#0072b2', dark: '#3d9fe0' },
  dayAheadText: { light: '#005f95', dark: '#6bb8ee' },
  imbalance: { light: '#e69f00', dark: '#e9a821' },
  imbalanceText: { light: '#8f5f00', dark: '#f0b847' },
  containmentUp: { light: '#009e73', dark: '#17936f' },
  containmentDown: { light: '#7cc9ae', dark: '#0f5a45' },
  regulationUp: { light: '#56b4e9', dark: '#5aaad6' },
  regulationDown: { light: '#a9d8f4', dark: '#2f6486' },
  moderationUp: { light: '#8a6642', dark: '#b58a60' },
  moderationDown: { light: '#cdb08f', dark: '#6e5338' },
  reserveUp: { light: '#b5a51a', dark: '#ab9d38' },
  reserveDown: { light: '#ddd48a', dark: '#6a6122' },
  otherUp: { light: '#6b7fa8', dark: '#8d9fc6' },
  otherDown: { light: '#b7c2d9', dark: '#4c5a7a' },
  utilisation: { light: '#cc79a7', dark: '#d98cb6' },
  throughput: { light: '#7d8790', dark: '#8b959e' },
  heat0: { light: '#7a4a12', dark: '#f0b464' },
  heat1: { light: '#b9812f', dark: '#b9812f' },
  heat2: { light: '#ddb97a', dark: '#7b5a28' },
  heat3: { light: '#f3e3c5', dark: '#463a27' },
  heat4: { light: '#f1f2f3', dark: '#23282d' },
  heat5: { light: '#cfe6e4', dark: '#1f3f3e' },
  heat6: { light: '#8cc5bf', dark: '#24655f' },
  heat7: { light: '#3a938d', dark: '#3a9d95' },
  heat8: { light: '#0b5f5a', dark: '#7fdbd1' },
} as const satisfies Record<string, Colour>;

export type ColourName = keyof typeof palette;

/** `var(--dayAhead)`: what charts and styles write. */
export function colour(name: ColourName): string {
  return `var(--${name})`;
}

/** Nine heat-map classes, loss (brown) to gain (teal). */
export const heatColours: readonly string[] = Array.from({ length: 9 }, (_, index) =>
  colour(`heat${index}` as ColourName),
);

/** Families of services by the start of their name; the first that fits counts. */
const serviceFamilies: readonly {
  readonly starts: readonly string[];
  readonly up: ColourName;
  readonly down: ColourName;
}[] = [
  { starts: ['DC'], up: 'containmentUp', down: 'containmentDown' },
  { starts: ['DR'], up: 'regulationUp', down: 'regulationDown' },
  { starts: ['DM'], up: 'moderationUp', down: 'moderationDown' },
  { starts: ['QR', 'BR', 'SR', 'PQR', 'NQR', 'QUICK'], up: 'reserveUp', down: 'reserveDown' },
];

/** The fill of a service: one hue a family, dark for up and pale for down, the same on every chart. */
export function serviceColour(service: string, direction: 'up' | 'down'): string {
  const name = service.toUpperCase();
  const family = serviceFamilies.find(({ starts }) => starts.some((start) => name.startsWith(start)));
  if (family === undefined) return colour(direction === 'up' ? 'otherUp' : 'otherDown');
  return colour(direction === 'up' ? family.up : family.down);
}

/** The fill of a stream; a market's price and its stream share one colour. */
export function streamColour(stream: string, directionOf: (service: string) => 'up' | 'down'): string {
  const [kind, service] = stream.split(':');
  if (kind === 'dayAhead') return colour('dayAhead');
  if (kind === 'imbalance') return colour('imbalance');
  if (kind === 'availability' && service !== undefined) return serviceColour(service, directionOf(service));
  if (kind === 'utilisation') return colour('utilisation');
  return colour('throughput');
}
