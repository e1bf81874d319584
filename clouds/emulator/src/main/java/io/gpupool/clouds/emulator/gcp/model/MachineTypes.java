package io.gpupool.clouds.emulator.gcp.model;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine types that there are, custom ones included, which are made when they are asked. */
public final class MachineTypes {

  private static final Pattern CUSTOM =
      Pattern.compile("(?:[a-z0-9]+-)?custom-(\\d{1,4})-(\\d{1,8})(?:-ext)?");

  private final TreeMap<String, MachineType> byName = new TreeMap<>();

  /** Adds one, or replaces the one of the same name. */
  void add(MachineType type) {
    byName.put(type.name(), type);
  }

  /** All but the custom ones, by name. */
  public Collection<MachineType> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** The one with a name, if a zone has it. */
  public Optional<MachineType> in(String zone, String name) {
    MachineType known = byName.get(name);
    if (known != null) {
      return Optional.of(known).filter(type -> type.isIn(zone));
    }
    Matcher custom = CUSTOM.matcher(name);
    return custom.matches()
        ? Optional.of(
            MachineType.x86(
                name, Integer.parseInt(custom.group(1)), Integer.parseInt(custom.group(2))))
        : Optional.empty();
  }
}
