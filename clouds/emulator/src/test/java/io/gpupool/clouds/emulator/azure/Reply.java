package io.gpupool.clouds.emulator.azure;

import io.gpupool.clouds.emulator.JsonPath;
import java.net.http.HttpHeaders;
import java.util.List;

/** An answer of the emulated Azure, whose fields are found by dotted paths. */
record Reply(int status, HttpHeaders headers, String text) {

  /** The texts at a path; numbers stand for places in lists, and an asterisk for all of them. */
  List<String> texts(String path) {
    return JsonPath.all(text, path).stream().map(Object::toString).toList();
  }

  /** The one text at a path. */
  String text(String path) {
    return JsonPath.text(text, path);
  }

  /** The one number at a path. */
  int number(String path) {
    return Integer.parseInt(text(path));
  }

  /** A header that there must be. */
  String header(String name) {
    return headers
        .firstValue(name)
        .orElseThrow(() -> new AssertionError("no header " + name + " in " + headers));
  }

  /** Status, code and sentence of an error. */
  String error() {
    return status + " " + text("error.code") + ": " + text("error.message");
  }
}
