import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { resolveBattery } from '../battery-schema.ts';
import { soldSchema } from '../config.ts';
import type { NightState, SoldByTime, SoldVolume } from '../domain/night-state.ts';
import { ConfigError } from '../errors.ts';
import { parseStrict } from '../schema.ts';
import { readJsonFile } from './json-file.ts';
import type { LoadedConfig } from './load-config.ts';

const stateFileSchema = z.strictObject({
  stateOfChargeMWh: z.number().gte(0, 'must not be negative').optional(),
  knownAt: z.string().optional(),
  availability: z
    .array(
      z.strictObject({
        from: z.string(),
        to: z.string(),
        maxChargeMW: z.number().gte(0, 'must not be negative'),
        maxDischargeMW: z.number().gte(0, 'must not be negative'),
      }),
    )
    .default([]),
  sold: soldSchema.optional(),
});

/** The battery as it stands before delivery, from the configuration or the state file that it names. */
export async function loadNightState({ config, file: configFile, path }: LoadedConfig): Promise<NightState> {
  const spec = config.state;
  const file = 'file' in spec ? spec.file : configFile;
  const state =
    'file' in spec ? parseStrict(stateFileSchema, await readJsonFile(resolve(dirname(path), file), file), file) : spec;
  const field = 'file' in spec ? '' : 'state.';
  const battery = resolveBattery(config.batteries[0], configFile, 'batteries[0]');
  const stateOfChargeMWh = state.stateOfChargeMWh ?? battery.initialStateOfChargeMWh;
  if (stateOfChargeMWh < battery.minStateOfChargeMWh || stateOfChargeMWh > battery.maxStateOfChargeMWh) {
    throw new ConfigError('the state of the night', {
      file,
      field: `${field}stateOfChargeMWh`,
      rule: `must be within the usable window [${battery.minStateOfChargeMWh}, ${battery.maxStateOfChargeMWh}] of battery '${battery.name}'`,
      value: stateOfChargeMWh,
      remedy: 'correct the state or the window',
    });
  }
  const instant = (text: string, name: string): number => {
    const time = Date.parse(text);
    if (Number.isNaN(time) || !/(Z|[+-]\d\d:?\d\d)$/.test(text)) {
      throw new ConfigError('the state of the night', {
        file,
        field: `${field}${name}`,
        rule: 'an ISO 8601 instant with Z or an offset',
        value: text,
        remedy: 'write it like 2026-01-14T23:00:00Z',
      });
    }
    return time;
  };
  const knownAt = state.knownAt === undefined ? null : state.knownAt;
  if (knownAt !== null) instant(knownAt, 'knownAt');
  return {
    battery: { ...battery, initialStateOfChargeMWh: stateOfChargeMWh },
    knownAt,
    outages: state.availability.map((row, i) => {
      const outage = {
        from: instant(row.from, `availability[${i}].from`),
        to: instant(row.to, `availability[${i}].to`),
        maxChargeMW: row.maxChargeMW,
        maxDischargeMW: row.maxDischargeMW,
      };
      if (outage.to <= outage.from) {
        throw new ConfigError('the state of the night', {
          file,
          field: `${field}availability[${i}].to`,
          rule: 'must be later than from',
          value: row.to,
          remedy: 'correct the times',
        });
      }
      return outage;
    }),
    sold: state.sold === undefined ? null : soldByTime(state.sold, file, `${field}sold`, instant),
  };
}

/** Each start of delivery is named once. */
function soldByTime(
  sold: z.output<typeof soldSchema>,
  file: string,
  field: string,
  instant: (text: string, name: string) => number,
): SoldByTime {
  const volumes = (list: readonly { deliveryStart: string; volumeMW: number }[], name: string): SoldVolume[] => {
    const times = list.map(({ deliveryStart }, i) => instant(deliveryStart, `sold.${name}[${i}].deliveryStart`));
    times.forEach((time, i) => {
      if (times.indexOf(time) === i) return;
      throw new ConfigError('the state of the night', {
        file,
        field: `${field}.${name}[${i}].deliveryStart`,
        rule: 'each start of delivery is named once',
        value: list[i].deliveryStart,
        remedy: 'add the volumes up',
      });
    });
    return list.map(({ volumeMW }, i) => ({ time: times[i], volumeMW, field: `${field}.${name}[${i}]` }));
  };
  return {
    file,
    field,
    dayAhead: volumes(sold.dayAheadMW, 'dayAheadMW'),
    reserved: Object.fromEntries(
      Object.entries(sold.reservedMW).map(([name, list]) => [name, volumes(list, `reservedMW.${name}`)]),
    ),
  };
}
