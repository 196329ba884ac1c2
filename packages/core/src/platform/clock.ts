/** The time of day. Handed in, so that tests can stand anywhere in a certificate's life. */
export interface Clock {
  now(): Date;
}
