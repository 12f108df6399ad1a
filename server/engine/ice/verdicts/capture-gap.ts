import { defineVerdict } from './verdict';

export const captureGap = defineVerdict({
  severity: 'info',
  rests: ['observed'],
  absence: false,
  rules: [],
  text: () =>
    'a response to a check that is not in the trace: the capture is not complete, so what is missing in it may have been there',
});
