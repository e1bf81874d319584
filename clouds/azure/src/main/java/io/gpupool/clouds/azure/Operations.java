package io.gpupool.clouds.azure;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.management.exception.ManagementError;
import com.azure.core.management.exception.ManagementException;
import com.azure.core.management.serializer.SerializerFactory;
import com.azure.core.util.serializer.SerializerEncoding;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How changes stand that Azure has accepted and carries out afterwards. The SDK's futures lose why
 * one failed; it is in the operation's own document.
 */
final class Operations {

  /**
   * @param ended whether nothing more will come of it
   * @param failed whether it came to nothing
   * @param code why, in Azure's word; empty if it didn't fail
   * @param message why, in Azure's words
   */
  record Standing(boolean ended, boolean failed, String code, String message) {}

  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  private final AzureClient client;
  private final Reads reads;

  Operations(AzureClient client, Reads reads) {
    this.client = client;
    this.reads = reads;
  }

  /** How the operation at this address stands; empty if nobody remembers it. */
  Optional<Standing> at(URI address) throws CloudException {
    try {
      return Optional.of(reads.one(() -> ask(address)));
    } catch (CloudException failure) {
      if (failure.error().kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private Standing ask(URI address) {
    try (HttpResponse answer =
        client
            .pipeline()
            .sendSync(
                new HttpRequest(HttpMethod.GET, address.toString()),
                com.azure.core.util.Context.NONE)) {
      String body = answer.getBodyAsBinaryData().toString();
      if (answer.getStatusCode() != OK && answer.getStatusCode() != ACCEPTED) {
        throw refused(answer, body);
      }
      return body.isBlank() ? new Standing(false, false, "", "") : read(body);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static ManagementException refused(HttpResponse answer, String body) throws IOException {
    ManagementError error =
        SerializerFactory.createDefaultManagementSerializerAdapter()
            .deserialize(body, ManagementError.class, SerializerEncoding.JSON);
    return new ManagementException("status " + answer.getStatusCode(), answer, error);
  }

  private static Standing read(String body) throws IOException {
    try (JsonReader reader = JsonProviders.createReader(body)) {
      Map<String, Object> document = reader.readMap(JsonReader::readUntyped);
      String status = text(document, "status", "Succeeded").toLowerCase(Locale.ROOT);
      boolean failed = status.equals("failed") || status.equals("canceled");
      if (!failed) {
        return new Standing(status.equals("succeeded"), false, "", "");
      }
      Map<?, ?> error = document.get("error") instanceof Map<?, ?> map ? map : Map.of();
      // what an operation on many machines failed for is said of the first one of them
      if (error.get("details") instanceof List<?> details
          && !details.isEmpty()
          && details.get(0) instanceof Map<?, ?> first
          && first.get("code") instanceof String) {
        error = first;
      }
      return new Standing(
          true, true, text(error, "code", "Unknown"), text(error, "message", status));
    }
  }

  private static String text(Map<?, ?> document, String member, String otherwise) {
    return document.get(member) instanceof String text && !text.isBlank() ? text : otherwise;
  }

  /** An address that an answer names and that is none of Azure's is refused. */
  URI checked(String address) throws CloudException {
    URI uri = URI.create(address);
    if (!client.isOurs(uri)) {
      throw new CloudException(
          CloudError.of(
                  Kind.UNAVAILABLE,
                  "StrangeOperation",
                  "the answer names an operation at %s, which isn't Azure's address"
                      .formatted(uri.getAuthority()))
              .thatMayHaveHappened());
    }
    return uri;
  }
}
