package io.gpupool.clouds.emulator.gcp.compute;

import io.gpupool.clouds.emulator.gcp.model.GcpException;
import io.gpupool.clouds.emulator.gcp.model.Groups;
import io.gpupool.clouds.emulator.gcp.model.Location;
import io.gpupool.clouds.emulator.gcp.model.Project;
import io.gpupool.clouds.emulator.gcp.model.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request that has been let in.
 *
 * @param world the whole cloud, settled and held still
 * @param project the project that the request is for
 * @param caller who asks
 * @param path what the names in the method's path stand for
 * @param query the parameters
 * @param body the body's fields
 * @param now when
 */
public record Request(
    World world,
    Project project,
    String caller,
    Map<String, String> path,
    Map<String, String> query,
    Map<String, Object> body,
    Instant now) {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final String ZERO_UUID = "00000000-0000-0000-0000-000000000000";

  /** What a name in the path stands for. */
  String path(String name) {
    return Objects.requireNonNull(path.get(name), name);
  }

  /** A parameter that isn't empty, if there is one. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /** A parameter that is a number, if there is one. */
  Optional<Integer> number(String name) {
    return parameter(name)
        .map(
            value -> {
              try {
                return Integer.valueOf(value);
              } catch (NumberFormatException notANumber) {
                throw GcpException.invalidValue(name, value, "Must be an integer.");
              }
            });
  }

  /** A parameter that is true or false, false if there is none. */
  boolean flag(String name) {
    return parameter(name).map("true"::equalsIgnoreCase).orElse(false);
  }

  /** A list in the body, which there must be. */
  List<?> list(String field) {
    if (!(body.get(field) instanceof List<?> list) || list.isEmpty()) {
      throw new GcpException(400, "required", "Required field '" + field + "' not specified");
    }
    return list;
  }

  /** The zone or region in the path; the emulated cloud must have it. */
  Location location() {
    boolean zonal = path.containsKey("zone");
    String field = zonal ? "zone" : "region";
    String name = path(field);
    if (!world.geography().zones().contains(name) && !world.geography().regions().contains(name)) {
      throw GcpException.invalidValue(field, name, "Unknown " + field + ".");
    }
    Location location = Location.of(name);
    if (location.zonal() != zonal) {
      throw GcpException.invalidValue(field, name, "Unknown " + field + ".");
    }
    if (world.isDark(location)) {
      throw new GcpException(
          503, "backendError", "The service is currently unavailable in " + location.path() + ".");
    }
    return location;
  }

  /** Who asks for a change, and the id that makes asking twice the same as asking once. */
  Groups.Asker asker() {
    Optional<String> requestId = parameter("requestId");
    requestId
        .filter(id -> !UUID.matcher(id).matches() || id.equals(ZERO_UUID))
        .ifPresent(
            id -> {
              throw GcpException.invalidValue("requestId", id, "Must be a valid UUID.");
            });
    return new Groups.Asker(caller, requestId);
  }
}
