package io.gpupool.clouds.emulator.azure.compute;

import io.gpupool.clouds.emulator.azure.model.AzureException;
import io.gpupool.clouds.emulator.azure.model.ScaleSetSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** What the body of a request wants a scale set to be. */
final class Changes {

  /** What Azure fills in by itself and clients send back. */
  private static final List<String> WRITTEN_BY_AZURE =
      List.of("provisioningState", "uniqueId", "timeCreated");

  /** What there can be at the top; what has no part in the emulator is left alone. */
  private static final Set<String> KNOWN =
      Set.of(
          "location",
          "sku",
          "tags",
          "zones",
          "properties",
          "identity",
          "plan",
          "extendedLocation",
          "name",
          "id",
          "type",
          "etag");

  private final Map<String, Object> body;

  /**
   * @throws AzureException if there is something at the top that scale sets don't have
   */
  Changes(Map<String, Object> body) {
    this.body = body;
    for (String field : body.keySet()) {
      if (!KNOWN.contains(field)) {
        throw new AzureException(
            400,
            "InvalidRequestContent",
            "Could not find member '" + field + "' on object of type 'ResourceDefinition'.");
      }
    }
  }

  /** The capacity, if it says one. */
  OptionalInt capacity() {
    Object capacity = sku().get("capacity");
    if (capacity == null) {
      return OptionalInt.empty();
    }
    if (capacity instanceof Number number) {
      return OptionalInt.of(number.intValue());
    }
    throw AzureException.invalidParameter(
        "The value " + capacity + " of parameter 'sku.capacity' is invalid.");
  }

  /** The settings of a scale set that isn't there yet. */
  ScaleSetSettings settings() {
    if (!(body.get("location") instanceof String location)) {
      throw new AzureException(
          400, "LocationRequired", "The location property is required for this definition.");
    }
    if (!(sku().get("name") instanceof String size)) {
      throw AzureException.invalidParameter("Required parameter 'sku.name' is missing (null).");
    }
    Map<String, Object> usual = new LinkedHashMap<>();
    boolean flexible =
        properties().get("orchestrationMode") instanceof String mode
            && mode.equalsIgnoreCase("flexible");
    usual.put("orchestrationMode", flexible ? "Flexible" : "Uniform");
    usual.put("singlePlacementGroup", !flexible);
    usual.put("overprovision", false);
    usual.put("platformFaultDomainCount", 1);
    return applied(
        new ScaleSetSettings(
            location.toLowerCase(Locale.ROOT).replace(" ", ""),
            size,
            "Standard",
            List.of(),
            Map.of(),
            usual));
  }

  /** The settings after the changes; what the body doesn't speak of stays as it is. */
  ScaleSetSettings applied(ScaleSetSettings before) {
    ScaleSetSettings after = before;
    if (sku().get("name") instanceof String size) {
      after = after.withSize(size);
    }
    if (body.get("tags") instanceof Map<?, ?> tags) {
      Map<String, String> texts = new LinkedHashMap<>();
      tags.forEach((name, value) -> texts.put(name.toString(), String.valueOf(value)));
      after = after.withTags(texts);
    }
    if (body.get("zones") instanceof List<?> zones) {
      after = after.withZones(zones.stream().map(Object::toString).toList());
    }
    Object mode = properties().get("orchestrationMode");
    if (mode != null && !before.orchestration().text().equalsIgnoreCase(mode.toString())) {
      throw new AzureException(
          409, "PropertyChangeNotAllowed", "Changing property 'orchestrationMode' is not allowed.");
    }
    Map<String, Object> changes = new LinkedHashMap<>(properties());
    WRITTEN_BY_AZURE.forEach(changes::remove);
    return after.withProperties(changes);
  }

  private Map<String, Object> sku() {
    return object("sku");
  }

  private Map<String, Object> properties() {
    return object("properties");
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> object(String name) {
    Object value = body.get(name);
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new AzureException(
        400, "InvalidRequestContent", "The field '" + name + "' of the request is no object.");
  }
}
