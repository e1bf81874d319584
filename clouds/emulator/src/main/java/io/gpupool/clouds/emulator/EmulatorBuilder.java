package io.gpupool.clouds.emulator;

import java.time.InstantSource;
import java.util.Objects;

/**
 * What all emulated clouds can be told before they start.
 *
 * @param <B> the builder of one of them
 */
public abstract class EmulatorBuilder<B extends EmulatorBuilder<B>> {

  private InstantSource clock = InstantSource.system();
  private int port;
  private long seed = 1;
  private Faults faults = new Faults();
  private CallLog calls = new CallLog();

  /** This builder, as what it is. */
  protected abstract B self();

  /** What time it is; the system's if nothing else is said. */
  public B clock(InstantSource newClock) {
    clock = Objects.requireNonNull(newClock, "clock");
    return self();
  }

  /** The port to listen on, or zero for any that is free. */
  public B port(int newPort) {
    port = newPort;
    return self();
  }

  /** What names, ids and numbers are made from. */
  public B seed(long newSeed) {
    seed = newSeed;
    return self();
  }

  /** Faults that several clouds share. */
  public B faults(Faults newFaults) {
    faults = Objects.requireNonNull(newFaults, "faults");
    return self();
  }

  /** A log that several clouds share. */
  public B calls(CallLog newCalls) {
    calls = Objects.requireNonNull(newCalls, "calls");
    return self();
  }

  /** What time it is to be. */
  public InstantSource clock() {
    return clock;
  }

  /** What names, ids and numbers are to be made from. */
  public long seed() {
    return seed;
  }

  /** The faults that are to be shown. */
  public Faults faults() {
    return faults;
  }

  /** Where calls are to be logged. */
  public CallLog calls() {
    return calls;
  }

  /** Begins to serve a cloud, on the port and with the faults that it was told. */
  public EmulatorServer serve(EmulatedApi api) {
    return EmulatorServer.start(port, api, faults, calls, clock);
  }
}
