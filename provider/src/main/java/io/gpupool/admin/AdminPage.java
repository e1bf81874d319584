package io.gpupool.admin;

import java.util.Objects;

/**
 * What somebody gets to see.
 *
 * @param status of HTTP
 * @param contentType of the text
 * @param text all of it
 */
record AdminPage(int status, String contentType, String text) {

  static final String PLAIN = "text/plain; charset=utf-8";
  static final String HTML = "text/html; charset=utf-8";
  static final String JSON = "application/json";

  AdminPage {
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(text, "text");
  }

  static AdminPage plain(int status, String text) {
    return new AdminPage(status, PLAIN, text);
  }

  static AdminPage notFound() {
    return plain(404, "there is nothing here\n");
  }
}
