package io.gpupool.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.gpupool.capacity.CapacityMemory;
import io.gpupool.capacity.Remembered;
import java.time.InstantSource;

/** What couldn't be had lately, as JSON. */
final class CapacityPages implements AdminSection {

  private final CapacityMemory memory;
  private final InstantSource clock;

  CapacityPages(CapacityMemory memory, InstantSource clock) {
    this.memory = memory;
    this.clock = clock;
  }

  @Override
  public String path() {
    return "/capacity";
  }

  @Override
  public AdminPage read(String rest, boolean json) {
    if (!rest.isEmpty()) {
      return AdminPage.notFound();
    }
    JsonArray all = new JsonArray();
    for (Remembered one : memory.all(clock.instant())) {
      JsonObject object = new JsonObject();
      object.addProperty("cloud", one.offering().entry());
      object.addProperty("zone", one.offering().zone());
      object.addProperty("machineType", one.offering().machineType());
      object.addProperty("market", one.offering().market().label());
      object.addProperty("code", one.code().name());
      object.addProperty("since", one.since().toString());
      object.addProperty("until", one.until().toString());
      object.addProperty("text", one.text());
      all.add(object);
    }
    return new AdminPage(200, AdminPage.JSON, all + "\n");
  }

  @Override
  public boolean canBeCleared() {
    return true;
  }

  @Override
  public AdminPage clear() {
    memory.forget(clock.instant());
    return AdminPage.plain(200, "forgotten\n");
  }
}
