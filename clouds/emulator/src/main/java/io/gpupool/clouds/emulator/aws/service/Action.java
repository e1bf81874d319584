package io.gpupool.clouds.emulator.aws.service;

import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Set;

/** One action of a service. Its name in the API is the name of the class that implements it. */
public interface Action {

  /**
   * The parameters that it understands, by their first part. A request with others is refused: a
   * client that relies on them must not believe that they do something.
   */
  Set<String> parameters();

  /**
   * Does what is asked and writes the result.
   *
   * @throws io.gpupool.clouds.emulator.aws.model.AwsException if it is refused, with nothing done
   */
  void perform(Request request, Xml result);

  /** Its name in the API. */
  default String name() {
    return getClass().getSimpleName();
  }
}
