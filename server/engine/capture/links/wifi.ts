/** IEEE 802.11 (§9.2): data frames, with the aggregates that 802.11n brought (A-MSDU, §9.3.2.2). */
import { u16, u8 } from '../../basics/bytes';
import { EMPTY, ENCRYPTED, type Layer, LLC, ofLinkType, stepOver, type Step } from './step';

/** Of the first octet of frame control. */
const DATA = 2;
const WITHOUT_DATA = 0x40;
const QUALITY = 0x80;
/** Of the second one. */
const BETWEEN_STATIONS = 0x03;
const PROTECTED = 0x40;
const ORDER = 0x80;
/** Of quality control. */
const AGGREGATE = 0x80;

/** Subframes of an aggregate have no LINKTYPE: this number is more than any file can say. */
const AGGREGATE_LINK = 0x10000 + 105;
const SUBFRAMES = ofLinkType(AGGREGATE_LINK);

export const wifi: Layer = {
  name: '802.11',
  linkTypes: [105],
  read: (bytes, step) => {
    readWifi(bytes, step);
  },
};

/** What is unusual in a header: it is filled up to a multiple of four octets; frame control stands the wrong way round. */
export interface WifiHeader {
  readonly isPadded?: boolean;
  readonly isSwapped?: boolean;
}

export function readWifi(
  bytes: Uint8Array,
  step: Step,
  { isPadded = false, isSwapped = false }: WifiHeader = {},
): void {
  const first = u8(bytes, isSwapped ? step.at + 1 : step.at);
  const second = u8(bytes, isSwapped ? step.at : step.at + 1);
  const hasQuality = (first & QUALITY) !== 0;
  let length = (second & BETWEEN_STATIONS) === BETWEEN_STATIONS ? 30 : 24;
  const quality = hasQuality ? u8(bytes, step.at + length) : 0;
  if (hasQuality) length += (second & ORDER) === 0 ? 2 : 6; // with HT control
  if (isPadded) length = (length + 3) & ~3;
  if (((first >>> 2) & 3) !== DATA || (first & WITHOUT_DATA) !== 0) stepOver(step, length, EMPTY);
  else if ((second & PROTECTED) !== 0) stepOver(step, length, ENCRYPTED);
  else stepOver(step, length, (quality & AGGREGATE) === 0 ? LLC : SUBFRAMES);
}

/** The frames of an aggregate, one behind the other: two addresses, a length, and what a frame carries. */
export const wifiAggregate: Layer = {
  name: '802.11 aggregate',
  linkTypes: [AGGREGATE_LINK],
  read: (bytes, step) => {
    const { at, end } = step;
    const frameEnd = at + SUBFRAME_HEADER + u16(bytes, at + 12);
    const next = at + ((frameEnd - at + 3) & ~3);
    if (next + SUBFRAME_HEADER < end) step.rest = { bytes, at: next, end, etherType: SUBFRAMES };
    step.end = Math.min(end, frameEnd);
    stepOver(step, SUBFRAME_HEADER, LLC);
  },
};

const SUBFRAME_HEADER = 14;
