package io.gpupool.clouds.emulator.gcp;

import io.gpupool.clouds.emulator.JsonPath;
import java.util.List;

/** An answer of the emulated Google Cloud, whose fields are found by dotted paths. */
record Reply(int status, String text) {

  /** What is at a path; numbers stand for places in lists, and an asterisk for all of them. */
  List<Object> all(String path) {
    return JsonPath.all(text, path);
  }

  /** The texts at a path. */
  List<String> texts(String path) {
    return all(path).stream().map(Object::toString).toList();
  }

  /** The one text at a path. */
  String text(String path) {
    return JsonPath.text(text, path);
  }

  /** The one number at a path. */
  int number(String path) {
    return Integer.parseInt(text(path));
  }

  /** The reason and the sentence of an error. */
  String error() {
    return status + " " + text("error.errors.0.reason") + ": " + text("error.message");
  }
}
