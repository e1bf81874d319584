package io.gpupool.clouds.emulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values as forms and query strings have them. */
public final class Form {

  private Form() {}

  /** Names and values of a form or a query string, decoded, in their order. */
  public static Map<String, String> decode(String form) {
    Map<String, String> decoded = new LinkedHashMap<>();
    for (String pair : form.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        decoded.put(decodeOne(name), decodeOne(value));
      }
    }
    return decoded;
  }

  /** One name or value, decoded; what isn't encoded well stays as it is. */
  public static String decodeOne(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return encoded;
    }
  }
}
