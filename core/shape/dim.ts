// A dimension: an integer, or an expression over symbols in canonical form, so that equal expressions are equal by structure.
export {};
