import { join } from 'node:path';
import { readSheet } from 'read-excel-file/node';
import { DataError } from '../../src/errors.ts';

/** The battery of attachment 1, losses as the shares that are lost. */
export interface BatteryTerms {
  readonly maxChargeMW: number;
  readonly maxDischargeMW: number;
  readonly energyCapacityMWh: number;
  /** Lost of what is taken from the grid, before it is stored. */
  readonly chargeLoss: number;
  /** Lost of what is taken from the store, before it reaches the grid. */
  readonly dischargeLoss: number;
  readonly lifetimeYears: number;
  /** One cycle takes the whole volume out of the store, in any number of parts. */
  readonly lifetimeCycles: number;
  /** Share of the volume lost by a cycle; the sheet gives it in per cent. */
  readonly fadePerCycle: number;
  readonly capex: number;
  readonly opexPerYear: number;
}

/** A row of attachment 2's half-hours; the stamp in minutes since 1970-01-01 00:00 of the sheet's clock. */
export interface HalfHour {
  readonly stamp: number;
  readonly market1: number;
  readonly market2: number;
  readonly solarMW: number;
  readonly gasMW: number;
}

export interface Day {
  readonly stamp: number;
  readonly market3: number;
}

export interface Attachments {
  readonly terms: BatteryTerms;
  readonly halfHours: readonly HalfHour[];
  readonly days: readonly Day[];
}

type Cell = unknown;

/** Reads both workbooks of `folder`: rows in the order of the sheets, stamps as they are written. */
export async function readAttachments(folder: string): Promise<Attachments> {
  const workbook = (number: number): string =>
    join(folder, `Second Round Technical Question - Attachment ${number}.xlsx`);
  return {
    terms: readTerms(await readSheet(workbook(1), 'Data')),
    halfHours: readHalfHours(await readSheet(workbook(2), 'Half-hourly data')),
    days: readDays(await readSheet(workbook(2), 'Daily data')),
  };
}

function readTerms(rows: readonly (readonly Cell[])[]): BatteryTerms {
  const value = (name: string, unit: string): number => {
    const row = rows.find(([label]) => label === name);
    if (row !== undefined && typeof row[1] === 'number' && row[2] === unit) return row[1];
    throw new DataError('a battery parameter is not there', {
      file: 'attachment 1',
      field: name,
      rule: `a number in ${unit}`,
      value: row?.slice(1, 3).join(' '),
      remedy: 'use the workbook as it was published',
    });
  };
  return {
    maxChargeMW: value('Max charging rate', 'MW'),
    maxDischargeMW: value('Max discharging rate', 'MW'),
    energyCapacityMWh: value('Max storage volume', 'MWh'),
    // The sheet calls these efficiencies and describes them as what is lost.
    chargeLoss: value('Battery charging efficiency', '-'),
    dischargeLoss: value('Battery discharging efficiency', '-'),
    lifetimeYears: value('Lifetime (1)', 'years'),
    lifetimeCycles: value('Lifetime (2)', 'cycles'),
    fadePerCycle: value('Storage volume degradation rate', '%/cycle') / 100,
    capex: value('Capex', '£'),
    opexPerYear: value('Fixed Operational Costs', '£/year'),
  };
}

function readHalfHours([header, ...rows]: readonly (readonly Cell[])[]): HalfHour[] {
  const column = columnsOf(header, 'half-hourly');
  const [market1, market2] = [column('Market 1 Price [£/MWh]'), column('Market 2 Price [£/MWh]')];
  const [solar, gas] = [column('Solar Generation [MW]'), column('Gas Generation [MW]')];
  return rows.map((row, i) => ({
    stamp: stampOf(row[0], i),
    market1: numberOf(row[market1], i),
    market2: numberOf(row[market2], i),
    solarMW: numberOf(row[solar], i),
    gasMW: numberOf(row[gas], i),
  }));
}

function readDays([header, ...rows]: readonly (readonly Cell[])[]): Day[] {
  const market3 = columnsOf(header, 'daily')('Market 3 Price [£/MWh]');
  return rows.map((row, i) => ({ stamp: stampOf(row[0], i), market3: numberOf(row[market3], i) }));
}

function columnsOf(header: readonly Cell[], sheet: string): (name: string) => number {
  return (name) => {
    const column = header.indexOf(name);
    if (column > 0) return column;
    throw new DataError('a column is not there', {
      file: `attachment 2, ${sheet} sheet`,
      rule: `a column '${name}'`,
      value: header.join(', '),
      remedy: 'use the workbook as it was published',
    });
  };
}

function stampOf(cell: Cell, row: number): number {
  return cell instanceof Date ? Math.round(cell.getTime() / 60_000) : wrongCell('a date and time', cell, row);
}

function numberOf(cell: Cell, row: number): number {
  return typeof cell === 'number' ? cell : wrongCell('a number', cell, row);
}

function wrongCell(rule: string, value: Cell, row: number): never {
  // Row 1 of the sheet is the heading.
  throw new DataError('a cell cannot be read', {
    file: 'attachment 2',
    field: `row ${row + 2}`,
    rule,
    value,
    remedy: 'use the workbook as it was published',
  });
}
