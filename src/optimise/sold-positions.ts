import type { PlanService, SoldPositions } from '../domain/plan-problem.ts';
import type { Fail } from './plan-fields.ts';
import type { PlanJson } from './plan-json.ts';

/** What one battery has sold, as a problem file states it; undefined where it states nothing. */
export function soldPositions(
  { decision, batteries }: PlanJson,
  battery: number,
  intervalCount: number,
  services: readonly PlanService[],
  fail: Fail,
): SoldPositions | undefined {
  const found = soldOf(decision.sold, batteries, battery, fail);
  if (found === undefined) return undefined;
  const { field, sold } = found;
  const names = services.map(({ name }) => name);
  for (const name of Object.keys(sold.reservedMW)) {
    if (!names.includes(name))
      fail(
        `${field}.reservedMW.${name}`,
        `one of the services ${names.join(', ')}`,
        name,
        'name a service of the problem',
      );
  }
  const positions = sold.dayAheadMW ?? Array.from({ length: intervalCount }, () => 0);
  if (positions.length !== intervalCount)
    fail(
      `${field}.dayAheadMW`,
      `must have one value per interval, ${intervalCount}`,
      positions.length,
      'give one per interval',
    );
  return {
    dayAheadMW: Float64Array.from(positions),
    reservedMW: services.map((service) => soldReservation(service, sold.reservedMW[service.name], field, fail)),
  };
}

function soldOf(sold: PlanJson['decision']['sold'], batteries: PlanJson['batteries'], battery: number, fail: Fail) {
  if (sold === undefined) return undefined;
  if (!Array.isArray(sold)) {
    if (batteries.length > 1)
      fail(
        'decision.sold',
        'with several batteries a list that names the battery',
        'an object',
        'write [{ "battery": … }]',
      );
    return { field: 'decision.sold', sold };
  }
  const names = batteries.map(({ name }) => name);
  sold.forEach(({ battery: name }, i) => {
    if (!names.includes(name))
      fail(`decision.sold[${i}].battery`, `one of ${names.join(', ')}`, name, 'name a battery of the problem');
    if (sold.findIndex((other) => other.battery === name) !== i)
      fail(`decision.sold[${i}].battery`, 'each battery occurs once', name, 'add the volumes up');
  });
  const i = sold.findIndex((one) => one.battery === names[battery]);
  return i < 0 ? undefined : { field: `decision.sold[${i}]`, sold: sold[i] };
}

function soldReservation(
  { name, blockStarts, maxMW, offerThresholds }: PlanService,
  volumes: readonly number[] | undefined,
  field: string,
  fail: Fail,
): Float64Array {
  const blocks = blockStarts.length - 1;
  if (volumes === undefined) return new Float64Array(blocks);
  const own = `${field}.reservedMW.${name}`;
  if (volumes.length !== blocks)
    fail(own, `must have one value per block, ${blocks}`, volumes.length, 'give one per block');
  volumes.forEach((volume, b) => {
    if (volume > maxMW) fail(`${own}[${b}]`, `must not exceed maxMW ${maxMW}`, volume, 'correct the volume or maxMW');
    if (volume > 0 && offerThresholds !== undefined)
      fail(
        `${own}[${b}]`,
        'what was sold has cleared and asks no price',
        volume,
        'list it as a service of its own that is closed',
      );
  });
  return Float64Array.from(volumes);
}
