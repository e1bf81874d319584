package io.gpupool.cli;

import java.util.concurrent.CountDownLatch;

/** What a command does that runs until the process is asked to end. */
final class UntilStopped {

  private UntilStopped() {}

  /**
   * Announces that all is up, and returns when the process has been asked to end and everything is
   * stopped. Who acts on the announcement and asks at once is heard: by then the process listens.
   *
   * @param announce tells whoever waits for it
   * @param stop stops what was started
   */
  static void run(Runnable announce, Runnable stop) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    try {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stop.run();
                    stopped.countDown();
                  },
                  "stopping"));
    } catch (IllegalStateException askedAlready) {
      stop.run();
      return;
    }
    announce.run();
    stopped.await();
  }
}
