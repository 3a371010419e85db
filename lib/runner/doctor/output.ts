/** Where a command says what it found and does. */
export interface Output {
  line(text: string): void;
  error(text: string): void;
}
