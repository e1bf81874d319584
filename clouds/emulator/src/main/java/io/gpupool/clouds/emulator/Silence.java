package io.gpupool.clouds.emulator;

import com.github.tomakehurst.wiremock.common.Notifier;

/**
 * Keeps WireMock quiet. It reports every request and every client that hangs up; the calls are in
 * {@link CallLog} and clients that hang up are what faults are for.
 */
final class Silence implements Notifier {

  @Override
  public void info(String message) {}

  @Override
  public void error(String message) {}

  @Override
  public void error(String message, Throwable cause) {}
}
