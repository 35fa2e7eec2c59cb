// What is wrong with a file that somebody else made: the end of a sentence that begins "... is no checkpoint that can be read:".

export class Malformed extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Malformed';
  }
}
