package io.gpupool.clouds.emulator.aws.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The machine images that there are, in all regions alike. */
public final class MachineImages {

  private final TreeMap<String, MachineImage> byId = new TreeMap<>();

  MachineImages() {
    add(MachineImage.USUAL);
  }

  void add(MachineImage image) {
    byId.put(image.id(), image);
  }

  /** All of them, by id. */
  public Collection<MachineImage> all() {
    return List.copyOf(byId.values());
  }

  /** The one with an id, if there is one. */
  public Optional<MachineImage> identified(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
