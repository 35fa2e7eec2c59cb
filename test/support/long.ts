// Whether the long form of a test is asked for: `npm run test:long` runs the files that have one, in that form.

export const long = process.env['TEST_LONG'] === '1';
