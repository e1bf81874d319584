package io.gpupool.clouds.emulator;

/** A cloud's HTTP interface, as the server sees it. */
public interface EmulatedApi {

  /** Finds out what is asked. Never fails: what makes no sense is answered by the inquiry. */
  Inquiry read(Received received);

  /** One request, understood as far as possible and not yet carried out. */
  interface Inquiry {

    /** What is asked, for faults and for the log. */
    Operation operation();

    /** Does what is asked and says what came of it, refusals included. Called at most once. */
    Answer carryOut();

    /** An error in the form in which this service writes errors, with nothing done. */
    Answer error(int status, String code, String message);

    /** This service's way to ask a client to slow down, with nothing done. */
    Answer throttled();
  }
}
